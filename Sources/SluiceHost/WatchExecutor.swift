@preconcurrency import Dispatch

/// Runs a task on a thread of its own, apart from those of the run: a sink that blocks every one of
/// them cannot hold it up.
final class WatchExecutor: TaskExecutor {
  private let queue = DispatchQueue(label: "sluice.watch")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
