import ExportEngine
import ExportModel
import JobFile
import Logging
import PageSourceKit

/// A run of the export jobs that a source finds.
extension JobRun {
  /// Runs the open export jobs, the oldest first and one at a time, until none is left or a stop is asked for; then
  /// those that earlier runs have left and that are not listed any more. One in trouble does not stop the next.
  ///
  /// - Returns: what is left to report when each of them has been.
  func runFound(_ policy: ExpiredPolicy, on bench: Workbench) async throws -> RunEnding? {
    var done: Set<JobID> = []
    // Asked for again after each, because a job may take long.
    do {
      while let job = try await oldest(besides: done, on: bench) {
        done.insert(job)
        try await work(on: SelectedJob(definition, found: job, policy), bench)
      }
    } catch let error as SourceError {
      try await end(as: .failed, failure: error.record, on: bench)
      throw error
    }
    for job in try await left(on: bench) where !done.contains(job) && !bench.stop.isRequested {
      done.insert(job)
      try await work(on: SelectedJob(definition, found: job, policy), bench)
    }
    if bench.stop.isRequested {
      if done.isEmpty { try await end(as: .stoppedRetrieving, on: bench) }
      return stopped
    }
    if done.isEmpty {
      logger.notice("found no export job to work on")
      try await end(as: .done, on: bench)
    }
    return try await owedElsewhere(beside: done, on: bench)
  }

  private func work(on job: SelectedJob, _ bench: Workbench) async throws(StateAccess.Refusal) {
    await bench.source.prepareToRead(job.jobID)
    do throws(LedgerError) {
      try await bench.ledger.begin(begun(job.jobID), readFrom: file)
    } catch {
      throw StateAccess.Refusal(error)
    }
    tell(RunEnding(await run(job, on: bench, lookingElsewhere: false)))
  }

  /// Records the end of a run that is of no export job.
  private func end(
    as ending: RunReceipt.Ending, failure: String? = nil, on bench: Workbench
  ) async throws(StateAccess.Refusal) {
    var run = begun()
    run.ending = ending
    run.failure = failure.map(definition.withoutOutsideValues)
    do throws(LedgerError) {
      try await bench.ledger.end(run)
    } catch {
      throw StateAccess.Refusal(error)
    }
  }

  /// The oldest of the export jobs that the source finds now; nil where there is no other, or a stop was asked for.
  private func oldest(besides done: Set<JobID>, on bench: Workbench) async throws -> JobID? {
    let found = await bench.stop.unlessStopped { [source = bench.source] in
      await Result { () async throws(SourceError) in try await source.exportJobs() }
    }
    return try found?.get().first { !done.contains($0.id) }?.id
  }

  /// The export jobs of which routes may owe items, and that have not ended by all that is known.
  private func left(on bench: Workbench) async throws(StateAccess.Refusal) -> [JobID] {
    do throws(LedgerError) {
      var left: [JobID] = []
      let names = [definition.name] + definition.formerNames(in: bench.known, readFrom: file)
      for job in try await bench.ledger.jobsInDoubt(of: names, beside: nil)
      where try await bench.ledger.record(of: job).ended == nil {
        left.append(job)
      }
      return left
    } catch {
      throw StateAccess.Refusal(error)
    }
  }

  /// What is owed of export jobs that have ended before.
  private func owedElsewhere(
    beside done: Set<JobID>, on bench: Workbench
  ) async throws(StateAccess.Refusal) -> RunEnding? {
    do throws(LedgerError) {
      let names = [definition.name] + definition.formerNames(in: bench.known, readFrom: file)
      guard
        let job = try await bench.ledger.jobsInDoubt(of: names, beside: nil).first,
        let any = SelectedJob(definition, named: job)
      else { return nil }
      let plan = ExportRun.Plan(any, readFrom: file, in: bench.known)
      return RunEnding(
        definition, try await plan.owedElsewhere(in: bench.ledger, beside: done))
    } catch {
      throw StateAccess.Refusal(error)
    }
  }

  private var stopped: RunEnding {
    RunEnding(
      definition, .unfinished, id: .runStopped, "stopped before every export job was looked at",
      "run again to go on")
  }
}

extension Result {
  /// The result of a body that may wait.
  fileprivate init(_ body: () async throws(Failure) -> Success) async {
    do throws(Failure) {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
