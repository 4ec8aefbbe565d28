import ArgumentParser
import Diagnostics
import ExportEngine
import ExportModel
import JobFile

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows the history of one item, by the ledger, and why each route did what it did.",
    discussion: "Sends no request and changes nothing; it works while a run is going on.")

  @Argument(help: "The job file.", completion: .file(extensions: ["yaml"]))
  var file: String

  @Argument(help: "The item's entry id, or at least its first 6 hexadecimal digits.")
  var entry: String

  @OptionGroup var exportJob: ExportJobOption
  @OptionGroup var parameters: ParameterOption
  @OptionGroup var state: StateOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    guard EntryPrefix(entry) == nil else { return }
    throw ValidationError(
      "'\(entry)' is not an entry id, nor the first 6 hexadecimal digits or more of one")
  }

  func run() throws {
    let report = try JobFileReport.load(
      file, command: "explain", format: output.format, parameters: parameters, state: state)
    let definition = try report.definition()
    guard let prefix = EntryPrefix(entry) else { return }
    let job = try SelectedJob.stored(definition, exportJob, report)
    let record = try LedgerSnapshot(job, runs: 0, report).record
    let ordinals = prefix.ordinals(in: record.items.entryIDs)
    guard ordinals.count == 1 else {
      try report.end(
        .needsPerson,
        Self.refusal(of: prefix, ordinals.map { record.items.entryIDs[$0] }, job))
    }
    let history = try LedgerSnapshot.reading(definition, report) { reader throws(LedgerError) in
      try reader.history(of: ordinals[0], in: job.jobID)
    }
    let standing = ItemStanding(of: ordinals[0], ExportRun.Plan(job), record)
    let explanation = ItemExplanation(job, standing, history)
    switch output.format {
    case .json: try report.envelope(explanation).print()
    case .text: try Console.data(explanation.text)
    }
  }

  private static func refusal(
    of prefix: EntryPrefix, _ found: [EntryID], _ job: SelectedJob
  ) -> Diagnostic {
    guard !found.isEmpty else {
      return Diagnostic(
        id: .entryUnknown,
        "the ledger has no item '\(prefix)' of export job \(job.jobID)", at: nil,
        help:
          "no run has stored it as one of that export job; 'sluice items' lists what there is, and --export-job names another export job"
      )
    }
    let names = found.prefix(5).map(\.description).joined(separator: ", ")
    let more = found.count > 5 ? " and \(found.count - 5) more" : ""
    return Diagnostic(
      id: .entryAmbiguous, "\(found.count) items begin with '\(prefix)': \(names)\(more)",
      at: nil, help: "write more of the id")
  }
}
