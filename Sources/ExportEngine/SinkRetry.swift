import ExportModel
import PageSourceKit
import SinkKit

/// Calls a sink again while its trouble is one that passes.
struct SinkRetry: Sendable {
  let policy: RetryPolicy
  let route: Name
  let observer: any RunObserver
  let clock: any RunClock
  let stop: StopSwitch

  /// What `call` gives, tried again after a wait while its error is worth retrying and no stop is
  /// asked for.
  func callAsFunction<Value>(
    _ call: () async throws(SinkError) -> Value
  ) async throws(SinkError) -> Value {
    for attempt in 1..<policy.attempts {
      do {
        return try await call()
      } catch {
        guard error.code.isWorthRetrying, !stop.isRequested else { throw error }
        let wait = policy.longestWait(after: attempt)
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
}
