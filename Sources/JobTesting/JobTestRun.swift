@preconcurrency import Dispatch
public import ExportEngine
import ExportModel
import Foundation
public import JobFile
import PageSourceKit
import SinkKit

/// One test of a job file, run by the real engine: with the job's routes and recovery, on pages from
/// the test, a ledger in memory, and stand-ins for the sinks.
public struct JobTestRun: Sendable {
  private let test: JobTest
  private let plan: ExportRun.Plan
  private let redelivery: [Name: Redelivery]

  /// Prepares a test of a job definition.
  ///
  /// - Parameter plan: what a run of the definition does; its sinks are not touched.
  public init(_ test: JobTest, of definition: JobDefinition, plan: ExportRun.Plan) {
    self.test = test
    var plan = plan
    // A test makes no folder.
    if plan.dataFolder != nil { plan.dataFolder = FileManager.default.temporaryDirectory.path }
    self.plan = plan
    redelivery = Dictionary(
      uniqueKeysWithValues: definition.routes.map { ($0.name, $0.sink.redelivery) })
  }

  /// Runs the test; the answer says what is not as expected, and is empty where all is.
  public func problems() async -> [String] {
    // One at a time, in the order of the file: where a process dies, the others' progress is the
    // same each time.
    await withTaskExecutorPreference(OneByOneExecutor()) { await run() }
  }

  private func run() async -> [String] {
    let places = redelivery.mapValues { TestPlace($0) }
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
    let standIns = plan.opening { route in
      guard let place = places[route.name] else { preconditionFailure("each route has a place") }
      return { _ in TestSink(route: route.name, place: place, process: process) }
    }
    return await ExportRun(
      standIns, source: TestSource(test, jobID: plan.jobID),
      ledger: MortalLedger(ledger: ledger, process: process), observer: SilentObserver(),
      clock: TimelessClock(), stop: StopSwitch()
    ).execute()
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

/// Reports to nobody.
private struct SilentObserver: RunObserver {
  func observe(_ event: RunEvent) {}
}

/// A clock that stands still, and on which every wait is over at once.
private struct TimelessClock: RunClock {
  let wallMilliseconds: Int64 = 0
  let elapsed = Duration.zero

  func sleep(for duration: Duration) async throws(CancellationError) {}
}
