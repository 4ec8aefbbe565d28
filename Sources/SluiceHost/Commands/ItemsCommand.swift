import ArgumentParser
import Diagnostics
import ExportEngine
import ExportModel
import JobFile

struct ItemsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "items",
    abstract:
      "Lists the items of a job, by the ledger and in order, and what each route did with them.",
    discussion: """
      Columns: place in the order, entry id, status, and each route with one word: delivered, \
      rejected, outstanding, held, skipped, settled, not_taken or not_asked. Sends no request and changes \
      nothing. With several filters, an item is listed that meets one of --held, --owed and \
      --rejected, and one of the statuses.
      """)

  @Argument(help: "The job file.", completion: .file(extensions: ["yaml"]))
  var file: String

  @Flag(help: "Only items that a person must decide on.")
  var held = false

  @Flag(help: "Only items that are outstanding or held.")
  var owed = false

  @Flag(help: "Only items that a route's sink will never take.")
  var rejected = false

  @Option(help: "Only items in this status; give it once for each.")
  var status: [String] = []

  @OptionGroup var exportJob: ExportJobOption
  @OptionGroup var parameters: ParameterOption
  @OptionGroup var state: StateOption
  @OptionGroup var output: FormatOption

  /// An item as JSON has it.
  struct Result: Encodable {
    let ordinal: Int
    let entryID: String
    let status: String
    let routes: [String: String]

    enum CodingKeys: String, CodingKey {
      case ordinal, status, routes
      case entryID = "entry_id"
    }
  }

  func run() throws {
    let report = try JobFileReport.load(
      file, command: "items", format: output.format, parameters: parameters, state: state)
    let definition = try report.definition()
    guard let job = try SelectedJob.shown(definition, exportJob.jobID, report) else {
      if output.format == .json { try report.envelope([Result]()).print() }
      return
    }
    let standing = JobStanding(
      ExportRun.Plan(job), try LedgerSnapshot(job, runs: 0, report).record)
    try checkStatuses(standing)
    let ordinals = (0..<standing.items.count).lazy.filter { isListed($0, standing) }
    switch output.format {
    case .json:
      try report.envelope(Array(ordinals.map { Self.result($0, standing) })).print()
    case .text: try Self.tell(ordinals, standing)
    }
  }

  /// Refuses a status that the API does not document and that no item has: an empty list would hide a slip
  /// of the pen.
  private func checkStatuses(_ standing: JobStanding) throws {
    let known = Set(ItemStatus.known.map(\.name) + standing.statuses.map(\.status.name))
    for name in status where !known.contains(name) {
      throw ValidationError(
        "'\(name)' is not a status; \(Suggestion.help(for: name, among: known.sorted()))")
    }
  }

  private func isListed(_ ordinal: Ordinal, _ standing: JobStanding) -> Bool {
    if !status.isEmpty, !status.contains(standing.status(of: ordinal)?.name ?? "") { return false }
    guard held || owed || rejected else { return true }
    if held || owed, standing.isHeld(ordinal) { return true }
    return standing.routes.indices.contains { route in
      switch standing.obligation(ofRoute: route, in: ordinal) {
      case .outstanding: owed
      case .rejected: rejected
      default: false
      }
    }
  }

  private static func result(_ ordinal: Ordinal, _ standing: JobStanding) -> Result {
    Result(
      ordinal: ordinal, entryID: "\(standing.items.entryIDs[ordinal])",
      status: standing.status(of: ordinal)?.name ?? "",
      routes: Dictionary(
        uniqueKeysWithValues: standing.routes.enumerated().map {
          ("\($1.name)", standing.obligation(ofRoute: $0, in: ordinal).word)
        }))
  }

  /// Prints in pieces, because a job may have millions of items.
  private static func tell(_ ordinals: some Sequence<Ordinal>, _ standing: JobStanding) throws {
    let names = standing.routes.map { "\($0.name)" }
    var lines: [String] = []
    for ordinal in ordinals {
      let routes = names.enumerated().map {
        "\($1)=\(standing.obligation(ofRoute: $0, in: ordinal).word)"
      }
      let status = TerminalText.visible(standing.status(of: ordinal)?.name ?? "")
      lines.append(
        "\(ordinal)\t\(standing.items.entryIDs[ordinal])\t\(status)\t"
          + routes.joined(separator: "\t"))
      if lines.count == 1000 {
        try Console.data(lines.joined(separator: "\n"))
        lines = []
      }
    }
    if !lines.isEmpty { try Console.data(lines.joined(separator: "\n")) }
  }
}
