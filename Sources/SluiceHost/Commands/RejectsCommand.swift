import ArgumentParser
import Diagnostics
import ExportEngine
import ExportModel
import JobFile

struct RejectsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rejects",
    abstract:
      "Lists the items that sinks have rejected, and has them delivered again or closes them.",
    usage: """
      sluice rejects <file> list
      sluice rejects <file> retry <route> [<entry id> ...]
      sluice rejects <file> drop <route> [<entry id> ...]
      """,
    discussion: """
      list: each with its route, its place in the order, its entry id and why its sink will never take it.
      retry: the next run gives the route's sink the items again, because what it could not take is mended: all of them, or those that are named.
      drop: they need no delivery any more, because somebody has processed them elsewhere, or nobody will.

      What is decided needs the job's lock, and is recorded: 'sluice state FILE show' has it. With --dry-run the command only says what \
      would change.
      """)

  /// What to do.
  enum Action: String, CaseIterable, ExpressibleByArgument { case list, retry, drop }

  @Argument(help: "The job file.", completion: .file(extensions: ["yaml"]))
  var file: String

  @Argument(help: "list, retry or drop.")
  var action: Action

  @Argument(
    help: "With retry and drop: the name of a route, and the ids of items; without ids, all.")
  var names: [String] = []

  @Flag(help: "Say what would change, and change nothing.")
  var dryRun = false

  @OptionGroup var exportJob: ExportJobOption
  @OptionGroup var parameters: ParameterOption
  @OptionGroup var state: StateOption
  @OptionGroup var output: FormatOption

  /// A rejected item, as JSON has it.
  private struct Result: Encodable {
    let route: String
    let ordinal: Int
    let entryID: String
    let reason: String

    enum CodingKeys: String, CodingKey {
      case route, ordinal, reason
      case entryID = "entry_id"
    }
  }

  func validate() throws {
    guard action != .list else {
      if !names.isEmpty || dryRun { throw ValidationError("list takes a job file only") }
      return
    }
    guard let route = names.first else {
      throw ValidationError("\(action.rawValue) takes the name of a route")
    }
    guard Name(route) != nil else {
      throw ValidationError("'\(route)' is not a name of a route")
    }
    for text in names.dropFirst() where EntryID(text) == nil {
      throw ValidationError("'\(text)' is not the id of an item")
    }
  }

  func run() async throws {
    let report = try JobFileReport.load(
      file, command: "rejects", format: output.format, parameters: parameters, state: state)
    let definition = try report.definition()
    guard action != .list, let route = names.first.flatMap({ Name($0) }) else {
      return try list(definition, report)
    }
    let job = try SelectedJob.decided(definition, exportJob, report)
    let desk = DecisionDesk(job: job, file: report.file, isDryRun: dryRun)
    let entries = names.dropFirst().compactMap { EntryID($0) }
    let named = definition.findsExportJobs ? job.jobID : nil
    try await report.tell(naming: named) { () async throws(DecisionDesk.Refusal) in
      action == .retry
        ? try await desk.retryRejected(route, only: entries)
        : try await desk.dropRejected(route, only: entries)
    }
  }

  private func list(_ definition: JobDefinition, _ report: JobFileReport) throws {
    let results = try SelectedJob.shown(definition, exportJob.jobID, report).map {
      try rejected(of: $0, report)
    }
    switch output.format {
    case .json: try report.envelope(results ?? []).print()
    case .text:
      for result in results ?? [] {
        try Console.data(
          "\(result.ordinal)\t\(result.entryID)\t\(result.route)\t\(TerminalText.visible(result.reason))"
        )
      }
    }
  }

  /// Those that nobody has settled: the ledger keeps the others, too.
  private func rejected(of job: SelectedJob, _ report: JobFileReport) throws -> [Result] {
    let contents = try LedgerSnapshot.reading(job.definition, report) {
      reader throws(LedgerError) in
      (try reader.record(of: job.jobID), try reader.rejected(of: job.jobID))
    }
    guard let (record, all) = contents else { return [] }
    let plan = ExportRun.Plan(job)
    let open = Dictionary(
      uniqueKeysWithValues: plan.routes.map {
        ($0.name, Set(plan.rejected(by: $0, in: record)))
      })
    return all.filter { open[$0.route]?.contains($0.ordinal) == true }.map {
      Result(
        route: "\($0.route)", ordinal: $0.ordinal, entryID: "\($0.entryID)", reason: $0.reason)
    }
  }
}
