import Diagnostics
import ExportEngine
import ExportModel
import JobFile
import Logging
import Synchronization

/// How the run of one job file ended, whatever kind of end that was.
struct RunEnding: Sendable {
  let job: String
  let status: ExitStatus
  /// What the run did; nil for one that could not begin, and for one that is not waited for.
  let summary: RunSummary?
  /// Items that are owed of export jobs that the run had nothing to do with.
  var owedElsewhere = 0
  /// Whether another run has the lock, so that this one knows nothing.
  let isBusy: Bool
  /// Everything that made the status what it is.
  let findings: [FlatFinding]
  /// What lies beneath the first of them, if anything.
  private let cause: (any Error)?
  /// Whether a batch is still in a sink's hands, and the process ends without waiting for it.
  var isAbandoned = false

  /// A run that came to its end.
  ///
  /// - Parameter exportJob: the export job, where commands must name it.
  init(_ outcome: RunOutcome, naming exportJob: JobID? = nil) {
    job = "\(outcome.receipt.definition)"
    status = .of(outcome)
    summary = RunSummary(outcome.receipt)
    owedElsewhere = outcome.receipt.owedElsewhere
    isBusy = false
    findings = outcome.findings(naming: exportJob)
    cause = outcome.troubles.first?.cause
  }

  /// A run that something was in the way of.
  init(
    _ definition: JobDefinition, _ status: ExitStatus, id: FindingID, _ message: String,
    _ hint: String?, cause: (any Error)? = nil
  ) {
    self.cause = cause
    job = "\(definition.name)"
    self.status = status
    summary = nil
    isBusy = id == .runBusy
    findings = [FlatFinding(id: id, message, help: hint, job: job)]
  }

  /// What is owed of export jobs that the run had nothing to do with; nil where nothing is.
  init?(_ definition: JobDefinition, _ owed: [OwedElsewhere]) {
    guard !owed.isEmpty else { return nil }
    cause = nil
    job = "\(definition.name)"
    status = .needsPerson
    summary = nil
    owedElsewhere = owed.reduce(0) { $0 + $1.items }
    isBusy = false
    findings = owed.map { $0.finding(of: "\(definition.name)") }
  }

  /// A run that found no export job to work on.
  init(foundNothing definition: JobDefinition) {
    cause = nil
    job = "\(definition.name)"
    status = .done
    summary = nil
    isBusy = false
    findings = []
  }

  /// A run that a stop came before.
  static func notBegun(_ definition: JobDefinition) -> RunEnding {
    RunEnding(
      definition, .unfinished, id: .runStopped, "job '\(definition.name)' was not begun",
      "a stop was asked for before; run again")
  }

  /// Says how the run ended as the last line of its log: with the reason, and as an error where it is one.
  func log(to logger: Logger) {
    ServiceManager.status(summary?.text ?? findings.first?.message ?? "")
    guard let summary else {
      for finding in findings {
        var metadata: Logger.Metadata = [
          "id": "\(finding.id)", "exit_code": .number(Int(status.rawValue)),
        ]
        if let help = finding.help { metadata["hint"] = "\(help)" }
        logger.error(
          "\(finding.message)", metadata: metadata.adding(cause, beside: finding.message))
      }
      return
    }
    let level: Logger.Level =
      switch status {
      case .done: .notice
      case .unfinished: .warning
      default: .error
      }
    let reason = summary.failure.map { ": \($0)" } ?? ""
    logger.log(
      level: level, "\(summary.text)\(reason)",
      metadata: summary.metadata(exitCode: status.rawValue))
  }
}

/// The results of the runs of one command: one for one export job of one file, else a list.
final class RunResults: Sendable {
  private let endings = Mutex<[RunEnding]>([])
  private let reports: [JobFileReport]
  private let isList: Bool
  private let isData: Bool

  /// - Parameters:
  ///   - isList: whether there may be any number of them.
  ///   - isData: whether a route writes its items to stdout: then the envelope goes to stderr.
  init(reports: [JobFileReport], isList: Bool, isData: Bool) {
    self.reports = reports
    self.isList = isList
    self.isData = isData
  }

  func add(_ ending: RunEnding) { endings.withLock { $0.append(ending) } }

  /// The status of each, in order.
  var statuses: [ExitStatus] { endings.withLock { $0.map(\.status) } }

  /// The status that counts.
  var status: ExitStatus { .combined(statuses) }

  /// Writes the envelope.
  func print() throws {
    let endings = endings.withLock { $0 }
    let findings = reports.flatMap(\.findings).map { FlatFinding($0) } + endings.flatMap(\.findings)
    if !isList {
      try write(
        Envelope(
          command: "run", status: status, result: endings.first?.summary, findings: findings))
    } else {
      try write(
        Envelope(
          command: "run", status: status, result: listed(endings), findings: findings))
    }
  }

  /// One for each file; for one file, one for each export job that was found.
  private func listed(_ endings: [RunEnding]) -> [RunSummary?] {
    reports.count > 1 ? endings.map(\.summary) : endings.filter { $0.summary != nil }.map(\.summary)
  }

  private func write(_ envelope: Envelope<some Encodable>) throws {
    guard isData else { return try envelope.print() }
    EnvelopeMemory.note()
    Console.styled(TerminalText.visibleJSON(try envelope.line()))
  }
}
