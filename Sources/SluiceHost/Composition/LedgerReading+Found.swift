import ExportEngine
import ExportModel
import JobFile

/// What a ledger says of the export jobs of a job definition that finds them.
extension LedgerReading {
  /// The names that a job definition has had.
  ///
  /// - Parameter file: the job file, as an absolute path without symbolic links, or `-`.
  private func names(of definition: JobDefinition, readFrom file: String) throws(LedgerError)
    -> [Name]
  {
    [definition.name] + definition.formerNames(in: try definitions(), readFrom: file)
  }

  /// The export jobs that have items and of which nothing is owed, by all that is known.
  func clearJobs(of definition: JobDefinition, readFrom file: String) throws(LedgerError) -> Set<
    JobID
  > {
    Set(try jobs()).subtracting(
      try jobsInDoubt(of: names(of: definition, readFrom: file), beside: nil))
  }

  /// The export jobs of which routes owe items and that have not ended, by all that is known; and those that a run began,
  /// and of which nothing was stored.
  func jobsLeft(
    of definition: JobDefinition, readFrom file: String
  ) throws(LedgerError) -> [(job: JobID, isStored: Bool)] {
    let names = try names(of: definition, readFrom: file)
    var left: [(job: JobID, isStored: Bool)] = []
    for job in try jobsInDoubt(of: names, beside: nil) {
      let record = try record(of: job)
      guard record.ended == nil, let selected = SelectedJob(definition, named: job) else {
        continue
      }
      let plan = ExportRun.Plan(selected, readFrom: file, in: try definitions())
      if plan.owed(of: job, record) != nil { left.append((job, true)) }
    }
    let stored = Set(try jobs())
    for run in try unfinishedRuns(of: names) {
      if let job = run.jobID, !stored.contains(job) { left.append((job, false)) }
    }
    return left
  }
}
