extension RetryPolicy {
  /// How long to wait after attempt number `attempt` has failed: anything up to
  /// `min(cap, base * 2^(attempt - 1))`, evenly ("full jitter"), and at least `retryAfter`.
  ///
  /// - Parameter random: a number from 0 up to but not including 1.
  func wait(afterAttempt attempt: Int, retryAfter: Duration?, random: Double) -> Duration {
    var ceiling = base
    var doublings = attempt - 1
    while doublings > 0, ceiling > .zero, cap > ceiling {
      ceiling += ceiling
      doublings -= 1
    }
    return max(min(ceiling, cap) * random, retryAfter ?? .zero)
  }
}

extension Duration {
  /// The time in words: `250 ms`, `2 s`, `12.3 s`.
  var words: String {
    // In parts, because the milliseconds of a great time do not fit an Int64.
    let (seconds, attoseconds) = components
    let milliseconds = attoseconds / 1_000_000_000_000_000
    if seconds == 0, milliseconds != 0 { return "\(milliseconds) ms" }
    let tenths = abs(milliseconds / 100)
    return tenths == 0 ? "\(seconds) s" : "\(seconds).\(tenths) s"
  }
}
