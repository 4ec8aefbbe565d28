import Dispatch
import Synchronization
import TestSupport

/// Runs tasks one at a time, and picks by its seed which goes on next: tasks that run side by side
/// meet in every order, and in the same one for the same seed.
final class SeededExecutor: TaskExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var random: SeededRandom
  }

  private let queue = DispatchQueue(label: "seeded executor")
  private let state: Mutex<State>
  private let whenIdle: @Sendable () -> Void

  /// - Parameter whenIdle: what happens when no task can go on.
  init(seed: Int, whenIdle: @escaping @Sendable () -> Void) {
    state = Mutex(State(random: SeededRandom(seed: seed)))
    self.whenIdle = whenIdle
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.jobs.append(job) }
    queue.async { self.runOne() }
  }

  private func runOne() {
    let job = state.withLock { state in
      state.jobs.remove(at: Int.random(in: state.jobs.indices, using: &state.random))
    }
    job.runSynchronously(on: asUnownedTaskExecutor())
    if state.withLock({ $0.jobs.isEmpty }) { whenIdle() }
  }
}
