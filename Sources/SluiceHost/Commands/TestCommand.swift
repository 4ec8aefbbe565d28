import ArgumentParser
import Diagnostics
import ExportEngine
import JobFile
import JobTesting

struct TestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Runs the tests in job files: no account, no network, no sink is touched.",
    discussion: """
      Each test runs the job with its own routes and recovery on the pages that it gives, a ledger \
      in memory, and stand-ins for the sinks. Values that only 'source' needs from outside need not \
      be there.
      """)

  @Argument(help: "The job files.", completion: .file(extensions: ["yaml"]))
  var files: [String]

  @OptionGroup var parameters: ParameterOption
  @OptionGroup var output: FormatOption

  /// The tests of one file, as JSON has them.
  struct Result: Encodable {
    struct Test: Encodable {
      let name: String
      let line: Int
      let ok: Bool
      let problems: [String]
    }

    let file: String
    let tests: [Test]
  }

  func run() async throws {
    let reports = try JobFileReport.load(
      files, command: "test", format: output.format, parameters: parameters, forTests: true)
    let definitions = try JobFileReport.definitions(reports)
    var results: [Result] = []
    for (file, definition) in zip(files, definitions) {
      results.append(await Self.result(file, definition))
      if output.format == .text { try Self.tell(results[results.count - 1]) }
    }
    let isRight = results.allSatisfy { $0.tests.allSatisfy(\.ok) }
    if output.format == .json {
      let failed = zip(reports, results).flatMap { report, result in
        result.tests.filter { !$0.ok }.map { test in
          FlatFinding(
            id: .testsFailed,
            "test '\(test.name)' failed: \(test.problems.joined(separator: "; "))",
            help: nil, job: report.loaded?.definition.map { "\($0.name)" })
        }
      }
      try Envelope(
        command: "test", status: isRight ? .done : .needsPerson, result: results,
        findings: reports.flatMap(\.findings).map { FlatFinding($0) } + failed
      ).print()
    }
    try (isRight ? ExitStatus.done : .needsPerson).end()
  }

  private static func result(_ file: String, _ definition: JobDefinition) async -> Result {
    var tests: [Result.Test] = []
    let plan = ExportRun.Plan(SelectedJob(forTestsOf: definition))
    for test in definition.tests {
      let problems = await JobTestRun(test, of: definition, plan: plan).problems()
      tests.append(
        Result.Test(
          name: test.name, line: test.span.start.line, ok: problems.isEmpty, problems: problems))
    }
    return Result(file: file, tests: tests)
  }

  private static func tell(_ result: Result) throws {
    for test in result.tests {
      try Console.data("\(result.file):\(test.line): \(test.ok ? "ok" : "failed"): \(test.name)")
      for problem in test.problems { try Console.data("  \(problem)") }
    }
    guard !result.tests.isEmpty else {
      return try Console.data("\(result.file): no tests; the file has none under 'tests'")
    }
    let failed = result.tests.count { !$0.ok }
    try Console.data("\(result.file): \(result.tests.count.of("test")), \(failed) failed")
  }
}
