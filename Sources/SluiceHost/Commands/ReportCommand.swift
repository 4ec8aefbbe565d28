import ArgumentParser
import Diagnostics
import ExportEngine
import JobFile

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes a page about jobs, by their ledgers: runs, items, routes, what is owed.",
    discussion: """
      The page is one file without scripts, and needs no network: sluice report FILE --html > report.html. \
      Sends no request and changes nothing; it works while a run is going on.
      """)

  @Argument(help: "The job files.", completion: .file(extensions: ["yaml"]))
  var files: [String]

  @Flag(help: "Write HTML to standard output.")
  var html = false

  @OptionGroup var parameters: ParameterOption
  @OptionGroup var state: StateOption

  func validate() throws {
    try state.validate(files)
    guard html else { throw ValidationError("a report is written as HTML: add --html") }
  }

  func run() throws {
    let reports = try JobFileReport.load(
      files, command: "report", format: .text, parameters: parameters, state: state)
    let definitions = try JobFileReport.definitions(reports)
    let jobs = try zip(definitions, reports).map { definition, report in
      let job = try SelectedJob.shown(definition, nil, report)
      let view = try job.map { try LedgerSnapshot($0, runs: 1, report) }
      let status = JobStatus(
        definition, job, view,
        try view?.unfinished ?? LedgerSnapshot.unfinishedRuns(of: definition, report))
      return try LedgerSnapshot.reading(definition, report, isChecked: false) {
        reader throws(LedgerError) in
        try JobReport(definition, status, readFrom: report.file, reader)
      } ?? JobReport(status, definition)
    }
    let page = ReportPage(jobs: jobs, now: SystemClock().wallMilliseconds)
    try Console.data("\(page.html)")
  }
}
