public import ExportModel

/// What a run finds out about the other export jobs of its definition: that the job file names another one
/// now is no reason to forget what the routes owe of those before.
extension ExportRun.Plan {
  /// What the definition's routes owe of export jobs other than these, by the ledger, which takes note of those of
  /// which nothing is owed.
  public func owedElsewhere(
    in ledger: any Ledger, beside jobs: Set<JobID>
  ) async throws(LedgerError) -> [OwedElsewhere] {
    var clear: [JobID] = []
    var owed: [OwedElsewhere] = []
    for job in try await ledger.jobsInDoubt(of: names, beside: nil) where !jobs.contains(job) {
      let record = try await ledger.noting(later: ledger.record(of: job), of: job, self)
      if let found = self.owed(of: job, record) {
        owed.append(found)
      } else if knowsRoutes(of: record) {
        clear.append(job)
      }
    }
    if !clear.isEmpty { try await ledger.store(clear: clear, of: names) }
    return owed
  }
}

extension ExportRun {
  /// Where nothing is owed of the run's own job, the ledger takes note of that.
  func noteIfClear(
    _ receipt: RunReceipt, _ troubles: [RunTrouble]
  ) async throws(LedgerError) {
    // A run that retrieved nothing knows nothing new of its own job.
    let isDone = receipt.ending == .done || receipt.ending == .jobFinished
    guard troubles.isEmpty, receipt.isClear, isDone else { return }
    try await ledger.store(clear: [plan.jobID], of: plan.names)
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
