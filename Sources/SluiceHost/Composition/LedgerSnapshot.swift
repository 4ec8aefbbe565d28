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
  /// The newest run of each export job where that did not come to a good end; and of no export job, where that was the
  /// newest run of all.
  let unfinished: [RecordedRun]

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
        try reader.owedElsewhere(plan), try reader.unfinished(of: plan.names)
      )
    }
    (record, runs, owedElsewhere, unfinished) = found ?? (JobRecord(), [], [], [])
  }

  /// What runs of a job definition did not come to a good end, before any export job was stored.
  static func unfinishedRuns(
    of definition: JobDefinition, _ report: JobFileReport
  ) throws -> [RecordedRun] {
    try reading(definition, report) { reader throws(LedgerError) in
      try reader.unfinished(of: [definition.name])
    } ?? []
  }

  /// Looks at the ledger, nil where no run has made one. Ends the command when it cannot be read.
  ///
  /// - Parameter isChecked: whether all of it is checked for damage, as it must be once for a command.
  static func reading<Answer>(
    _ definition: JobDefinition, _ report: JobFileReport, isChecked: Bool = true,
    _ body: (any LedgerReading) throws(LedgerError) -> Answer
  ) throws -> Answer? {
    do throws(LedgerError) {
      guard let reader = try definition.state.reader(isChecked: isChecked) else { return nil }
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

  /// What runs of a job definition did not come to a good end, as far as there was none after them: also one of no
  /// export job, where that was the newest run of all.
  func unfinished(of names: [Name]) throws(LedgerError) -> [RecordedRun] {
    let newest = try runs(limit: 1).filter {
      $0.jobID == nil && names.contains($0.definition) && $0.ending != .done
    }
    return try newest + unfinishedRuns(of: names)
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
