import ExportEngine
import ExportModel
import JobFile
import Logging
import PageSourceKit

/// A run of the export jobs that a source finds.
extension JobRun {
  /// Runs the open export jobs, one at a time, until none is left or a stop is asked for; then those that earlier runs
  /// have left and that are not listed any more. One in trouble does not stop the next.
  ///
  /// - Returns: what is left to report when each of them has been.
  func runFound(_ policy: ExpiredPolicy, on bench: Workbench) async throws -> RunEnding? {
    var done: Set<JobID> = []
    do {
      // Asked for again after each, because a job may take long.
      while let job = try await next(besides: done, on: bench) {
        done.insert(job)
        // It may have ended since it was listed.
        _ = try await work(on: SelectedJob(definition, found: job, policy), bench, wasOpen: true)
      }
    } catch let error as SourceError {
      try await end(as: .failed, error, on: bench)
      if let owed = try await owedElsewhere(beside: done, on: bench) { tell(owed) }
      throw error
    }
    let left = try onReader { reader throws(LedgerError) in
      try reader.jobsLeft(of: definition, readFrom: file)
    }
    for (job, isStored) in left
    where !done.contains(job) && !bench.stop.isRequested {
      done.insert(job)
      let outcome = try await work(
        on: SelectedJob(definition, found: job, policy), bench, wasOpen: !isStored)
      if !isStored, outcome.isOfNoSuchJob { try await giveUp(job, outcome, on: bench) }
    }
    if bench.stop.isRequested {
      if done.isEmpty { try await end(as: .stoppedRetrieving, on: bench) }
      return stopped
    }
    if done.isEmpty {
      logger.notice("found no export job to work on", metadata: ["exit_code": .number(0)])
      try await end(as: .done, on: bench)
    }
    let owed = try await owedElsewhere(beside: done, on: bench)
    return owed ?? (done.isEmpty ? RunEnding(foundNothing: definition) : nil)
  }

  private func work(
    on job: SelectedJob, _ bench: Workbench, wasOpen: Bool
  ) async throws(StateAccess.Refusal) -> RunOutcome {
    await bench.source.prepareToRead(job.jobID)
    try await onLedger { () async throws(LedgerError) in
      try await bench.ledger.begin(begun(job.jobID), readFrom: file)
    }
    let outcome = await run(job, on: bench, lookingElsewhere: false, wasOpen: wasOpen)
    tell(RunEnding(outcome, naming: job.jobID))
    return outcome
  }

  /// Records that nothing more is done with a job of which nothing was ever stored.
  private func giveUp(
    _ job: JobID, _ outcome: RunOutcome, on bench: Workbench
  ) async throws(StateAccess.Refusal) {
    var run = begun(job)
    run.ending = .jobFinished
    run.failure = outcome.receipt.failure
    let given = run
    try await onLedger { () async throws(LedgerError) in try await bench.ledger.end(given) }
  }

  private func onLedger<Value: Sendable>(
    _ body: () async throws(LedgerError) -> Value
  ) async throws(StateAccess.Refusal) -> Value {
    do throws(LedgerError) {
      return try await body()
    } catch {
      throw StateAccess.Refusal(error)
    }
  }

  /// Records the end of a run that is of no export job.
  private func end(
    as ending: RunReceipt.Ending, _ failure: SourceError? = nil, on bench: Workbench
  ) async throws(StateAccess.Refusal) {
    var run = begun()
    run.ending = ending
    run.failure = failure.map { definition.withoutOutsideValues($0.record) }
    run.needsPerson = failure.map { RunTrouble.source($0).needsPerson } ?? false
    let ended = run
    try await onLedger { () async throws(LedgerError) in try await bench.ledger.end(ended) }
  }

  /// The export job to work on next, of those that the source finds now: the oldest of those that have work left by the
  /// ledger, or that it does not know; then the oldest of the others. Otherwise a deadline that is short would only
  /// ever see the jobs that are done. Nil where there is no other, or a stop was asked for.
  private func next(besides done: Set<JobID>, on bench: Workbench) async throws -> JobID? {
    let found = await bench.stop.unlessStopped { [source = bench.source] in
      await Result { () async throws(SourceError) in try await source.exportJobs() }
    }
    guard let jobs = try found?.get().map(\.id).filter({ !done.contains($0) }), !jobs.isEmpty else {
      return nil
    }
    let clear = try onReader { reader throws(LedgerError) in
      try reader.clearJobs(of: definition, readFrom: file)
    }
    return jobs.first { !clear.contains($0) } ?? jobs.first
  }

  /// Looks at the ledger as it is stored, which the run has open.
  private func onReader<Value>(
    _ body: (any LedgerReading) throws(LedgerError) -> Value
  ) throws(StateAccess.Refusal) -> Value {
    do throws(LedgerError) {
      guard let reader = try definition.state.reader(isChecked: false) else {
        throw LedgerError(.unreadable, "the ledger in \(definition.stateFolder) is gone")
      }
      return try body(reader)
    } catch {
      throw StateAccess.Refusal(error)
    }
  }

  /// What is owed of export jobs that were not worked on.
  private func owedElsewhere(
    beside done: Set<JobID>, on bench: Workbench
  ) async throws(StateAccess.Refusal) -> RunEnding? {
    let names = [definition.name] + definition.formerNames(in: bench.known, readFrom: file)
    return try await onLedger { () async throws(LedgerError) in
      guard
        let job = try await bench.ledger.jobsInDoubt(of: names, beside: nil).first,
        let any = SelectedJob(definition, named: job)
      else { return nil }
      let plan = ExportRun.Plan(any, readFrom: file, in: bench.known)
      return RunEnding(
        definition, try await plan.owedElsewhere(in: bench.ledger, beside: done))
    }
  }

  private var stopped: RunEnding {
    RunEnding(
      definition, .unfinished, id: .runStopped, "stopped before every export job was looked at",
      "run again to go on")
  }
}

extension RunOutcome {
  /// Whether the API has no such export job for the definition, so that it will never say more of it.
  fileprivate var isOfNoSuchJob: Bool {
    troubles.contains { trouble in
      guard case .source(let error) = trouble else { return false }
      return error.code == .unknownJob || error.code == .foreignJob
    }
  }
}
