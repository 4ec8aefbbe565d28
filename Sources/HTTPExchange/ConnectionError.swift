public import Diagnostics

/// Why no connection can be made as the environment is set: nobody was asked.
public struct ConnectionError: OperatorError {
  /// What is wrong, in the operator's words; holds no password.
  public let message: String
  /// What the operator can do.
  public let hint: String?
  /// Whether the system refuses this user a file.
  public let isDenied: Bool
  /// Nothing lies beneath.
  public var cause: (any Error)? { nil }

  init(_ message: String, hint: String, isDenied: Bool = false) {
    self.message = message
    self.hint = hint
    self.isDenied = isDenied
  }
}
