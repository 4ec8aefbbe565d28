import ArgumentParser
import ExportEngine
import JobFile
import Logging

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Retrieves the items of a job and says what a run would do with them.",
    discussion: """
      Changes nothing: no ledger is written, no sink opened, no lock taken. A run may be going on, \
      and the state folder may be missing or read-only.
      """)

  @Argument(help: "The job file.", completion: .file(extensions: ["yaml"]))
  var file: String

  @OptionGroup var exportJob: ExportJobOption
  @OptionGroup var parameters: ParameterOption
  @OptionGroup var state: StateOption
  @OptionGroup var output: FormatOption

  func run() async throws {
    let report = try JobFileReport.load(
      file, command: "plan", format: output.format, parameters: parameters, state: state)
    let definition = try report.definition()
    let preview = JobPreview(
      definition: definition, named: exportJob.jobID, report: report, logger: Logger(definition))
    let outcomes = try await preview.outcomes()
    if output.format == .json {
      let isList = SelectedJob(definition, named: exportJob.jobID) == nil
      try JobPreview.print(outcomes, [report], isList: isList)
    }
    try ExitStatus.combined(outcomes.map(\.status)).end()
  }
}
