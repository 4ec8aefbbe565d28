import Diagnostics
import ExportEngine
import ExportModel
import Foundation
import JobFile

/// Takes what a person decides about a route, checks it against the ledger, and records it.
struct DecisionDesk {
  let job: SelectedJob
  let clock: SystemClock

  /// Why a decision is not taken.
  struct Refusal: Error {
    let status: ExitStatus
    let message: String
    let hint: String?
    var id = FindingID.stateRefused
  }

  /// A decision that was made, or would be.
  struct Made: Encodable {
    let action: String
    let route: String
    let newName: String?
    /// What else a person should know.
    var note: String?
    /// How many export jobs of the ledger a new name is for.
    let jobs: Int?
    /// How many items it is about.
    let items: Int?
    /// How many items a route owed, and does not take under the terms that were accepted.
    var dropped: Int?
    let isDryRun: Bool

    enum CodingKeys: String, CodingKey {
      case action, route, jobs, items, dropped, note
      case newName = "new_name"
      case isDryRun = "dry_run"
    }
  }

  private var definition: JobDefinition { job.definition }
  private var plan: ExportRun.Plan { ExportRun.Plan(job) }

  /// Gives the progress of a route to another name.
  func rename(_ old: Name, to new: Name, isDryRun: Bool) async throws(Refusal) -> Made {
    guard old != new else { throw refusal("the two names are the same", nil) }
    let (jobs, taken, owing) = try await onLedger { ledger throws(LedgerError) in
      let jobs = try await ledger.jobs(with: old)
      let touched = try await ledger.jobs(with: old, isTouched: true)
      let taken = try await ledger.jobs(with: new, isTouched: true).filter(touched.contains)
      return (jobs, taken, try await Self.owing(new, beside: old, in: jobs, plan, ledger))
    }
    guard !jobs.isEmpty else {
      throw refusal(
        "the ledger has no progress of a route '\(old)'",
        "'sluice state FILE show' lists the routes that it has")
    }
    guard taken.isEmpty else {
      throw refusal(
        "route '\(new)' has progress of its own in export job \(taken[0])",
        "where two routes have swapped names, rename three times: the first to a name that no route has, "
          + "the second to the first's, and the first to the second's")
    }
    if let owing {
      throw refusal(
        "route '\(new)' owes items of its own of export job \(owing)",
        "deliver them with: sluice run FILE --export-job \(owing); or close them with: sluice state FILE settle "
          + "\(new) --all --export-job \(owing)"
      )
    }
    try await store(.renameRoute(from: old, to: new), isDryRun)
    let isDefined = plan.routes.contains { $0.name == new }
    return Made(
      action: "rename-route", route: "\(old)", newName: "\(new)",
      note: isDefined
        ? nil : "the job file has no route '\(new)'; until it has, what the route owes is held",
      jobs: jobs.count, items: nil, isDryRun: isDryRun)
  }

  /// The first job in which a route has delivered nothing and owes items, to another place than `old`.
  private static func owing(
    _ name: Name, beside old: Name, in jobs: [JobID], _ plan: ExportRun.Plan,
    _ ledger: any StateLedger
  ) async throws(LedgerError) -> JobID? {
    let touched = try await ledger.jobs(with: name, isTouched: true)
    for job in try await ledger.jobs(with: name) where jobs.contains(job) && !touched.contains(job)
    {
      let record = try await ledger.record(of: job)
      if !record.haveOnePlace(name, old), plan.owed(byRecorded: name, of: job, in: record) > 0 {
        return job
      }
    }
    return nil
  }

  /// Lets a route go on under the terms that the job file has now.
  func acceptTerms(of name: Name, isDryRun: Bool) async throws(Refusal) -> Made {
    let route = try route(name)
    let record = try await record()
    guard let progress = record.routes[name] else {
      throw refusal(
        "route '\(name)' has no progress in export job \(job.jobID)",
        "there is nothing to accept: the next run delivers from the start")
    }
    if case .placeTaken? = plan.whyRefused(route, in: record) {
      // The route would go on at a position that is another's.
      try refuse(route, record)
    }
    let owed = plan.newlyTaken(by: route, in: record, after: progress)
    let dropped = plan.dropped(by: route, in: record)
    try await store(
      .acceptTerms(route: name, plan.terms(of: route), owed: owed, dropped: dropped), isDryRun)
    return Made(
      action: "accept-terms", route: "\(name)", newName: nil, jobs: nil, items: owed.count,
      dropped: dropped, isDryRun: isDryRun)
  }

  /// Closes what a route holds, and what its sink rejected.
  ///
  /// - Parameter all: whether also what the next run would deliver.
  func settle(_ name: Name, all: Bool, isDryRun: Bool) async throws(Refusal) -> Made {
    let record = try await record()
    let (undecided, terms) = try toSettle(name, all: all, record)
    guard !undecided.isEmpty else {
      throw refusal(
        "route '\(name)' holds and rejected no item of export job \(job.jobID)",
        "'sluice status FILE' says what it owes; what is outstanding is delivered by the next run, or "
          + "settled with --all")
    }
    try await store(.settle(route: name, undecided, terms: terms), isDryRun)
    return Made(
      action: "settle", route: "\(name)", newName: nil, jobs: nil, items: undecided.count,
      isDryRun: isDryRun)
  }

  /// What a route holds or its sink rejected, and its terms; of one that the job file no longer has, all
  /// that it owes.
  private func toSettle(
    _ name: Name, all: Bool, _ record: JobRecord
  ) throws(Refusal) -> ([Ordinal], RouteTerms) {
    if let undecided = plan.undecided(byRemoved: name, in: record),
      let terms = record.routes[name]?.terms.value
    {
      return (undecided, terms)
    }
    let route = try route(name)
    try refuse(route, record)
    return (plan.undecided(by: route, outstanding: all, in: record), plan.terms(of: route))
  }

  /// Refuses for the reason for which the next run would refuse a route.
  private func refuse(_ route: ExportRun.Route, _ record: JobRecord) throws(Refusal) {
    guard let refused = plan.whyRefused(route, in: record) else { return }
    throw Refusal(status: .needsPerson, message: refused.message, hint: refused.hint)
  }

  private func route(_ name: Name) throws(Refusal) -> ExportRun.Route {
    guard let route = plan.routes.first(where: { $0.name == name }) else {
      let names = plan.routes.map { "\($0.name)" }.joined(separator: ", ")
      throw refusal("the job file has no route '\(name)'", "it has \(names)")
    }
    return route
  }

  private func record() async throws(Refusal) -> JobRecord {
    try await onLedger { ledger throws(LedgerError) in
      let record = try await ledger.record(of: job.jobID)
      guard record.ended != nil else { return record }
      return try await ledger.noting(later: record, of: job.jobID, plan)
    }
  }

  private func store(_ decision: Decision, _ isDryRun: Bool) async throws(Refusal) {
    guard !isDryRun else { return }
    _ = try await onLedger { ledger throws(LedgerError) in
      try await ledger.store(decision, of: job.jobID, by: NSUserName())
    }
  }

  /// Uses the ledger under the job's lock.
  private func onLedger<Value: Sendable>(
    _ body: (any StateLedger) async throws(LedgerError) -> Value
  ) async throws(Refusal) -> Value {
    guard definition.state.hasLedger else {
      throw refusal(
        "there is no ledger in \(definition.stateFolder)", "no run of the job has made one")
    }
    let state = StateAccess(store: definition.state)
    do {
      let lock = try await state.lock(clock, whenBusy: .fail, stop: StopSwitch()) { _ in }
      let ledger = try state.store.ledger()
      let value = try await body(ledger)
      lock.release()
      return value
    } catch let error as StateAccess.Refusal {
      throw Refusal(status: error.status, message: error.message, hint: error.hint, id: error.id)
    } catch let error as LedgerError {
      throw Refusal(
        status: .of(error), message: error.message, hint: error.hint, id: .ledgerUnreadable)
    } catch {
      throw Refusal(status: .bug, message: "\(error)", hint: nil)
    }
  }

  private func refusal(_ message: String, _ hint: String?) -> Refusal {
    Refusal(status: .needsPerson, message: message, hint: hint)
  }
}

extension DecisionDesk.Made {
  /// The decision in a line.
  var text: String {
    let would = isDryRun ? "would have" : "has"
    switch action {
    case "rename-route":
      return
        "route '\(newName ?? "")' \(would) the progress of '\(route)', in \((jobs ?? 0).of("export job"))"
        + (note.map { "; \($0)" } ?? "")
    case "accept-terms":
      let goesOn = isDryRun ? "would go on" : "goes on"
      return
        "route '\(route)' \(goesOn) with the terms of the job file; \((items ?? 0).of("item")) that it "
        + "passed and takes now \(isDryRun ? "would be" : "are") owed"
        + (dropped ?? 0 == 0
          ? ""
          : "; \(dropped ?? 0) that it owed and does not take now \(isDryRun ? "would not be" : "are not") "
            + "owed any more")
    default:
      return "\((items ?? 0).of("item")) of route '\(route)' "
        + (isDryRun ? "would be settled" : "\(items == 1 ? "is" : "are") settled")
    }
  }
}
