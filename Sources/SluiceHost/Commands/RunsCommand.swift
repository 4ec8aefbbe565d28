import ArgumentParser
import Diagnostics
import ExportEngine
import ExportModel
import JobFile

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract:
      "Lists the runs of a job, by the ledger, the newest first: what each did, and why it failed.",
    discussion: "Sends no request and changes nothing; it works while a run is going on.")

  @Argument(help: "The job file.", completion: .file(extensions: ["yaml"]))
  var file: String

  @Option(help: "How many runs are listed at most.")
  var limit = 20

  @OptionGroup var parameters: ParameterOption
  @OptionGroup var state: StateOption
  @OptionGroup var output: FormatOption

  /// A run as JSON has it.
  struct Result: Encodable {
    let run: String?
    let job: String
    let exportJob: String?
    let started: String
    let ending: String
    let failure: String?
    let summary: RunSummary?

    enum CodingKeys: String, CodingKey {
      case run, job, started, ending, failure, summary
      case exportJob = "export_job"
    }
  }

  func validate() throws {
    guard (1...1_000_000).contains(limit) else {
      throw ValidationError("--limit is from 1 to 1000000")
    }
  }

  func run() throws {
    let report = try JobFileReport.load(
      file, command: "runs", format: output.format, parameters: parameters, state: state)
    let definition = try report.definition()
    // Before the ledger is read, so that a run that begins in between is not taken for a killed one.
    let isRunning = RunInView(in: definition.state).map { $0.state != .killed } ?? false
    let runs =
      try LedgerSnapshot.reading(definition, report) { reader throws(LedgerError) in
        try reader.runs(limit: limit)
      } ?? []
    let results = runs.enumerated().map { Result($1, isRunning: isRunning && $0 == 0) }
    switch output.format {
    case .json: try report.envelope(results).print()
    case .text:
      let lines = results.map(\.text)
      try Console.data(lines.isEmpty ? "no run has been recorded" : lines.joined(separator: "\n"))
    }
  }
}

extension RunsCommand.Result {
  /// - Parameter isRunning: whether a run is going on, which is this one where it has not come to its end.
  init(_ recorded: RecordedRun, isRunning: Bool) {
    run = recorded.id.map { "\($0)" }
    job = "\(recorded.definition)"
    exportJob = recorded.jobID.map { "\($0)" }
    started = SystemClock.text(ofMilliseconds: recorded.startedAt)
    ending =
      recorded.ending?.rawValue ?? (isRunning ? "running" : RunReceipt.Ending.killed.rawValue)
    failure = recorded.failure
    summary = recorded.receipt.map { RunSummary($0) }
  }

  /// The run in lines.
  fileprivate var text: String {
    let head = [started, run ?? "-", exportJob ?? "no export job"].joined(separator: "  ")
    let what = summary?.text ?? "\(job): \(words)"
    return ([head, "  \(what)"] + (failure.map { ["  \(TerminalText.visible($0))"] } ?? []))
      .joined(separator: "\n")
  }

  private var words: String {
    switch ending {
    case "running": "going on"
    case RunReceipt.Ending.killed.rawValue: "killed before its end"
    case RunReceipt.Ending.done.rawValue: "found no export job to work on"
    case RunReceipt.Ending.stoppedRetrieving.rawValue: "stopped before it had found an export job"
    default: "not finished"
    }
  }
}
