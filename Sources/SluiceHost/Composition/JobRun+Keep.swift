import ExportEngine
import ExportModel
import JobFile
import Logging
import PageSourceKit
import Settings

/// What a run does about what its ledger has kept long enough (`run.keep`).
extension JobRun {
  /// How many export jobs a run asks the API about, for which the ledger does not know that they have ended.
  private static let questions = 50

  /// Forgets runs and export jobs that are older than the job definition wants them kept: of export jobs those that have
  /// ended and of which nothing is owed. Trouble is a warning, because the next run does it as well.
  func forgetOld(on bench: Workbench) async {
    guard let keep = definition.run.keep, !bench.stop.isRequested else { return }
    let moment = clock.wallMilliseconds - Int64(keep / .milliseconds(1))
    do throws(LedgerError) {
      var old: [JobID] = []
      var open: [JobID] = []
      for (job, hasEnded) in try await bench.ledger.clearJobs(untouchedSince: moment) {
        if hasEnded { old.append(job) } else { open.append(job) }
      }
      for job in open.prefix(Self.questions) {
        guard let hasEnded = await hasEnded(job, on: bench) else { break }
        if hasEnded { old.append(job) }
      }
      try await bench.ledger.forget(old, runsBefore: moment)
      guard !old.isEmpty else { return }
      let jobs = old.count.of("export job")
      logger.info(
        "forgot \(jobs) that ended with nothing owed and that no run came to in \(ValueType.days.write(keep))",
        metadata: ["export_jobs": .number(old.count)])
    } catch {
      logger.warning(
        "cannot forget what is older than 'run.keep': \(error.message)",
        metadata: error.hint.map { ["hint": "\($0)"] } ?? [:])
    }
  }

  /// Whether an export job has ended, by the API, or is not known to it; nil where no other question would be answered
  /// either.
  private func hasEnded(_ job: JobID, on bench: Workbench) async -> Bool? {
    let answer = await bench.stop.unlessStopped { [source = bench.source] in
      await Result { () async throws(SourceError) in try await source.exportJob(job) }
    }
    switch answer {
    case .success(let job)?: return job.status.isFinished
    case .failure(let error)? where [.unreachable, .cancelled].contains(error.code): return nil
    case .failure(let error)?: return error.code == .unknownJob
    case nil: return nil
    }
  }
}
