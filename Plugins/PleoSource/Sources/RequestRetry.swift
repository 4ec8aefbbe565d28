import PageSourceKit

/// How often and how patiently one request is tried.
struct RequestRetry: Hashable, Sendable {
  /// How often, and the longest waits; a `Retry-After` of the API may be longer.
  let policy: RetryPolicy
  /// A wait that would end later than this after the first attempt began is not begun.
  let giveUpAfter: Duration

  init(attempts: Int, base: Duration, cap: Duration, giveUpAfter: Duration) {
    policy = RetryPolicy(attempts: attempts, base: base, cap: cap)
    self.giveUpAfter = giveUpAfter
  }

  /// How long to wait after attempt number `attempt` has failed: anything up to the longest wait, evenly
  /// ("full jitter"), and at least `retryAfter`.
  ///
  /// - Parameter random: a number from 0 up to but not including 1.
  func wait(afterAttempt attempt: Int, retryAfter: Duration?, random: Double) -> Duration {
    max(policy.longestWait(after: attempt) * random, retryAfter ?? .zero)
  }
}
