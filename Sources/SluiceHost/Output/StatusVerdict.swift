import Diagnostics
import ExportEngine
import ExportModel

/// What a ledger says of a job to a monitor: whether a person must look, or the next run has work left.
struct StatusVerdict {
  /// What a person must look at, in words.
  private var owed: [String] = []
  /// Why runs failed that fail again until a person acts, in words.
  private var failures: [String] = []
  /// What is not finished, in words.
  private var unfinished: [String] = []
  /// Whether a run is going on, which may yet change all of it.
  private let isRunning: Bool

  /// - Parameters:
  ///   - job: the export job that is looked at; nil where no run has stored one.
  ///   - standing: where it stands.
  ///   - refused: its routes that the next run would refuse.
  ///   - elsewhere: what is owed of other export jobs.
  ///   - runs: the newest run of each export job where that did not come to a good end.
  ///   - findsJobs: whether a run finds its export jobs, so that it goes on with all that are open.
  init(
    _ running: RunInView?, _ job: JobID?, _ standing: JobStanding?, refused: [Name],
    _ elsewhere: [OwedElsewhere], _ runs: [RecordedRun], findsJobs: Bool
  ) {
    isRunning = running.map { $0.state == .running } ?? false
    unfinished = running.map { [$0.text] } ?? []
    if let standing { look(at: standing) }
    owed += refused.map { "\($0) is refused" }
    for other in elsewhere {
      // What is held of it waits for a person, in whatever way the job was named.
      let outstanding = findsJobs && !other.hasEnded ? other.outstanding : 0
      if outstanding > 0 {
        unfinished.append("\(outstanding.of("item")) outstanding of export job \(other.jobID)")
      }
      if other.items > outstanding {
        owed.append("\((other.items - outstanding).of("item")) of export job \(other.jobID)")
      }
    }
    for run in runs where findsJobs || run.jobID == job {
      // The reason for which the run failed stands already.
      if !refused.isEmpty, run.jobID == job { continue }
      look(at: run, isShown: run.jobID == job)
    }
  }

  private mutating func look(at standing: JobStanding) {
    for route in standing.routes {
      let tally = route.tally
      if tally.owed > tally.outstanding {
        owed.append("\(route.name) owes \((tally.owed - tally.outstanding).of("item"))")
      }
      if tally.rejected > 0 { owed.append("\(route.name) rejected \(tally.rejected.of("item"))") }
      if tally.outstanding > 0 {
        unfinished.append("\(tally.outstanding.of("item")) outstanding for \(route.name)")
      }
    }
    if standing.held > 0, owed.isEmpty { owed.append("\(standing.held.of("item")) held") }
  }

  private mutating func look(at run: RecordedRun, isShown: Bool) {
    let job = isShown ? "" : run.jobID.map { " of export job \($0)" } ?? ""
    switch run.ending {
    case .jobExpired: owed.append("the time\(isShown ? " of the export job" : job) is over")
    case .failed where run.needsPerson:
      let reason = run.failure.map { ": \(TerminalText.visible($0))" } ?? ""
      failures.append("the last run\(job) failed\(reason)")
    case .failed: unfinished.append("the last run\(job) failed")
    case .killed: unfinished.append("the last run\(job) was killed")
    case .stopped, .stoppedRetrieving: unfinished.append("the last run\(job) was stopped")
    // One that goes on is said to, and one that was killed has left its lock.
    case nil, .done, .jobFinished: break
    }
  }

  /// The exit code of the command: what a person must look at is not hidden by what the next run does.
  var status: ExitStatus {
    if !(owed + failures).isEmpty, !isRunning { return .needsPerson }
    return unfinished.isEmpty ? .done : .unfinished
  }

  /// It in a line.
  var text: String {
    let parts =
      ((owed + failures).isEmpty
        ? [] : ["a person must look: \((owed + failures).joined(separator: ", "))"])
      + (unfinished.isEmpty ? [] : ["not finished: \(unfinished.joined(separator: ", "))"])
    return parts.isEmpty ? "nothing is owed" : parts.joined(separator: "; ")
  }

  /// It as findings of a job.
  ///
  /// - Parameter exportJob: the export job, where commands must name it.
  func findings(of job: String, naming exportJob: JobID?) -> [FlatFinding] {
    var findings: [FlatFinding] = []
    if !owed.isEmpty {
      findings.append(
        FlatFinding(
          id: .statusOwed, "a person must look: \(owed.joined(separator: ", "))",
          help: "list the items with: sluice items FILE --held, or sluice rejects FILE list".naming(
            exportJob),
          job: job))
    }
    for failure in failures {
      findings.append(
        FlatFinding(
          id: .statusFailed, "a person must look: \(failure)",
          help: "mend that and run again; until then another run fails as well", job: job))
    }
    if !unfinished.isEmpty {
      findings.append(
        FlatFinding(
          id: .statusUnfinished, "not finished: \(unfinished.joined(separator: ", "))",
          help: "wait for the run that is going on, or run again", job: job))
    }
    return findings
  }
}
