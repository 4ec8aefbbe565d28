import ExportEngine
import ExportModel
import JobFile
import SinkKit

/// What a person decides about export jobs.
extension DecisionDesk {
  /// What the ledger would forget.
  private struct Forgotten: Sendable {
    var jobs = 0
    var items = 0
    var dropped = 0
    /// How many of the jobs have not ended, by all that is known.
    var open = 0
    /// Why none is forgotten without being asked to; nil where nothing is owed.
    var objection: String?
  }

  /// Forgets the export job: its items, and what the routes did with them.
  ///
  /// - Parameter all: whether also what is owed, rejected or held.
  func forgetJob(all: Bool) async throws(Refusal) -> DecisionMade {
    let found = try await onLedger { ledger throws(LedgerError) in
      try await look(at: [job.jobID], in: ledger)
    }
    guard found.jobs > 0 else {
      throw refusal(
        "the ledger has no items of export job \(job.jobID)",
        "'sluice runs FILE' lists the export jobs that runs were for; this one was never stored, or is forgotten"
      )
    }
    let decision = Decision.forgetJob(items: found.items, dropped: found.dropped)
    try await forget(found, decision, of: [job.jobID], all: all)
    var made = made(decision, found)
    made.exportJob = "\(job.jobID)"
    return made
  }

  /// Forgets every export job.
  ///
  /// - Parameter all: whether also what is owed, rejected or held.
  func reset(all: Bool) async throws(Refusal) -> DecisionMade {
    let found = try await onLedger { ledger throws(LedgerError) in
      let jobs = try definition.state.reader(isChecked: false)?.jobs() ?? []
      return try await look(at: jobs, in: ledger)
    }
    guard found.jobs > 0 else {
      throw refusal("the ledger has no items of any export job", "it is as a new one already")
    }
    let decision = Decision.reset(items: found.items, dropped: found.dropped)
    try await forget(found, decision, of: nil, all: all)
    var made = made(decision, found)
    made.jobs = found.jobs
    return made
  }

  private func forget(
    _ found: Forgotten, _ decision: Decision, of jobs: Set<JobID>?, all: Bool
  ) async throws(Refusal) {
    if let objection = found.objection, !all {
      throw refusal(
        objection,
        "deliver it with 'sluice run FILE', or close it with 'sluice state FILE settle ROUTE --all'; forget-job and "
          + "reset with --all forget that it is owed")
    }
    try await forget(Set(SinkNote.allCases), of: jobs, by: definition.routes)
    try await store(decision)
  }

  private func made(_ decision: Decision, _ found: Forgotten) -> DecisionMade {
    var made = DecisionMade(decision, isDryRun: isDryRun)
    (made.items, made.dropped) = (found.items, found.dropped)
    if found.open > 0 {
      made.note =
        (found.jobs == 1 ? "it has" : "\(found.open) of them \(found.open == 1 ? "has" : "have")")
        + " not ended, as far as is known: a run that reads it again delivers again what still needs processing"
    }
    return made
  }

  private func look(
    at jobs: [JobID], in ledger: any StateLedger
  ) async throws(LedgerError) -> Forgotten {
    let plan = ExportRun.Plan(job, readFrom: file, in: try await ledger.definitions())
    var found = Forgotten()
    for job in jobs {
      let record = try await ledger.noting(later: ledger.record(of: job), of: job, plan)
      guard record.items.count > 0 else { continue }
      found.jobs += 1
      found.items += record.items.count
      if record.ended == nil { found.open += 1 }
      let owed = plan.owed(of: job, record)
      // Also what a route owes that the job file has only since then.
      let standing = JobStanding(plan.of(job), record)
      let own = standing.routes.filter { $0.tally.owed + $0.tally.rejected > 0 }
      let items = own.reduce(0) { $0 + $1.tally.owed + $1.tally.rejected }
      found.dropped += max(owed?.items ?? 0, items, standing.held)
      if let owed {
        found.objection = found.objection ?? "\(owed.words) of export job \(job)"
      } else if let route = own.first {
        found.objection =
          found.objection
          ?? "route '\(route.name)' owes \((route.tally.owed + route.tally.rejected).of("item")) of export job \(job)"
      } else if standing.held > 0 {
        found.objection =
          found.objection ?? "\(standing.held.of("item")) of export job \(job) are held"
      } else if let strange = plan.strangeRoute(in: record) {
        found.objection =
          found.objection
          ?? "route '\(strange)' of export job \(job) is of another job, and may owe items of it"
      }
    }
    return found
  }
}
