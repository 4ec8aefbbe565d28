/// What a sandbox does wrong with the accounting data of items (`GET /v3/export-items`).
public struct SandboxData: Equatable, Sendable {
  /// The items without data, by their places in the list of items, counted from 0.
  public var missing: Set<Int> = []
  /// How many items there are that only the list of data has.
  public var extra = 0
  /// Whether the token is answered as one without the scope `export-items:read`.
  public var isDenied = false

  /// Does nothing wrong.
  public init() {}
}
