/// How often something is tried, and how long the waits in between are.
public struct RetryPolicy: Hashable, Sendable {
  /// How often it is tried at most, the first time included; 1 or more.
  public let attempts: Int
  /// The longest wait before the second attempt; it doubles with each attempt.
  public let base: Duration
  /// No wait is longer.
  public let cap: Duration

  /// Creates a policy.
  public init(attempts: Int, base: Duration, cap: Duration) {
    precondition(attempts >= 1, "it is tried at least once")
    self.attempts = attempts
    self.base = base
    self.cap = cap
  }

  /// The longest wait after attempt number `attempt`, counted from 1: `min(cap, base * 2^(attempt - 1))`.
  public func longestWait(after attempt: Int) -> Duration {
    var wait = base
    var doublings = attempt - 1
    while doublings > 0, wait > .zero, cap > wait {
      wait += wait
      doublings -= 1
    }
    return min(wait, cap)
  }
}
