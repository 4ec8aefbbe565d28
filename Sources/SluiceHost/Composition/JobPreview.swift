import ExportEngine
import JobFile
import Logging
import PageSourceKit

/// What a run of one job definition would do, worked out on a copy of its ledger in memory.
struct JobPreview {
  let definition: JobDefinition
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

  /// Works it out, and says it to a person where one reads it.
  func outcome() async throws -> Outcome {
    let outcome = try await workOut()
    if report.format == .text, outcome.status == .done { try Console.data(outcome.plan.text) }
    return outcome
  }

  /// Gives what several previews came to as the result of `plan`: one for one file, else a list.
  static func print(_ outcomes: [Outcome], _ reports: [JobFileReport]) throws {
    let status = ExitStatus.combined(outcomes.map(\.status))
    let findings =
      reports.flatMap(\.findings).map { FlatFinding($0) } + outcomes.flatMap(\.findings)
    if outcomes.count == 1 {
      try Envelope(command: "plan", status: status, result: outcomes[0].plan, findings: findings)
        .print()
    } else {
      try Envelope(
        command: "plan", status: status, result: outcomes.map(\.plan), findings: findings
      ).print()
    }
  }

  private func workOut() async throws -> Outcome {
    let plan = ExportRun.Plan(definition)
    if let problem = OpenFiles.problem() {
      logger.error(problem.message, hint: problem.hint)
      return Outcome(
        plan: RunPlan(plan, failure: problem.message), status: .storage,
        findings: [
          FlatFinding(
            id: .runFiles, problem.message, help: problem.hint, job: "\(plan.definition)")
        ])
    }
    if let refusal = RenamedJob(definition, readFrom: report.file)?.refusal {
      logger.error(refusal.message, hint: refusal.hint)
      return Outcome(
        plan: RunPlan(plan, failure: refusal.message), status: refusal.status,
        findings: [
          FlatFinding(
            id: refusal.id, refusal.message, help: refusal.hint, job: "\(plan.definition)")
        ])
    }
    let view = try LedgerSnapshot(definition, runs: 0, report)
    let ledger = MemoryLedger([plan.jobID: view.record]) {
      [state = definition.state] entries, job throws(LedgerError) in
      try state.reader()?.itemsElsewhere(of: entries, beside: job) ?? [:]
    }
    do {
      let preview = try await definition.source.withPages(
        on: SourceHost(clock: clock, logger: logger)
      ) { source in
        await source.prepareToRead(plan.jobID)
        return try await ExportRun(
          plan, source: source, ledger: ledger, observer: LoggingObserver(logger: logger),
          clock: clock, stop: StopSwitch()
        ).preview()
      }
      return Outcome(plan: RunPlan(plan, preview, view.owedElsewhere), status: .done, findings: [])
    } catch let trouble as RunTrouble {
      logger.error(trouble)
      return Outcome(
        plan: RunPlan(plan, failure: trouble.message), status: .of(trouble),
        findings: [trouble.finding(of: "\(plan.definition)")])
    } catch let error as SourceError {
      logger.error(error)
      return Outcome(
        plan: RunPlan(plan, failure: error.message), status: .of(.source(error)),
        findings: [
          FlatFinding(
            id: .runSource, error.message, help: error.hint, job: "\(plan.definition)")
        ])
    }
  }
}
