import DurableFiles
import ExportEngine
import ExportLedger
import JobFile
import Logging
import PleoAPI

/// One run of one job definition, put together: lock, ledger, page source, engine.
struct JobRun {
  let definition: JobDefinition
  let logger: Logger
  let stop: StopSwitch
  let clock = SystemClock()

  /// Runs; the outcome is nil where the run could not begin, which was told then.
  func run() async throws -> (outcome: RunOutcome?, status: ExitStatus) {
    let state = StateFolder(path: definition.stateFolder)
    do {
      let lock = try state.lock(clock)
      let outcome = try await run(try state.openLedger())
      // The lock is held to here, for as long as anything may still be written.
      _ = consume lock
      return (outcome, .of(outcome))
    } catch let refusal as StateFolder.Refusal {
      logger.error(refusal.message, hint: refusal.hint)
      return (nil, refusal.status)
    } catch let error as PleoConfigurationError {
      logger.error(error.message, hint: error.hint)
      return (nil, .badJobFile)
    }
  }

  private func run(_ ledger: SQLiteLedger) async throws -> RunOutcome {
    try await withPageSource(definition.source, clock: clock, logger: logger) {
      await ExportRun(
        ExportRun.Plan(definition), source: $0, ledger: ledger,
        observer: LoggingObserver(logger: logger), clock: clock, stop: stop
      ).execute()
    }
  }
}
