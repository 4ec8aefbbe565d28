/// What a run does when a sink is in trouble or will not take items.
public struct FailurePolicy: Hashable, Sendable {
  /// How a sink is called again while its trouble is one that passes.
  public let sinkRetry: RetryPolicy
  /// How many items one sink may reject in a run and still go on; nil for any number.
  public let maxRejected: Int?

  /// Creates a policy.
  public init(
    sinkRetry: RetryPolicy = RetryPolicy(
      attempts: 5, base: .milliseconds(200), cap: .seconds(10)),
    maxRejected: Int? = nil
  ) {
    self.sinkRetry = sinkRetry
    self.maxRejected = maxRejected
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
