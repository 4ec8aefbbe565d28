import ArgumentParser
import Diagnostics
import ExportEngine
import JobFile

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Says where a job stands by the ledger: delivered, outstanding, rejected, last runs.",
    discussion: "Asks nobody and changes nothing; a run may be going on.")

  /// How many runs are told.
  private static let runs = 5

  @Argument(help: "The job file.", completion: .file(extensions: ["yaml"]))
  var file: String

  @OptionGroup var parameters: ParameterOption
  @OptionGroup var state: StateOption
  @OptionGroup var output: FormatOption

  /// Where a job stands, as JSON has it.
  struct Result: Encodable {
    struct Route: Encodable {
      let name: String
      let delivered: Int
      let outstanding: Int
      let rejected: Int
    }

    struct Run: Encodable {
      let started: String
      let summary: RunSummary
    }

    let job: String
    let exportJob: String
    let items: Int
    let statuses: [String: Int]
    let routes: [Route]
    let runs: [Run]

    enum CodingKeys: String, CodingKey {
      case job, items, statuses, routes, runs
      case exportJob = "export_job"
    }
  }

  func run() throws {
    let report = try JobFileReport.load(
      file, command: "status", format: output.format, parameters: parameters, state: state)
    let definition = try report.definition()
    let view = try LedgerInView(definition, runs: Self.runs, report)
    let standing = JobStanding(ExportRun.Plan(definition), view.record)
    let result = Self.result(definition, standing, view.runs)
    switch output.format {
    case .json: try Console.data(report.envelope(result).line())
    case .text:
      try Self.tell(result, standing.statuses.map { "\($0.count) \($0.status)" })
    }
  }

  private static func result(
    _ definition: JobDefinition, _ standing: JobStanding, _ runs: [RunReceipt]
  ) -> Result {
    Result(
      job: "\(definition.name)", exportJob: "\(definition.source.jobID)",
      items: standing.items.count,
      statuses: Dictionary(
        uniqueKeysWithValues: standing.statuses.map { ("\($0.status)", $0.count) }),
      routes: standing.routes.map {
        Result.Route(
          name: "\($0.name)", delivered: $0.delivered, outstanding: $0.outstanding,
          rejected: $0.rejected)
      },
      runs: runs.map {
        Result.Run(
          started: SystemClock.text(ofMilliseconds: $0.startedAt), summary: RunSummary($0))
      })
  }

  private static func tell(_ result: Result, _ statuses: [String]) throws {
    try Console.data("\(result.job), export job \(result.exportJob)")
    guard !result.runs.isEmpty || result.items > 0 else {
      try Console.data("  no run has stored anything yet")
      return
    }
    try Console.data("  items: \(result.items) (\(statuses.joined(separator: ", ")))")
    for route in result.routes {
      let rejected = route.rejected > 0 ? ", rejected \(route.rejected)" : ""
      try Console.data(
        "  \(route.name): delivered \(route.delivered), outstanding \(route.outstanding)\(rejected)"
      )
    }
    for run in result.runs {
      try Console.data("  \(run.started)  \(run.summary.text)")
      if let failure = run.summary.failure {
        try Console.data("    \(TerminalText.visible(failure))")
      }
    }
  }
}
