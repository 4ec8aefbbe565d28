import ExportModel
import SinkKit

/// Calls a sink again while its trouble is one that passes.
struct SinkRetry: Sendable {
  /// How often a sink is called for one batch, the first call included.
  static let attempts = 5
  /// The wait before the second call; it doubles with each further one.
  static let base = Duration.milliseconds(200)
  /// No wait is longer.
  static let cap = Duration.seconds(10)

  let route: Name
  let observer: any RunObserver
  let clock: any RunClock
  let stop: StopSwitch

  /// What `call` gives, tried again after a wait while its error is worth retrying and no stop is
  /// asked for.
  func callAsFunction<Value>(
    _ call: () async throws(SinkError) -> Value
  ) async throws(SinkError) -> Value {
    for attempt in 1..<Self.attempts {
      do {
        return try await call()
      } catch {
        guard error.code.isWorthRetrying, !stop.isRequested else { throw error }
        let wait = Self.wait(after: attempt)
        observer.observe(.sinkRetry(route: route, error: error, wait: wait))
        let clock = clock
        let isOver = await stop.unlessStopped {
          try? await clock.sleep(for: wait)
          return true
        }
        guard isOver == true else { throw error }
      }
    }
    return try await call()
  }

  /// The wait after the given number of calls.
  static func wait(after attempt: Int) -> Duration {
    min(cap, base * (1 << min(attempt - 1, 20)))
  }
}
