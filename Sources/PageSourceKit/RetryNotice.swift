/// That an attempt failed and another will follow, for the log.
public struct RetryNotice: Equatable, Sendable {
  /// Which attempt failed, counted from 1.
  public let attempt: Int
  /// How many attempts there are at most.
  public let of: Int
  /// How long it is until the next one.
  public let wait: Duration
  /// Why the attempt failed, in the operator's words; holds no token.
  public let reason: String
  /// What was asked for: `the job`, or a page such as `page 3`.
  public let what: String

  /// Creates a notice.
  public init(attempt: Int, of: Int, wait: Duration, reason: String, what: String) {
    self.attempt = attempt
    self.of = of
    self.wait = wait
    self.reason = reason
    self.what = what
  }
}
