import ExportEngine
import PageSourceKit
import Synchronization

/// Time that passes when nothing else can go on: then whoever would wake first wakes.
final class SimulatedClock: RunClock {
  private struct Sleeper {
    let wakes: Duration
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var elapsed = Duration.zero
    var next = 0
    var sleepers: [Int: Sleeper] = [:]
  }

  private let state = Mutex(State())

  var elapsed: Duration { state.withLock { $0.elapsed } }

  /// Counts from 2023-11-14T22:13:20Z.
  var wallMilliseconds: Int64 { 1_700_000_000_000 + Int64(elapsed / .milliseconds(1)) }

  func sleep(for duration: Duration) async throws(CancellationError) {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if Task.isCancelled { return true }
          state.sleepers[id] = Sleeper(
            wakes: state.elapsed + duration, continuation: continuation)
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume()
    }
    if Task.isCancelled { throw CancellationError() }
  }

  /// Lets time pass until somebody wakes; without sleepers none does.
  func wakeNext() {
    let first = state.withLock { state -> Sleeper? in
      let next = state.sleepers.min { ($0.value.wakes, $0.key) < ($1.value.wakes, $1.key) }
      guard let next else { return nil }
      state.elapsed = max(state.elapsed, next.value.wakes)
      return state.sleepers.removeValue(forKey: next.key)
    }
    first?.continuation.resume()
  }
}
