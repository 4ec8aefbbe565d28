/// How often and how patiently one request is tried.
struct RetryPolicy: Hashable, Sendable {
  /// How many times a request is sent at most, the first time included; 1 or more.
  let attempts: Int
  /// The longest wait before the second attempt; it doubles with each attempt.
  let base: Duration
  /// The longest wait before any attempt; a `Retry-After` of the API may be longer.
  let cap: Duration
  /// A wait that would end later than this after the first attempt began is not begun.
  let giveUpAfter: Duration

  /// Creates a policy.
  init(attempts: Int, base: Duration, cap: Duration, giveUpAfter: Duration) {
    precondition(attempts >= 1, "a request is sent at least once")
    self.attempts = attempts
    self.base = base
    self.cap = cap
    self.giveUpAfter = giveUpAfter
  }
}
