import ArgumentParser
import Diagnostics
import ExportEngine
import ExportModel
import JobFile

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Shows where jobs stand, by the ledger: delivered, owed, rejected, the last runs.",
    discussion: """
      Sends no request and changes nothing; it works while a run is going on. Several files get a line \
      each. Exit code: 0 where nothing is owed, 65 where a person must look, 75 where a run is going on or \
      the next one has work left.
      """)

  /// How many runs are listed.
  private static let runs = 5

  @Argument(help: "The job files.", completion: .file(extensions: ["yaml"]))
  var files: [String]

  @OptionGroup var exportJob: ExportJobOption
  @OptionGroup var parameters: ParameterOption
  @OptionGroup var state: StateOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    try state.validate(files)
    try exportJob.validate(files)
  }

  func run() throws {
    let reports = try JobFileReport.load(
      files, command: "status", format: output.format, parameters: parameters, state: state)
    let definitions = try JobFileReport.definitions(reports)
    var statuses: [JobStatus] = []
    for (definition, report) in zip(definitions, reports) {
      let job = try SelectedJob.shown(definition, exportJob.jobID, report)
      let view = try job.map { try LedgerSnapshot($0, runs: Self.runs, report) }
      let status = JobStatus(
        definition, job, view,
        try view?.unfinished ?? LedgerSnapshot.unfinishedRuns(of: definition, report))
      statuses.append(status)
      if output.format == .text {
        try Console.data(files.count == 1 ? status.text : status.line)
      }
    }
    let exit = ExitStatus.combined(statuses.map(\.verdict.status))
    if output.format == .json {
      let findings =
        reports.flatMap(\.findings).map { FlatFinding($0) } + statuses.flatMap(\.findings)
      // One file has one result; several have a list.
      if statuses.count == 1 {
        try Envelope(command: "status", status: exit, result: statuses[0], findings: findings)
          .print()
      } else {
        try Envelope(command: "status", status: exit, result: statuses, findings: findings).print()
      }
    }
    try exit.end()
  }
}

/// Where a job stands: lines for a person, and the same for a machine.
struct JobStatus: Encodable {
  struct Route: Encodable {
    let name: String
    let delivered: Int
    let outstanding: Int
    let rejected: Int
    /// Items that a person must decide on, by reason.
    let held: [String: Int]
    /// Items that the sink does not have and should: outstanding and held.
    let owed: Int
    let skipped: Int
    let settled: Int
  }

  struct Run: Encodable {
    let started: String
    let summary: RunSummary
  }

  let job: String
  /// Nil where the source finds them, and no run has stored one.
  let exportJob: String?
  /// How the export job has ended; nil while it is open, by all that is known.
  let jobStatus: String?
  let ledger: String
  let items: Int
  let statuses: [String: Int]
  /// Items that a person must decide on.
  let held: Int
  let routes: [Route]
  /// What is owed of other export jobs of the job file.
  let owedElsewhere: [OwedElsewhereInView]
  /// The run that has not come to its end.
  let running: RunInView?
  let runs: [Run]
  let verdict: StatusVerdict
  private let hasLedger: Bool
  /// What made the exit code what it is.
  let findings: [FlatFinding]

  enum CodingKeys: String, CodingKey {
    case job, ledger, items, statuses, held, routes, running, runs
    case exportJob = "export_job"
    case jobStatus = "job_status"
    case owedElsewhere = "owed_elsewhere"
  }

  init(
    _ definition: JobDefinition, _ selected: SelectedJob?, _ view: LedgerSnapshot?,
    _ unfinished: [RecordedRun]
  ) {
    let record = view?.record ?? JobRecord()
    let plan = selected.map { ExportRun.Plan($0) }
    let standing = plan.map { JobStanding($0, record) }
    job = "\(definition.name)"
    exportJob = selected.map { "\($0.jobID)" }
    jobStatus = standing?.ended?.name
    ledger = "\(definition.stateFolder)/ledger.sqlite"
    hasLedger = view != nil
    items = standing?.items.count ?? 0
    statuses = Dictionary(
      uniqueKeysWithValues: (standing?.statuses ?? []).map { ("\($0.status)", $0.count) })
    held = standing?.held ?? 0
    routes = standing?.routes.map { Route("\($0.name)", $0.tally) } ?? []
    owedElsewhere = view?.owedElsewhere.map { OwedElsewhereInView($0) } ?? []
    running = RunInView(in: definition.state)
    runs =
      view?.runs.map {
        Run(started: SystemClock.text(ofMilliseconds: $0.startedAt), summary: RunSummary($0))
      } ?? []
    let refused = plan.map { plan in plan.routes.filter { plan.whyRefused($0, in: record) != nil } }
    verdict = StatusVerdict(
      running, selected?.jobID, standing, refused: refused?.map(\.name) ?? [],
      view?.owedElsewhere ?? [], unfinished, findsJobs: definition.findsExportJobs)
    findings = verdict.findings(
      of: job, naming: definition.findsExportJobs ? selected?.jobID : nil)
  }

  /// The status in a line.
  var line: String {
    let last = runs.first.map { "; last run \($0.started), \($0.summary.ending)" } ?? "; no run yet"
    return "\(job): \(verdict.text)\(last)"
  }

  /// The status in full.
  var text: String {
    var lines = [job + (exportJob.map { ", export job \($0)" } ?? ""), "  ledger: \(ledger)"]
    if let running { lines.append("  \(running.text)") }
    guard !runs.isEmpty || items > 0 else {
      return
        (lines + [
          hasLedger ? "  no run has stored anything yet" : "  no run of this job has been made here"
        ] + owedElsewhere.map { "  \($0.text)" }
        + ["  \(verdict.text)"])
        .joined(separator: "\n")
    }
    if let jobStatus { lines.append("  the export job has ended as '\(jobStatus)'") }
    let counts = statuses.sorted { $0.key < $1.key }
      .map { "\($0.value) \(TerminalText.visible($0.key))" }
    lines.append(
      "  items: \(items)" + (counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))"))
    for route in routes { lines += route.lines.map { "  \($0)" } }
    if held > 0 {
      lines.append("  held: \(held); list them with: sluice items FILE --held")
    }
    lines += owedElsewhere.map { "  \($0.text)" }
    for run in runs {
      lines.append("  \(run.started)  \(run.summary.text)")
      if let failure = run.summary.failure { lines.append("    \(TerminalText.visible(failure))") }
    }
    lines.append("  \(verdict.text)")
    return lines.joined(separator: "\n")
  }
}

extension JobStatus.Route {
  init(_ name: String, _ tally: RouteTally) {
    self.name = name
    delivered = tally.delivered
    outstanding = tally.outstanding
    rejected = tally.rejected
    held = Dictionary(uniqueKeysWithValues: tally.held.map { ($0.key.rawValue, $0.value) })
    owed = tally.owed
    skipped = tally.skipped
    settled = tally.settled
  }

  fileprivate var lines: [String] {
    var text = "\(name): delivered \(delivered), outstanding \(outstanding)"
    for (word, count) in [("rejected", rejected), ("skipped", skipped), ("settled", settled)]
    where count > 0 {
      text += ", \(word) \(count)"
    }
    let reasons = HeldReason.allCases.compactMap { reason in
      held[reason.rawValue].map { "  held \($0) that \(reason.words(of: $0))" }
    }
    return [text] + reasons
  }
}
