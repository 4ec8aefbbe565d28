import DurableFiles
import ExportEngine
import ExportLedger
import JobFile
import Logging
import PleoAPI
import Settings

/// One run of one job definition, put together: lock, ledger, page source, engine.
struct JobRun {
  let definition: JobDefinition
  let logger: Logger
  /// Asked to stop by the process's signals.
  let stop: StopSwitch
  let clock = SystemClock()
  /// Gives the result; the outcome is nil where the run could not begin, and where it is not waited for
  /// any longer: then the process ends right after it.
  let tell: @Sendable (_ outcome: RunOutcome?, _ status: ExitStatus) throws -> Void

  /// Runs, and tells the result.
  func run() async throws -> ExitStatus {
    let state = StateFolder(path: definition.stateFolder)
    do {
      let lock = try await state.lock(clock, whenBusy: definition.run.whenBusy, stop: stop) {
        logger.notice("waiting for another run: \($0)")
      }
      // A deadline of its own: other jobs of the process go on after it.
      let stop = StopSwitch(following: stop)
      let watch = watch(stop)
      defer { watch.cancel() }
      let outcome = try await run(try state.openLedger(clock), stop: stop)
      // The lock is held to here, for as long as anything may still be written.
      _ = consume lock
      // Watched as well: nobody may read it.
      try tell(outcome, .of(outcome))
      return .of(outcome)
    } catch let refusal as StateFolder.Refusal {
      return try refuse(refusal.message, refusal.hint, refusal.status)
    } catch let error as PleoConfigurationError {
      return try refuse(error.message, error.hint, .badJobFile)
    }
  }

  private func refuse(
    _ message: String, _ hint: String?, _ status: ExitStatus
  ) throws -> ExitStatus {
    logger.error(message, hint: hint)
    try tell(nil, status)
    return status
  }

  /// Holds the run to its time.
  private func watch(_ stop: StopSwitch) -> Task<Void, Never> {
    let settings = definition.run
    let timer = RunTimer(
      deadline: settings.deadline, grace: settings.shutdownGrace, clock: clock, stop: stop)
    return Task(executorPreference: WatchExecutor()) {
      await timer.watch {
        Console.noteBriefly {
          let deadline = settings.deadline.map(ValueType.duration.write) ?? ""
          logger.notice("the deadline of \(deadline) is over; stopping after the batch in hand")
        }
      } onOverdue: {
        abandon(after: settings.shutdownGrace)
      }
    }
  }

  /// Ends the process while the run still goes on: the lock goes with it, and what was not recorded
  /// is delivered again.
  private func abandon(after grace: Duration) {
    // Whoever does not read what a sink writes may not read this either.
    Console.noteBriefly {
      logger.error(
        "stopping took longer than \(ValueType<Duration>.duration.write(grace)); ending without "
          + "waiting for the batch in hand",
        hint: "a sink does not come back; run again, and it gets this batch again")
      try? tell(nil, .unfinished)
    }
    ExitStatus.unfinished.endAtOnce()
  }

  private func run(_ ledger: SQLiteLedger, stop: StopSwitch) async throws -> RunOutcome {
    try await withPageSource(definition.source, clock: clock, logger: logger) {
      await ExportRun(
        ExportRun.Plan(definition), source: $0, ledger: ledger,
        observer: LoggingObserver(logger: logger), clock: clock, stop: stop
      ).execute()
    }
  }
}
