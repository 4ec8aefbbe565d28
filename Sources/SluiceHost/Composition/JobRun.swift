import ExportEngine
import ExportModel
import JobFile
import Logging
import PageSourceKit
import Settings

/// One run of one job definition, put together: lock, ledger, page source, engine.
struct JobRun {
  let definition: JobDefinition
  /// The export job that the command line names.
  let named: JobID?
  /// The job file, as an absolute path without symbolic links; `-` for what is no regular file.
  let file: String
  let logger: Logger
  /// Names the run in its log.
  let runID: RunID
  /// Asked to stop by the process's signals.
  let stop: StopSwitch
  let clock = SystemClock()
  /// Whether a person sees the progress at the bottom of a terminal.
  let isOnTerminal: Bool
  /// Called when the run has the lock.
  let onBegin: @Sendable () -> Void
  /// Receives how the run ended; of one that is not waited for any longer, the process ends right after.
  let tell: @Sendable (RunEnding) -> Void

  /// Runs, and reports the result.
  func run() async throws {
    if let problem = OpenFiles.problem() {
      return tell(
        RunEnding(definition, .storage, id: .runFiles, problem.message, problem.hint))
    }
    let state = StateAccess(store: definition.state)
    do {
      let job = SelectedJob(definition, named: named)
      if let renamed = RenamedJob(definition, job, readFrom: file) { throw renamed.refusal }
      let lock = try await state.lock(clock, whenBusy: definition.run.whenBusy, stop: stop) {
        logger.notice("waiting for another run: \($0)")
      }
      onBegin()
      // A deadline of its own: other jobs of the process go on after it.
      let stop = StopSwitch(following: stop)
      let watch = watch(stop)
      defer { watch.cancel() }
      let ending: RunEnding?
      do {
        ending = try await run(job, state, stop: stop)
      } catch {
        lock.release()
        throw error
      }
      // The lock is held to here, for as long as anything may still be written.
      lock.release()
      // Watched as well: nobody may read it.
      if let ending { tell(ending) }
    } catch let refusal as StateAccess.Refusal {
      tell(
        RunEnding(
          definition, refusal.status, id: refusal.id, refusal.message, refusal.hint,
          cause: refusal.cause))
    } catch let error as SourceError {
      tell(
        RunEnding(
          definition, .of(.source(error)), id: .runSource, error.message, error.hint,
          cause: error.cause))
    }
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
          logger.warning(
            "the deadline of \(deadline) is over; stopping after the batch in hand",
            metadata: ["hint": "where it is too short for the whole job, raise 'run.deadline'"])
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
      var ending = RunEnding(
        definition, .unfinished, id: .runStuck,
        "stopping took longer than \(ValueType<Duration>.duration.write(grace)); ending without "
          + "waiting for the batch in hand",
        "a sink does not return; run again, and it gets this batch again")
      ending.isAbandoned = true
      tell(ending)
    }
    ExitStatus.unfinished.endAtOnce()
  }

  /// Runs the export job, or those that the source finds.
  ///
  /// - Returns: how that ended, as far as it was not reported yet.
  private func run(
    _ job: SelectedJob?, _ state: StateAccess, stop: StopSwitch
  ) async throws -> RunEnding? {
    let progress = RunProgress(routes: definition.routes.map(\.name), clock: clock)
    let host = SourceHost(clock: clock, logger: logger, onRetry: progress.observe)
    return try await definition.source.withPages(on: host) { source in
      // The first answers are on their way while the ledger is opened.
      if let job { await source.prepareToRead(job.jobID) }
      let (ledger, known) = try await state.ledger(for: begun(job?.jobID), readFrom: file)
      let bench = Workbench(
        source: source, ledger: ledger, known: known, progress: progress, stop: stop)
      if let job {
        let outcome = await run(job, on: bench, lookingElsewhere: true)
        if outcome.troubles.isEmpty { await forgetOld(on: bench) }
        return RunEnding(outcome)
      }
      guard case .next(let policy) = definition.source.selection else {
        preconditionFailure("the definition names an export job, or its source finds them")
      }
      let ending = try await runFound(policy, on: bench)
      await forgetOld(on: bench)
      return ending
    }
  }

  /// The run as the ledger has it when it begins, or comes to an export job.
  func begun(_ job: JobID? = nil) -> RecordedRun {
    RecordedRun(
      id: runID, definition: definition.name, jobID: job, startedAt: clock.wallMilliseconds)
  }

  /// What every export job of a run is worked on with.
  struct Workbench {
    let source: any PageSource
    let ledger: any StateLedger
    /// The job definitions that runs on the ledger were of.
    let known: [ReadDefinition]
    let progress: RunProgress
    let stop: StopSwitch
  }

  /// Runs one export job.
  ///
  /// - Parameters:
  ///   - lookingElsewhere: whether the other export jobs are looked at as well, because this is the only one of the run.
  ///   - wasOpen: whether it was seen open before, in a list or by an earlier run.
  func run(
    _ job: SelectedJob, on bench: Workbench, lookingElsewhere: Bool, wasOpen: Bool = false
  ) async -> RunOutcome {
    // Which export job a line is of, where a run has many.
    var logger = logger
    logger[metadataKey: "export_job"] = "\(job.jobID)"
    // A run whose log nobody reads still begins.
    Console.noteBriefly { [logger] in
      logger.info("run started: run \(runID), export job \(job.jobID)")
    }
    bench.progress.begin()
    // On a thread of its own: a sink may block those that tasks share.
    let showing = Task(executorPreference: WatchExecutor()) { [logger] in
      await ProgressDisplay(isOnTerminal: isOnTerminal, logger).show(bench.progress, by: clock)
    }
    let reporting = Task(executorPreference: WatchExecutor()) {
      await bench.progress.tellServiceManager(by: clock)
    }
    defer { reporting.cancel() }
    let observer = LoggingObserver(logger: logger, exportJob: lookingElsewhere ? nil : job.jobID)
    let outcome = await ExportRun(
      ExportRun.Plan(job, readFrom: file, in: bench.known), id: runID, source: bench.source,
      ledger: bench.ledger, observer: WatchedRun(progress: bench.progress, next: observer),
      clock: clock, stop: bench.stop
    ).execute(lookingElsewhere: lookingElsewhere, wasOpen: wasOpen)
    showing.cancel()
    // Nothing of it is left when the result is written.
    await showing.value
    return outcome
  }
}
