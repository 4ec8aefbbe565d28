/// Spaces requests evenly, with a burst of at most one second's worth (the generic cell rate
/// algorithm).
struct Pacer: Sendable {
  private let interval: Duration
  private let tolerance: Duration
  /// When the next request would be sent if all were spaced evenly.
  private var nextDue: Duration = .zero

  /// Paces to a number of requests per minute, which is 1 or more.
  init(requestsPerMinute: Int) {
    interval = .seconds(60) / requestsPerMinute
    tolerance = interval * (max(1, requestsPerMinute / 60) - 1)
  }

  /// Takes the next place and says how long it is until then.
  ///
  /// - Parameter now: the elapsed time of the clock that the wait will be slept on.
  mutating func reserve(now: Duration) -> Duration {
    let due = max(nextDue, now)
    nextDue = due + interval
    return max(.zero, due - tolerance - now)
  }

  /// Takes the next place if it is free now.
  mutating func reservesAtOnce(now: Duration) -> Bool {
    guard nextDue - tolerance <= now else { return false }
    return reserve(now: now) == .zero
  }
}
