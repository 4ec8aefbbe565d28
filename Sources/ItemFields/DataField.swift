/// A field of what an item is, by the API's own name for it.
public struct DataField: Hashable, Sendable {
  /// What a field has where it has anything.
  public enum Kind: String, Sendable {
    /// A text.
    case text
    /// A whole number; money is in the currency's minor unit, 6366 for 63.66.
    case integer
    /// A day, or a moment with its offset.
    case date
    /// A list or an object, of which a column has the JSON.
    case json
  }

  /// Where it is in the item's data: `amount`, `inWalletCurrency`, `value`.
  public let path: [String]
  /// What it has.
  public let kind: Kind
  /// Whether every item has it; where not, it may be null or missing.
  public let isRequired: Bool
  /// What it says, in a few words for the user.
  public let summary: String

  init(_ path: String, _ kind: Kind, isRequired: Bool = false, _ summary: String) {
    self.path = path.split(separator: ".").map(String.init)
    self.kind = kind
    self.isRequired = isRequired
    self.summary = summary
  }

  /// The name: `data.amount.inWalletCurrency.value`.
  public var name: String { "data." + path.joined(separator: ".") }
}
