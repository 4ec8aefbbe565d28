/// Where the next page begins: an opaque word of the API, sent back as it came
/// (*The Export API*, *Pages*).
public struct Cursor: Hashable, Sendable, CustomStringConvertible {
  /// The API's word, never empty and at most 4,096 bytes.
  public let text: String

  /// Wraps the API's word; nil when it is empty or over 4,096 bytes.
  public init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= 4096 else { return nil }
    self.text = text
  }

  /// The API's word.
  public var description: String { text }
}
