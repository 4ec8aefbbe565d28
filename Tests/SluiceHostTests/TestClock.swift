import PageSourceKit
import Synchronization

/// Time that passes only when someone sleeps; it begins at 2026-05-01T10:00:00.250Z.
final class TestClock: RunClock {
  private let slept = Mutex<[Duration]>([])
  private let onSleep: @Sendable (Int) -> Void

  /// - Parameter onSleep: told of each sleep, by its number from 1.
  init(onSleep: @escaping @Sendable (Int) -> Void = { _ in }) { self.onSleep = onSleep }

  var sleeps: [Duration] { slept.withLock { $0 } }
  var elapsed: Duration { sleeps.reduce(.zero, +) }
  var wallMilliseconds: Int64 { 1_777_629_600_250 }

  func sleep(for duration: Duration) async throws(CancellationError) {
    let count = slept.withLock { slept in
      slept.append(duration)
      return slept.count
    }
    onSleep(count)
  }
}
