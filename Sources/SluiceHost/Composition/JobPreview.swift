import Diagnostics
import ExportEngine
import ExportModel
import Foundation
import JobFile
import Logging
import PageSourceKit

/// What a run of one job definition would do, worked out on a copy of its ledger in memory.
struct JobPreview {
  let definition: JobDefinition
  /// The export job that the command line names.
  let named: JobID?
  /// The file of the definition.
  let report: JobFileReport
  let logger: Logger
  let clock = SystemClock()

  /// What it comes to; the status is that of the retrieval.
  struct Outcome {
    let plan: RunPlan
    let status: ExitStatus
    /// What kept it from being worked out.
    let findings: [FlatFinding]
  }

  /// Works it out for each of the export jobs, and says it to a person where one reads it.
  func outcomes() async throws -> [Outcome] {
    let outcomes = try await workOut()
    for outcome in outcomes where report.format == .text && outcome.status == .done {
      try Console.data(outcome.plan.text)
    }
    if outcomes.isEmpty, report.format == .text {
      try Console.data("\(definition.name): a run would find no export job to work on")
    }
    return outcomes
  }

  /// Gives what several previews came to as the result of `plan`: one for one export job of one file,
  /// else a list.
  ///
  /// - Parameter isList: whether there may be any number.
  static func print(_ outcomes: [Outcome], _ reports: [JobFileReport], isList: Bool) throws {
    let status = ExitStatus.combined(outcomes.map(\.status))
    let findings =
      reports.flatMap(\.findings).map { FlatFinding($0) } + outcomes.flatMap(\.findings)
    if !isList, outcomes.count == 1 {
      try Envelope(command: "plan", status: status, result: outcomes[0].plan, findings: findings)
        .print()
    } else {
      try Envelope(
        command: "plan", status: status, result: outcomes.map(\.plan), findings: findings
      ).print()
    }
  }

  private func workOut() async throws -> [Outcome] {
    let job = SelectedJob(definition, named: named)
    if let problem = OpenFiles.problem() {
      return [failed(job, .storage, id: .runFiles, problem.message, problem.hint)]
    }
    if let refusal = RenamedJob(definition, job, readFrom: report.file)?.refusal {
      return [failed(job, refusal.status, id: refusal.id, refusal.message, refusal.hint)]
    }
    do {
      return try await definition.source.withPages(
        on: SourceHost(clock: clock, logger: logger)
      ) { source in
        if let job { return [try await preview(job, source)] }
        guard case .next(let policy) = definition.source.selection else { return [] }
        var outcomes: [Outcome] = []
        let found = try await source.exportJobs().map(\.id)
        let left =
          try LedgerSnapshot.reading(definition, report) { reader throws(LedgerError) in
            try reader.jobsLeft(of: definition, readFrom: report.file).map(\.job)
          } ?? []
        for job in found + left.filter({ !found.contains($0) }) {
          outcomes.append(
            try await preview(SelectedJob(definition, found: job, policy), source))
        }
        return outcomes
      }
    } catch let error as SourceError {
      logger.error(error)
      return [
        failed(job, .of(.source(error)), id: .runSource, error.message, error.hint, isSaid: true)
      ]
    }
  }

  /// What a run would do with one export job.
  private func preview(_ job: SelectedJob, _ source: any PageSource) async throws -> Outcome {
    var plan = ExportRun.Plan(job)
    // Without a run there is no state folder yet, and none is made.
    if plan.dataFolder.map({ !FileManager.default.fileExists(atPath: $0) }) == true {
      plan.dataFolder = FileManager.default.temporaryDirectory.path
    }
    let view = try LedgerSnapshot(job, runs: 0, report)
    let ledger = MemoryLedger([plan.jobID: view.record]) {
      [state = definition.state] entries, job throws(LedgerError) in
      try state.reader()?.itemsElsewhere(of: entries, beside: job) ?? [:]
    }
    await source.prepareToRead(plan.jobID)
    do {
      let preview = try await ExportRun(
        plan, source: source, ledger: ledger, observer: LoggingObserver(logger: logger),
        clock: clock, stop: StopSwitch()
      ).preview()
      return Outcome(plan: RunPlan(plan, preview, view.owedElsewhere), status: .done, findings: [])
    } catch {
      logger.error(error)
      return Outcome(
        plan: RunPlan(definition, job, failure: error.message), status: .of(error),
        findings: [error.finding(of: "\(plan.definition)")])
    }
  }

  private func failed(
    _ job: SelectedJob?, _ status: ExitStatus, id: FindingID, _ message: String, _ hint: String?,
    isSaid: Bool = false
  ) -> Outcome {
    if !isSaid { logger.error(message, hint: hint) }
    return Outcome(
      plan: RunPlan(definition, job, failure: message), status: status,
      findings: [FlatFinding(id: id, message, help: hint, job: "\(definition.name)")])
  }
}
