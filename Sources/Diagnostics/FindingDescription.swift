/// What a kind of finding means, for the reference.
public struct FindingDescription: Hashable, Sendable {
  /// The stable name of the kind, `area.problem`.
  public let id: String
  /// What is wrong whenever it is reported, in words.
  public let meaning: String

  /// Describes a kind of finding.
  public init(_ id: String, _ meaning: String) {
    self.id = id
    self.meaning = meaning
  }
}
