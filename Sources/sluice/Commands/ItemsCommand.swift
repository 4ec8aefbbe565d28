import ArgumentParser
import Diagnostics
import ExportEngine
import ExportModel
import JobFile

struct ItemsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "items",
    abstract:
      "Lists the items of a job by the ledger, in order, and what each route did with them.",
    discussion: """
      Columns: place in the order, entry id, status, and each route with done, outstanding or none. \
      Asks nobody and changes nothing.
      """)

  @Argument(help: "The job file.", completion: .file(extensions: ["yaml"]))
  var file: String

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
    let standing = JobStanding(
      ExportRun.Plan(definition), try LedgerInView(definition, runs: 0, report).record)
    switch output.format {
    case .json:
      let items = (0..<standing.items.count).map { Self.result($0, standing) }
      try Console.data(report.envelope(items).line())
    case .text: try Self.tell(standing)
    }
  }

  private static func result(_ ordinal: Ordinal, _ standing: JobStanding) -> Result {
    Result(
      ordinal: ordinal, entryID: "\(standing.items.entryIDs[ordinal])",
      status: standing.status(of: ordinal)?.name ?? "",
      routes: Dictionary(
        uniqueKeysWithValues: standing.routes.enumerated().map {
          ("\($1.name)", standing.part(ofRoute: $0, in: ordinal).rawValue)
        }))
  }

  /// Prints in pieces, for a job may have millions of items.
  private static func tell(_ standing: JobStanding) throws {
    let names = standing.routes.map { "\($0.name)" }
    var lines: [String] = []
    for ordinal in 0..<standing.items.count {
      let routes = names.enumerated().map {
        "\($1)=\(standing.part(ofRoute: $0, in: ordinal).rawValue)"
      }
      let status = TerminalText.visible(standing.status(of: ordinal)?.name ?? "")
      lines.append(
        "\(ordinal)\t\(standing.items.entryIDs[ordinal])\t\(status)\t"
          + routes.joined(separator: "\t"))
      if lines.count == 1000 || ordinal == standing.items.count - 1 {
        try Console.data(lines.joined(separator: "\n"))
        lines = []
      }
    }
  }
}
