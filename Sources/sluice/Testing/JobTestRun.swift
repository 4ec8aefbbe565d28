@preconcurrency import Dispatch
import ExportEngine
import ExportLedger
import ExportModel
import JobFile
import PageSourceKit
import SinkKit

/// One test of a job file, run by the real engine: with the job's routes and recovery, on pages from
/// the test, a ledger in memory, and stand-ins for the sinks.
struct JobTestRun {
  let definition: JobDefinition
  let test: JobTest

  /// Runs the test; the answer says what is not as expected, and is empty where all is.
  func problems() async -> [String] {
    // One at a time, in the order of the file: where a process dies, the others' progress is the
    // same each time.
    await withTaskExecutorPreference(OneByOneExecutor()) { await run() }
  }

  private func run() async -> [String] {
    let places = Dictionary(
      uniqueKeysWithValues: definition.routes.map { ($0.name, TestPlace($0.descriptor.redelivery)) }
    )
    let ledger = MemoryLedger()
    if let crash = test.crash {
      let process = TestProcess(dyingAt: crash)
      _ = await run(process, on: ledger, places)
      guard process.isOver else { return ["the run never came to where it was to die: \(crash)"] }
    }
    let outcome = await run(TestProcess(), on: ledger, places)
    let expectations = TestVerdict(test: test, places: places)
    return outcome.troubles.map { "the run failed: \($0.message)" } + expectations.problems
  }

  private func run(
    _ process: TestProcess, on ledger: MemoryLedger, _ places: [Name: TestPlace]
  ) async -> RunOutcome {
    await ExportRun(
      plan(process, places), source: TestSource(test, jobID: definition.jobID),
      ledger: MortalLedger(ledger: ledger, process: process), observer: SilentObserver(),
      clock: TimelessClock(), stop: StopSwitch()
    ).execute()
  }

  /// The definition's plan, with stand-ins for its sinks.
  private func plan(
    _ process: TestProcess, _ places: [Name: TestPlace]
  ) -> ExportRun.Plan {
    ExportRun.Plan(definition) { route in
      let place = places[route.name] ?? TestPlace(route.descriptor.redelivery)
      return { _ in TestSink(route: route.name, place: place, process: process) }
    }
  }
}

/// Runs tasks one at a time, in the order in which they are ready.
private final class OneByOneExecutor: TaskExecutor {
  private let queue = DispatchQueue(label: "sluice.test")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// Tells nobody.
struct SilentObserver: RunObserver {
  func observe(_ event: RunEvent) {}
}

/// A clock that stands still, and on which every wait is over at once.
private struct TimelessClock: RunClock {
  let wallMilliseconds: Int64 = 0
  let elapsed = Duration.zero

  func sleep(for duration: Duration) async throws(CancellationError) {}
}
