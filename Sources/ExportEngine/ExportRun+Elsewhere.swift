public import ExportModel

/// What a run finds out about the other export jobs of its definition: that the job file names another one
/// now is no reason to forget what the routes owe of those before.
extension ExportRun {
  /// What is owed of other export jobs; where nothing is, of the run's own job as well, the ledger takes
  /// note of that.
  func owedElsewhere(
    after receipt: RunReceipt, _ troubles: [RunTrouble]
  ) async throws(LedgerError) -> [OwedElsewhere] {
    // A ledger in trouble has been reported once.
    if troubles.contains(where: { if case .ledger = $0 { true } else { false } }) { return [] }
    // A run that retrieved nothing knows nothing new of its own job.
    let isClear = troubles.isEmpty && receipt.isClear && receipt.ending != .stoppedRetrieving
    var clear = isClear ? [plan.jobID] : []
    var owed: [OwedElsewhere] = []
    for job in try await ledger.jobsInDoubt(of: plan.names, beside: plan.jobID) {
      let record = try await ledger.noting(later: ledger.record(of: job), of: job, plan)
      if let found = plan.owed(of: job, record) {
        owed.append(found)
      } else if plan.knowsRoutes(of: record) {
        clear.append(job)
      }
    }
    if !clear.isEmpty { try await ledger.store(clear: clear, of: plan.names) }
    return owed
  }
}

extension Ledger {
  /// The record of a job that has ended, or gave way to another, with what routes delivered of it later.
  public func noting(
    later record: JobRecord, of job: JobID, _ plan: ExportRun.Plan
  ) async throws(LedgerError) -> JobRecord {
    var record = record
    let entries = plan.undelivered(of: job, record)
    guard !entries.isEmpty else { return record }
    plan.note(later: try await itemsElsewhere(of: entries, beside: job), in: &record)
    return record
  }
}
