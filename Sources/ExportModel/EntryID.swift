/// The id of an item: Pleo's `accountingEntryId`.
public struct EntryID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The UUID's value.
  public let identifier: Identifier

  /// Wraps a UUID's value.
  public init(_ identifier: Identifier) { self.identifier = identifier }

  /// Reads a UUID in either case; nil for anything else.
  public init?(_ text: some StringProtocol) {
    guard let identifier = Identifier(text) else { return nil }
    self.init(identifier)
  }

  /// The UUID in lower case.
  public var description: String { identifier.description }

  /// Whether `left` sorts before `right`.
  public static func < (left: EntryID, right: EntryID) -> Bool {
    left.identifier < right.identifier
  }
}
