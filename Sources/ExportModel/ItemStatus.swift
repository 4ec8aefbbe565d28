/// What Pleo says of an item: an open set, because the API may add words
/// (*The Export API*, *Statuses*).
public struct ItemStatus: Hashable, Sendable, CustomStringConvertible {
  /// The API's word, never empty and at most 100 bytes long.
  public let name: String

  /// Wraps the API's word; nil when it is empty or over 100 bytes.
  public init?(_ name: String) {
    guard !name.isEmpty, name.utf8.count <= 100 else { return nil }
    self.name = name
  }

  private init(known name: String) { self.name = name }

  /// Selected, and waiting to be exported.
  public static let pending = ItemStatus(known: "pending")
  /// Being exported by someone.
  public static let inProgress = ItemStatus(known: "in_progress")
  /// Exported.
  public static let successful = ItemStatus(known: "successful")
  /// Could not be exported.
  public static let failed = ItemStatus(known: "failed")
  /// Not exported, because the job could not be completed.
  public static let abandoned = ItemStatus(known: "abandoned")

  /// The five statuses that the API documents.
  public static let known = [pending, inProgress, successful, failed, abandoned]

  /// Whether the API documents this status.
  public var isKnown: Bool { Self.known.contains(self) }

  /// The API's word.
  public var description: String { name }
}
