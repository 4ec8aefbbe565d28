/// The name of a job definition or of a route: `[a-z][a-z0-9_-]{0,62}`, safe in paths and labels.
///
/// Names that people write have no underscore; a route without a name takes its sink's kind,
/// which may have one.
public struct Name: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The text.
  public let text: String

  /// Wraps the text; nil when it does not match `[a-z][a-z0-9_-]{0,62}`.
  public init?(_ text: String) {
    guard let first = text.utf8.first, Self.isLetter(first), text.utf8.count <= 63,
      text.utf8.allSatisfy({ Self.isLetter($0) || Self.isDigit($0) || "_-".utf8.contains($0) })
    else { return nil }
    self.text = text
  }

  /// The text.
  public var description: String { text }

  /// Whether `left` sorts before `right`.
  public static func < (left: Name, right: Name) -> Bool { left.text < right.text }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
