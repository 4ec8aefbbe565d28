import ExportEngine
import ExportModel
import PageSourceKit

extension ExportRun {
  /// A run without routes: it retrieves, seals, reconciles and stores.
  static func withoutRoutes(from pages: [ItemPage], into ledger: any Ledger) -> ExportRun {
    let plan = Plan(
      definition: .bench, jobID: Generated.job, recovery: RecoveryPolicy(), order: .entryID,
      completeness: .strict, routes: [])
    return ExportRun(
      plan, source: HeldPages(pages: pages), ledger: ledger, observer: Unobserved(),
      clock: StoppedClock(), stop: StopSwitch())
  }

  /// Runs to the end, which must be without trouble.
  func finish() async throws {
    let outcome = await execute()
    if let trouble = outcome.troubles.first { throw trouble }
  }
}

extension Name {
  /// The name of the job definition, and of its route.
  static var bench: Name {
    guard let name = Name("bench") else { preconditionFailure("a name") }
    return name
  }
}

/// Nobody watches.
private struct Unobserved: RunObserver {
  func observe(_ event: RunEvent) {}
}

/// A clock that stands still: nothing that is measured here waits.
private struct StoppedClock: RunClock {
  var wallMilliseconds: Int64 { 0 }
  var elapsed: Duration { .zero }
  func sleep(for duration: Duration) {}
}
