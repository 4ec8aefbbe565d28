import Diagnostics
import ExportEngine
import ExportModel
import JobFile

/// What the ledger of a job definition says, for the commands that only look.
struct LedgerSnapshot {
  let record: JobRecord
  let runs: [RunReceipt]
  /// What is owed of other export jobs of the definition.
  let owedElsewhere: [OwedElsewhere]

  /// Reads the ledger without changing or creating anything; a job that no run has seen has an
  /// empty record. Ends the command when the ledger cannot be read.
  ///
  /// - Parameter report: the file of the definition, which knows how to report it.
  init(_ job: SelectedJob, runs limit: Int, _ report: JobFileReport) throws {
    let found = try Self.reading(job.definition, report) { reader throws(LedgerError) in
      let plan = ExportRun.Plan(
        job, readFrom: report.file, in: try reader.definitions())
      return (
        try reader.record(of: plan), try reader.runs(of: plan.jobID, limit: limit),
        try reader.owedElsewhere(plan)
      )
    }
    (record, runs, owedElsewhere) = found ?? (JobRecord(), [], [])
  }

  /// Looks at the ledger, nil where no run has made one. Ends the command when it cannot be read.
  static func reading<Answer>(
    _ definition: JobDefinition, _ report: JobFileReport,
    _ body: (any LedgerReading) throws(LedgerError) -> Answer
  ) throws -> Answer? {
    do throws(LedgerError) {
      guard let reader = try definition.state.reader() else { return nil }
      return try body(reader)
    } catch {
      try report.end(
        .of(error),
        Diagnostic(id: .ledgerUnreadable, error.message, at: nil, help: error.hint))
    }
  }
}

extension LedgerReading {
  /// What is known of the job of a plan; of one that has ended, also what routes delivered of it later.
  ///
  /// - Parameter ended: how it has ended; nil where nobody knows more than the ledger.
  func record(
    of plan: ExportRun.Plan, ended: ExportJobStatus? = nil
  ) throws(LedgerError) -> JobRecord {
    var record = try record(of: plan.jobID)
    record.ended = ended ?? record.ended
    return record.ended == nil ? record : try noting(later: record, of: plan.jobID, plan)
  }

  /// What is owed of other export jobs of a plan's definition.
  ///
  /// - Parameter withOwn: whether the plan's own job is one of them.
  func owedElsewhere(
    _ plan: ExportRun.Plan, withOwn: Bool = false
  ) throws(LedgerError) -> [OwedElsewhere] {
    var owed: [OwedElsewhere] = []
    let own = withOwn ? [plan.jobID] : []
    for job in own + (try jobsInDoubt(of: plan.names, beside: plan.jobID)) {
      let record = try noting(later: record(of: job), of: job, plan)
      if let found = plan.owed(of: job, record) { owed.append(found) }
    }
    return owed
  }

  /// The record of a job that has ended, or gave way to another, with what routes delivered of it later.
  private func noting(
    later record: JobRecord, of job: JobID, _ plan: ExportRun.Plan
  ) throws(LedgerError) -> JobRecord {
    var record = record
    let entries = plan.undelivered(of: job, record)
    guard !entries.isEmpty else { return record }
    plan.note(later: try itemsElsewhere(of: entries, beside: job), in: &record)
    return record
  }
}
