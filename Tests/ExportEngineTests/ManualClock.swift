import ExportEngine
import PageSourceKit
import Synchronization

/// Time that passes only when someone sleeps.
final class ManualClock: RunClock {
  private struct State {
    var elapsed = Duration.zero
    var sleeps: [Duration] = []
  }

  private let state = Mutex(State())
  private let whileSleeping: (@Sendable () async -> Void)?

  /// - Parameter whileSleeping: what happens during each sleep.
  init(whileSleeping: (@Sendable () async -> Void)? = nil) { self.whileSleeping = whileSleeping }

  /// Every sleep asked for, in order.
  var sleeps: [Duration] { state.withLock { $0.sleeps } }

  var elapsed: Duration { state.withLock { $0.elapsed } }

  /// Counts from 2023-11-14T22:13:20Z.
  var wallMilliseconds: Int64 {
    1_700_000_000_000 + Int64(elapsed / .milliseconds(1))
  }

  func sleep(for duration: Duration) async throws(CancellationError) {
    state.withLock { $0.sleeps.append(duration) }
    await whileSleeping?()
    if Task.isCancelled { throw CancellationError() }
    advance(by: duration)
  }

  /// Lets time pass.
  func advance(by duration: Duration) { state.withLock { $0.elapsed += duration } }
}

/// Returns when the calling task is cancelled, and not before.
func untilCancelled() async {
  let (stream, continuation) = AsyncStream<Void>.makeStream()
  for await _ in stream {}
  continuation.finish()
}
