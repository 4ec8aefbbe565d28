import Diagnostics
import ExportEngine
import ExportModel

extension RunOutcome {
  /// Everything that made the run's exit code what it is.
  ///
  /// - Parameter exportJob: the export job, where commands must name it.
  func findings(naming exportJob: JobID?) -> [FlatFinding] {
    findings.map { $0.naming(exportJob) }
  }

  private var findings: [FlatFinding] {
    let job = "\(receipt.definition)"
    var findings = troubles.map { $0.finding(of: job) }
    for route in receipt.routes {
      let name = "\(route.name)"
      let rejected = route.rejected + route.rejectedBefore
      if rejected > 0 {
        findings.append(
          FlatFinding(
            id: .runRejected, "route '\(name)' rejected \(rejected.of("item"))",
            help: Self.rejectedHelp(name), job: job, route: name))
      }
      if route.owed > 0, !hasTrouble(of: route.name) {
        findings.append(owed(route, job))
      }
    }
    let isSaid =
      receipt.routes.contains { $0.held > 0 }
      || troubles.contains { if case .unmatched = $0 { true } else { false } }
    if receipt.held > 0, !isSaid {
      findings.append(
        FlatFinding(
          id: .runHeld, "\(receipt.held.of("item")) held: a person must decide",
          help: "list them with: sluice items FILE --held", job: job))
    }
    findings += owedElsewhere.map { $0.finding(of: job) }
    if receipt.ending == .jobExpired {
      findings.append(
        FlatFinding(
          id: .runExpired,
          "the time of export job \(receipt.jobID) is over by its own numbers; not all of it is delivered",
          help: Self.expiredHelp, job: job))
    }
    if neverRetrieved > 0 {
      findings.append(
        FlatFinding(
          id: .runNeverRetrieved,
          "export job \(receipt.jobID) has failed; \(neverRetrieved.of("item")) of it "
            + "\(neverRetrieved == 1 ? "was" : "were") never retrieved",
          help: "export them again in Pleo", job: job))
    }
    if receipt.ending == .stoppedRetrieving {
      findings.append(
        FlatFinding(
          id: .runStopped, "stopped while retrieving; nothing is saved",
          help: "raise 'run.deadline' where that was the reason, and run again", job: job))
    } else if receipt.ending == .stopped {
      findings.append(
        FlatFinding(
          id: .runStopped, "stopped; progress is saved", help: "run again to go on", job: job))
    }
    return findings
  }

  private func owed(_ route: RunReceipt.Route, _ job: String) -> FlatFinding {
    let name = "\(route.name)"
    if receipt.ending == .jobFinished {
      return FlatFinding(
        id: .runEnded,
        "the export job has ended; route '\(name)' never received \(route.owed.of("item"))",
        help: HeldReason.jobEnded.hint(for: route.name), job: job, route: name)
    }
    return FlatFinding(
      id: .runOwed,
      "route '\(name)' owes \(route.owed.of("item")), \(route.held) of which are held",
      help: route.held > 0
        ? "list them with: sluice items FILE --held" : "run again to go on",
      job: job, route: name)
  }

  /// What the operator can do about an export job whose time is over.
  static let expiredHelp =
    "export its items again in Pleo; where the API still takes it, deliver it with: sluice run FILE, or set "
    + "'expired: process' under 'next'"

  /// What the operator can do about items that a route's sink will never take.
  static func rejectedHelp(_ route: String) -> String {
    "list them with: sluice rejects FILE list; once that is mended, have them delivered with: sluice rejects FILE retry "
      + "\(route); or close them with: sluice rejects FILE drop \(route)"
  }

  private func hasTrouble(of route: Name) -> Bool {
    troubles.contains { $0.route == route }
  }
}

extension OwedElsewhere {
  /// What is owed of the other export job, as JSON has it.
  func finding(of job: String) -> FlatFinding {
    FlatFinding(id: .runOwedElsewhere, message, help: hint, job: job)
  }

  /// What is owed, in one sentence.
  var message: String { "\(words) of export job \(jobID), which earlier runs were for" }

  /// What is owed: `route 'books' owes 3 items, 2 items are held`.
  var words: String {
    let owing = routes.flatMap { route in
      [("owes", route.owed), ("rejected", route.rejected)].filter { $0.1 > 0 }.map { word, count in
        "route '\(route.name)' \(word) \(count.of("item"))"
      }
    }
    let held = held == 0 ? [] : ["\(held.of("item")) \(held == 1 ? "is" : "are") held"]
    return (owing + held).joined(separator: ", ")
  }

  /// What the operator can do.
  var hint: String {
    "deliver what can be delivered with: sluice run FILE --export-job \(jobID); close what is left with: "
      + "sluice state FILE settle ROUTE --export-job \(jobID) (with --all where Pleo does not have that "
      + "export job any more)"
  }
}

extension RunTrouble {
  /// The trouble as JSON has it.
  func finding(of job: String) -> FlatFinding {
    FlatFinding(id: id, message, help: hint, job: job, route: route.map { "\($0)" })
  }

  /// The id of its finding.
  var id: FindingID {
    switch self {
    case .source: .runSource
    case .ledger: .runLedger
    case .sink: .runSink
    case .termsChanged, .owedDropped: .runTerms
    case .placeTaken: .runPlace
    case .unmatched: .runUnmatched
    case .tooManyRejected: .runTooManyRejected
    }
  }

  /// The route that it is about; nil where it is about the run as a whole.
  var route: Name? {
    switch self {
    case .source, .ledger, .unmatched: nil
    case .sink(let route, _), .termsChanged(let route, _, _),
      .owedDropped(let route, _, _, _), .placeTaken(let route, _, _),
      .tooManyRejected(let route, _, _):
      route
    }
  }
}

extension String {
  /// A hint whose commands name an export job, because the job file does not.
  func naming(_ exportJob: JobID?) -> String {
    guard let exportJob, !contains("--export-job") else { return self }
    return replacing(" FILE", with: " FILE --export-job \(exportJob)")
  }
}
