/// The id of a company at Pleo.
public struct CompanyID: Hashable, Sendable, CustomStringConvertible {
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
}
