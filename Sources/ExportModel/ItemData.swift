/// What an item is: its accounting data, as the API gave it.
///
/// It is in no log and not in the ledger.
public struct ItemData: Hashable, Sendable {
  /// An object of JSON in UTF-8, on one line: every value as the API wrote it, without the white space between
  /// them.
  public let json: [UInt8]
  /// When it was fetched, as in `2026-03-02T08:15:04Z`: the addresses in `files[].url` work for 24 hours from then on.
  public let fetchedAt: String

  /// Creates the data of an item.
  public init(json: [UInt8], fetchedAt: String) {
    self.json = json
    self.fetchedAt = fetchedAt
  }
}

extension ItemData: CustomReflectable {
  /// A mirror without the data, so that neither printing nor dumping shows it.
  public var customMirror: Mirror { Mirror(self, children: ["bytes": json.count]) }
}

extension ItemData: CustomStringConvertible {
  /// How much it is, and nothing of it.
  public var description: String { "data of \(json.count) bytes" }
}
