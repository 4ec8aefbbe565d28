import ExportEngine
import ExportLedger
import JobFile
import Logging
import PleoAPI

/// What a run of one job definition would do, worked out on a copy of its ledger in memory.
struct JobPreview {
  let definition: JobDefinition
  /// The file of the definition.
  let report: JobFileReport
  let logger: Logger
  let clock = SystemClock()

  /// Works it out and gives it as the command's result; the status is that of the retrieval.
  func tell() async throws -> ExitStatus {
    let (plan, status) = try await plan()
    switch report.format {
    case .json: try Console.data(report.envelope(ok: status == .done, plan).line())
    case .text: if status == .done { try Console.data(plan.text) }
    }
    return status
  }

  private func plan() async throws -> (RunPlan, ExitStatus) {
    let plan = ExportRun.Plan(definition)
    let record = try LedgerInView(definition, runs: 0, report).record
    let ledger = MemoryLedger([plan.jobID: record])
    do {
      let preview = try await withPageSource(definition.source, clock: clock, logger: logger) {
        try await ExportRun(
          plan, source: $0, ledger: ledger, observer: LoggingObserver(logger: logger),
          clock: clock, stop: StopSwitch()
        ).preview()
      }
      return (RunPlan(plan, preview), .done)
    } catch let trouble as RunTrouble {
      logger.error(trouble.message, hint: trouble.hint)
      return (RunPlan(plan, failure: trouble.message), .of(trouble))
    } catch let error as PleoConfigurationError {
      logger.error(error.message, hint: error.hint)
      return (RunPlan(plan, failure: error.message), .badJobFile)
    }
  }
}
