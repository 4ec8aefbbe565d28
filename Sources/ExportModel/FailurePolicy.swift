/// What a run does when a sink is in trouble or will not take items.
public struct FailurePolicy: Hashable, Sendable {
  /// How a sink is called again while its trouble is one that passes.
  public let sinkRetry: SinkRetryPolicy
  /// How many items one sink may reject in a run and still go on; nil for any number.
  public let maxRejected: Int?

  /// Creates a policy.
  public init(sinkRetry: SinkRetryPolicy = SinkRetryPolicy(), maxRejected: Int? = nil) {
    self.sinkRetry = sinkRetry
    self.maxRejected = maxRejected
  }
}

/// How a sink is called again while its trouble is one that passes.
public struct SinkRetryPolicy: Hashable, Sendable {
  /// How often a sink is called for one batch, the first call included: at least 1.
  public let attempts: Int
  /// The wait before the second call; it doubles with each further one.
  public let base: Duration
  /// No wait is longer.
  public let cap: Duration

  /// Creates a policy.
  public init(
    attempts: Int = 5, base: Duration = .milliseconds(200), cap: Duration = .seconds(10)
  ) {
    precondition(attempts > 0, "a sink is called at least once")
    self.attempts = attempts
    self.base = base
    self.cap = cap
  }

  /// The wait after the given number of calls, counted from 1.
  public func wait(after calls: Int) -> Duration {
    min(cap, base * (1 << min(calls - 1, 20)))
  }
}

/// What to do with an item that needs work and that no route takes.
public enum UnmatchedPolicy: String, CaseIterable, Sendable {
  /// A person must look: count it as held.
  case hold
  /// Leave it.
  case skip
  /// Deliver nothing at all in this run.
  case fail
}
