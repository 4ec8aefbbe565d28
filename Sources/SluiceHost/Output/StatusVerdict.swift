import Diagnostics
import ExportEngine

/// What a ledger says of a job to a monitor: whether a person must look, or the next run has work left.
struct StatusVerdict {
  /// What a person must look at, in words.
  private let owed: [String]
  /// What is not finished, in words.
  private let unfinished: [String]

  /// - Parameters:
  ///   - standing: where the export job stands that is looked at; nil where no run has stored one.
  ///   - elsewhere: what is owed of other export jobs.
  ///   - findsJobs: whether a run finds its export jobs, so that it goes on with those that are open.
  init(
    _ running: RunInView?, _ standing: JobStanding?, _ elsewhere: [OwedElsewhere], findsJobs: Bool
  ) {
    var owed: [String] = []
    var unfinished = running.map { [$0.text] } ?? []
    for route in standing?.routes ?? [] {
      let tally = route.tally
      let held = tally.owed - tally.outstanding
      if held > 0 { owed.append("\(route.name) owes \(held.of("item"))") }
      if tally.rejected > 0 { owed.append("\(route.name) rejected \(tally.rejected.of("item"))") }
      if tally.outstanding > 0 {
        unfinished.append("\(tally.outstanding.of("item")) outstanding for \(route.name)")
      }
    }
    let held = standing?.held ?? 0
    if held > 0, owed.isEmpty { owed.append("\(held.of("item")) held") }
    for other in elsewhere {
      let words = "\(other.items.of("item")) of export job \(other.jobID)"
      if findsJobs, !other.hasEnded { unfinished.append(words) } else { owed.append(words) }
    }
    self.owed = owed
    self.unfinished = unfinished
  }

  /// The exit code of the command.
  var status: ExitStatus {
    .combined((owed.isEmpty ? [] : [.needsPerson]) + (unfinished.isEmpty ? [] : [.unfinished]))
  }

  /// It in a line.
  var text: String {
    let parts =
      (owed.isEmpty ? [] : ["a person must look: \(owed.joined(separator: ", "))"])
      + (unfinished.isEmpty ? [] : ["not finished: \(unfinished.joined(separator: ", "))"])
    return parts.isEmpty ? "nothing is owed" : parts.joined(separator: "; ")
  }

  /// It as findings of a job.
  func findings(of job: String) -> [FlatFinding] {
    var findings: [FlatFinding] = []
    if !owed.isEmpty {
      findings.append(
        FlatFinding(
          id: .statusOwed, "a person must look: \(owed.joined(separator: ", "))",
          help: "list the items with: sluice items FILE --held, or --rejected", job: job))
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
