public import Diagnostics

/// Why a sink could not be opened, deliver or close.
public struct SinkError: OperatorError {
  /// What kind of trouble it is: an open set, so that kinds can be added.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The kinds there are.
    private enum Kind: String {
      case unavailable, storage, denied, invalid, broken
    }

    private let kind: Kind

    /// The sink's place cannot be reached or is busy now; trying again can help.
    public static let unavailable = Code(kind: .unavailable)
    /// The disk is full, read-only or failing; a person must act.
    public static let storage = Code(kind: .storage)
    /// The sink may not use its place: permissions, ownership.
    public static let denied = Code(kind: .denied)
    /// The place is not what the settings say: a file for a directory, a foreign table.
    public static let invalid = Code(kind: .invalid)
    /// The sink did not keep its contract: a mistake in the program.
    public static let broken = Code(kind: .broken)

    /// Whether the same call may succeed in a moment, with nobody doing anything.
    public var isWorthRetrying: Bool { kind == .unavailable }

    /// The code's word.
    public var description: String { kind.rawValue }
  }

  /// What kind of trouble it is.
  public let code: Code
  /// What happened, in the operator's words; holds no secret.
  public let message: String
  /// What the operator can do.
  public let hint: String?
  /// What lies beneath, if anything; its description is shown in logs, so it holds no secret.
  public let cause: (any Error)?

  /// Creates an error.
  public init(_ code: Code, _ message: String, hint: String? = nil, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
    self.cause = cause
  }
}
