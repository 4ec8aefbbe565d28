/// A kind of finding: its stable name, and what it means, for the reference.
///
/// A plugin declares each of its own once:
///
/// ```swift
/// extension FindingID {
///   static let ledgerAccount = FindingID("ledger.account", "an account is not in the chart")
/// }
/// ```
public struct FindingID: Hashable, Sendable, CustomStringConvertible {
  /// The stable name, `area.problem`; never reused for another kind.
  public let name: String
  /// What is wrong whenever it is reported, in words.
  public let meaning: String

  /// Declares a kind of finding.
  public init(_ name: String, _ meaning: String) {
    self.name = name
    self.meaning = meaning
  }

  /// Whether two are the same kind, by their names.
  public static func == (left: FindingID, right: FindingID) -> Bool { left.name == right.name }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// The name.
  public var description: String { name }
}
