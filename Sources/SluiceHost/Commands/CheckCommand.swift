import ArgumentParser
import Diagnostics
import ExportEngine
import JobFile
import Logging
import PageSourceKit
import Predicates
import SinkKit

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks job files: everything that run checks before it touches anything.",
    discussion: """
      With --live, also asks the API for the export job, and looks at the places of the sinks and of \
      the state; nothing is written.
      """)

  @Argument(help: "The job files.", completion: .file(extensions: ["yaml"]))
  var files: [String]

  @Flag(help: "Also ask the API, and look at the places of the sinks without writing.")
  var live = false

  @Flag(help: "Print the one file with every default written out, secrets hidden.")
  var showDefaults = false

  @OptionGroup var exportJob: ExportJobOption
  @OptionGroup var parameters: ParameterOption
  @OptionGroup var output: FormatOption

  /// What was found in one file.
  struct Result: Encodable {
    struct Route: Encodable {
      let name: String
      let sink: String
      let redelivery: String
      let when: String
    }

    let file: String
    let job: String?
    let routes: [Route]
    let live: LiveCheck?
    /// With `--show-defaults`: the file with every default written out.
    let completed: String?
  }

  func validate() throws {
    try exportJob.validate(files)
    if showDefaults, files.count != 1 {
      throw ValidationError("--show-defaults takes one job file")
    }
  }

  func run() async throws {
    let reports = try JobFileReport.load(
      files, command: "check", format: output.format, parameters: parameters)
    let problems = reports.map(Self.problem)
    var checks: [LiveCheck?] = []
    for report in reports {
      // A file that is wrong asks nobody.
      guard live, problems[checks.count] == nil, let definition = report.loaded?.definition else {
        checks.append(nil)
        continue
      }
      checks.append(try await LiveCheck(definition, named: exportJob.jobID, readFrom: report.file))
    }
    let status = ExitStatus.combined(
      checks.compactMap { $0?.status } + reports.map(\.status)
        + problems.compactMap { $0.map { .of(.source($0)) } })
    let found = problems.map { $0.map { [Self.finding($0)] } ?? [] }
    switch output.format {
    case .json:
      try Envelope(
        command: "check", status: status, result: zip(reports, checks).map(result),
        findings: zip(zip(reports, checks), found)
          .flatMap { $0.0.findings + ($0.1?.findings ?? []) + $1 }
      ).print()
    case .text:
      for ((report, check), found) in zip(zip(reports, checks), found) {
        guard found.isEmpty else {
          report.tellFindings()
          for finding in found { report.tell(finding) }
          continue
        }
        try tell(report)
        try check?.tell(report)
      }
    }
    try status.end()
  }

  /// What is wrong with values that the file does not have, such as `HTTPS_PROXY`; a run would refuse it.
  private static func problem(_ report: JobFileReport) -> SourceError? {
    guard let definition = report.loaded?.definition else { return nil }
    do throws(SourceError) {
      try definition.source.probe(
        SourceHost(clock: SystemClock(), logger: Logger(definition)))
      return nil
    } catch {
      return error
    }
  }

  private static func finding(_ error: SourceError) -> Diagnostic {
    Diagnostic(id: .sourceOutside, error.message, at: nil, help: error.hint)
  }

  private func result(_ report: JobFileReport, _ live: LiveCheck?) -> Result {
    let definition = report.loaded?.definition
    return Result(
      file: report.path, job: definition.map { "\($0.name)" },
      routes: definition?.routes.map {
        Result.Route(
          name: "\($0.name)", sink: $0.descriptor.kind,
          redelivery: $0.sink.redelivery.rawValue, when: "\($0.predicate)")
      } ?? [], live: live, completed: showDefaults ? report.loaded?.completed : nil)
  }

  private func tell(_ report: JobFileReport) throws {
    report.tellFindings()
    guard let definition = report.loaded?.definition else { return }
    if showDefaults, let text = report.loaded?.completed {
      try Console.data(String(text.dropLast()))
      return
    }
    try Console.data("\(report.path): ok, job '\(definition.name)'")
    for route in definition.routes {
      let repeats =
        switch route.sink.redelivery {
        case .absorbed where route.sink.remembersRemoved: "shows every item once"
        case .absorbed: "shows every item once, unless its consumer removes what it took"
        case .repeated: "may show an item again after a crash"
        }
      try Console.data("  \(route.name) → \(route.descriptor.kind), which \(repeats)")
    }
  }
}
