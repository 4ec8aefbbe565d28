import ArgumentParser
import Diagnostics
import JobFile
import SinkKit

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks job files: everything that run checks before it touches anything.")

  @Argument(help: "The job files.", completion: .file(extensions: ["yaml"]))
  var files: [String]

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
  }

  func run() throws {
    let reports = try files.map { try JobFileReport($0, command: "check", format: output.format) }
    let isRight = reports.allSatisfy { $0.loaded.definition != nil }
    switch output.format {
    case .json:
      let envelope = Envelope(
        command: "check", ok: isRight, result: reports.map(Self.result),
        findings: reports.flatMap(\.loaded.findings))
      try Console.data(envelope.line())
    case .text: try reports.forEach(Self.tell)
    }
    try (isRight ? ExitStatus.done : .badJobFile).end()
  }

  private static func result(_ report: JobFileReport) -> Result {
    Result(
      file: report.loaded.path, job: report.loaded.definition.map { "\($0.name)" },
      routes: report.loaded.definition?.routes.map {
        Result.Route(
          name: "\($0.name)", sink: $0.descriptor.kind,
          redelivery: $0.descriptor.redelivery.rawValue, when: "\($0.predicate)")
      } ?? [])
  }

  private static func tell(_ report: JobFileReport) throws {
    for finding in report.loaded.findings { Console.note(report.renderer.render(finding)) }
    guard let definition = report.loaded.definition else { return }
    try Console.data("\(report.loaded.path): ok, job '\(definition.name)'")
    for route in definition.routes {
      let repeats =
        switch route.descriptor.redelivery {
        case .absorbed: "shows every item once"
        case .repeated: "may show an item again after a crash"
        }
      try Console.data("  \(route.name) → \(route.descriptor.kind), which \(repeats)")
    }
  }
}
