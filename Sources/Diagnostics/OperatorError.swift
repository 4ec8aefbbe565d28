/// The world is in the way: something that an operator, and not the author of a file, can do something about.
///
/// Its types have a code each, an open set that says what kind of trouble it is.
public protocol OperatorError: Error, CustomStringConvertible {
  /// What happened, in the operator's words; holds no secret.
  var message: String { get }
  /// What the operator can do; nil where the message says it all.
  var hint: String? { get }
  /// What lies beneath, if anything; its description holds no secret.
  var cause: (any Error)? { get }
}

extension OperatorError {
  /// The message, with the hint where there is one.
  public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
