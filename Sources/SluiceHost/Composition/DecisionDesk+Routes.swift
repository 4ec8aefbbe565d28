import ExportEngine
import ExportModel
import JobFile
import SinkKit

/// What a person decides about a route.
extension DecisionDesk {
  /// Gives the progress of a route to another name.
  func rename(_ old: Name, to new: Name) async throws(Refusal) -> DecisionMade {
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
    let decision = Decision.renameRoute(from: old, to: new)
    try await forgetWholeSets(of: old, nowCalled: new, in: jobs)
    try await store(decision)
    var made = DecisionMade(decision, isDryRun: isDryRun, route: old)
    made.newName = "\(new)"
    made.jobs = jobs.count
    if !plan.routes.contains(where: { $0.name == new }) {
      made.note = "the job file has no route '\(new)'; until it has, what the route owes is held"
    }
    return made
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
  func acceptTerms(of name: Name) async throws(Refusal) -> DecisionMade {
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
    let accepted = plan.accepting(route, in: record, after: progress)
    let dropped = plan.dropped(by: route, in: record)
    let decision = Decision.acceptTerms(
      route: name, plan.terms(of: route), owed: accepted.owed, choices: accepted.choices,
      dropped: dropped)
    try await forget(
      [.wholeSets], of: [job.jobID], by: definition.routes.filter { $0.name == name })
    try await store(decision)
    var made = DecisionMade(decision, isDryRun: isDryRun, route: name)
    (made.items, made.dropped) = (accepted.owed.count, dropped)
    made.isDecidedLater = accepted.choices != nil
    return made
  }

  /// Closes what a route holds, and what its sink rejected.
  ///
  /// - Parameter all: whether also what the next run would deliver.
  func settle(_ name: Name, all: Bool) async throws(Refusal) -> DecisionMade {
    let record = try await record()
    let (undecided, terms) = try toSettle(name, all: all, record)
    guard !undecided.isEmpty else {
      throw refusal(
        "route '\(name)' holds and rejected no item of export job \(job.jobID)",
        all
          ? "it owes nothing of it either, so that there is nothing to settle"
          : "'sluice status FILE' says what it owes; what is outstanding is delivered by the next run, or "
            + "settled with --all")
    }
    let decision = Decision.settle(route: name, undecided, terms: terms)
    try await store(decision)
    var made = DecisionMade(decision, isDryRun: isDryRun, route: name)
    made.items = undecided.count
    return made
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
  func refuse(_ route: ExportRun.Route, _ record: JobRecord) throws(Refusal) {
    guard let refused = plan.whyRefused(route, in: record) else { return }
    throw Refusal(status: .needsPerson, message: refused.message, hint: refused.hint)
  }

  func route(_ name: Name) throws(Refusal) -> ExportRun.Route {
    guard let route = plan.routes.first(where: { $0.name == name }) else {
      let names = plan.routes.map { "\($0.name)" }.joined(separator: ", ")
      throw refusal("the job file has no route '\(name)'", "it has \(names)")
    }
    return route
  }

  /// Sets a route back, so that it delivers everything from an ordinal on again.
  func rewind(_ name: Name, to ordinal: Ordinal) async throws(Refusal) -> DecisionMade {
    let route = try route(name)
    let record = try await record()
    guard let progress = record.routes[name], progress.position > 0 else {
      throw refusal(
        "route '\(name)' has delivered nothing of export job \(job.jobID)",
        "there is nothing to deliver again")
    }
    if let ended = record.ended {
      throw refusal(
        "export job \(job.jobID) has ended as '\(ended.name)': nothing of it is delivered any more",
        "export its items again in Pleo")
    }
    try refuse(route, record)
    guard ordinal < progress.position else {
      throw refusal(
        "route '\(name)' is past \(progress.position.of("item")) only, and cannot be set back to \(ordinal)",
        "name an ordinal from 0 to \(progress.position - 1), as 'sluice items FILE' lists them")
    }
    let (again, held) = plan.rewinding(route, to: ordinal, in: record)
    let decision = Decision.rewind(route: name, to: ordinal, items: again)
    try await forget(
      Set(SinkNote.allCases), of: [job.jobID], by: definition.routes.filter { $0.name == name })
    try await store(decision)
    var made = DecisionMade(decision, isDryRun: isDryRun, route: name)
    made.exportJob = "\(job.jobID)"
    made.position = ordinal
    (made.items, made.held) = (again, held)
    let sink = definition.routes.first { $0.name == name }?.sink
    made.note =
      sink?.redelivery == .absorbed
      ? "its sink does not show those again that it still has"
      : "its sink shows each of them a second time"
    return made
  }
}
