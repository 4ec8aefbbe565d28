import Foundation
import TestSupport
import Testing

/// Command lines and job files that are wrong: refused with their place, before anything is touched.
@Suite(.timeLimit(.minutes(15)))
struct JobFileTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    /// How stderr begins; `JOB` stands for the job file.
    let begin: String
  }

  private static let cases = [
    Case(
      testDescription: "an unknown key",
      text: file(pleo: "environment: sandbox, export_job: \(PleoJob.sampleID), pagesize: 3"),
      begin: "job.yaml:4:83: error: 'pagesize' is not a setting of source 'pleo' "
        + "[settings.unknown]\n"),
    Case(
      testDescription: "a variable that is not set",
      text: file(pleo: "environment: sandbox, export_job: \"${env:PLEO_JOB}\""),
      begin: "job.yaml:4:46: error: environment variable 'PLEO_JOB' is not set [value.missing]\n"),
    Case(
      testDescription: "a file that is not there",
      text: file(
        pleo: "environment: sandbox, export_job: \(PleoJob.sampleID), token: \"${file:./none}\""),
      begin: "job.yaml:4:91: error: file './none' cannot be read: no such file [value.missing]\n"),
    Case(
      testDescription: "no token",
      text: file(pleo: "environment: production, export_job: \(PleoJob.sampleID)"),
      begin: "job.yaml:4:3: error: source 'pleo' needs 'token' [settings.missing]\n"),
    Case(
      testDescription: "a token in the file",
      text: file(
        pleo: "environment: production, export_job: \(PleoJob.sampleID), token: tok-literal"),
      begin: "job.yaml:4:93: error: the token is written in the file [secret.literal]\n"),
    Case(
      testDescription: "an order by data that is not asked for",
      text: file() + "order: transaction_date\n",
      begin:
        "job.yaml:7:8: error: this needs accounting data, which the source is not asked for [source.data]\n"
    ),
    Case(
      testDescription: "a URL of a ping that is none",
      text: file() + "observe: { ping: { start: a } }\n",
      begin: "job.yaml:7:27: error: the URL is not an HTTPS URL with a host [observe.ping]\n"),
    Case(
      testDescription: "a sink that there is not",
      text: file(route: "sink: { sqlit: { path: ./x } }"),
      begin: "job.yaml:6:13: error: 'sqlit' is not a kind of sink [sink.unknown]\n"),
    Case(
      testDescription: "a promise that a sink cannot keep once its file is taken away",
      text: file(route: "guarantee: exactly_once\n    sink: { csv: { path: ./x.csv } }"),
      begin: "job.yaml:6:16: error: sink 'csv' cannot give exactly_once: the batch that a crash "
        + "interrupts is delivered again, and this sink does not know an item again that its "
        + "consumer has taken [routes.guarantee]\n"),
    Case(
      testDescription: "two sinks in one place",
      text: file(route: "sink: { stdout: {} }")
        + "  - { name: again, sink: { stdout: {} } }\n",
      begin: "job.yaml:7:28: error: two sinks would write to standard output [routes.claim]\n"),
    Case(
      testDescription: "no YAML", text: "version: [1\n",
      begin: "job.yaml:2:1: error: expected ',' or ']' in the list, found the end of the file "
        + "[yaml.syntax]\n"),
    Case(
      testDescription: "an empty file", text: "",
      begin: "job.yaml:1:1: error: the file is empty, or has only comments [yaml.empty]\n"),
  ]

  private static func file(
    pleo: String = "environment: sandbox, export_job: \(PleoJob.sampleID)",
    route: String = "sink: { stdout: {} }"
  ) -> String {
    "version: 1\njob: nightly\nsource:\n  pleo: { \(pleo) }\nroutes:\n  - \(route)\n"
  }

  @Test(arguments: cases)
  func checkAndRunRefuseTheSameFilesInTheSameWords(_ one: Case) async throws {
    try await withTemporaryFolder { folder in
      try one.text.write(toFile: "\(folder)/job.yaml", atomically: false, encoding: .utf8)
      let sluice = Sluice(folder: folder)
      let check = try await sluice.run("check", "job.yaml")
      let run = try await sluice.run("run", "job.yaml")
      #expect(check.exit == .code(78))
      #expect(run.exit == .code(78))
      #expect(run.stderr == check.stderr)
      #expect(run.stderr.hasPrefix(one.begin), "\(run.stderr)")
      #expect(run.stdout.isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["job.yaml"])
    }
  }

  @Test func aFindingShowsTheLineAndSaysWhatToDo() async throws {
    try await withTemporaryFolder { folder in
      try Self.file(route: "sink: { sqlite: { path: ./x, tabel: y } }")
        .write(toFile: "\(folder)/job.yaml", atomically: false, encoding: .utf8)
      let ended = try await Sluice(folder: folder).run("run", "job.yaml")
      #expect(
        ended.stderr == """
          job.yaml:6:34: error: 'tabel' is not a setting of sink 'sqlite' [settings.unknown]
              6 |   - sink: { sqlite: { path: ./x, tabel: y } }
                |                                  ^~~~~
            help: did you mean 'table'?

          """)
    }
  }

  @Test func everyFileIsCheckedBeforeTheFirstIsRun() async throws {
    try await Site.with(PleoJob(of: 3)) { site in
      try site.write("version: 2\n", to: "wrong.yaml")
      let ended = try await site.sluice.run("run", "job.yaml", "wrong.yaml")
      #expect(ended.exit == .code(78))
      #expect(site.pleo.asked.isEmpty)
    }
  }

  @Test(arguments: ["run", "check", "test"])
  func ofSeveralFilesTheMistakesOfEachAreTold(command: String) async throws {
    try await withTemporaryFolder { folder in
      for name in ["a", "b"] {
        try Self.file(route: "sink: { \(name): {} }")
          .write(toFile: "\(folder)/\(name).yaml", atomically: false, encoding: .utf8)
      }
      let sluice = Sluice(folder: folder)
      let ended = try await sluice.run(command, "nosuch.yaml", "a.yaml", "b.yaml")
      #expect(ended.exit == .code(78))
      #expect(
        ended.notes.filter { $0.contains("error: ") } == [
          "error: cannot read job file 'nosuch.yaml': no such file [file.unreadable]",
          "a.yaml:6:13: error: 'a' is not a kind of sink [sink.unknown]",
          "b.yaml:6:13: error: 'b' is not a kind of sink [sink.unknown]",
        ])
    }
  }

  @Test(arguments: [
    ("chek", "'chek' is not a command; did you mean 'check'?"),
    (
      "fly",
      "'fly' is not a command; use one of: run, check, plan, status, runs, items, explain, rejects, state, schedule, report, "
        + "test, prove, init, new-sink, fmt, schema, sinks, fields, sandbox, help"
    ),
  ])
  func aWordThatIsNoCommandIsToldWithTheNearest(word: String, message: String) async throws {
    let ended = try await Sluice(folder: "/").run(word, "job.yaml")
    #expect(ended.exit == .code(64))
    #expect(ended.notes.first == "Error: \(message)")
  }

  @Test(arguments: [
    "--help", "--version", "--generate-completion-script bash", "sinks", "fields", "schema",
    "check --help",
  ])
  func aResultThatCannotBeWrittenIsToldAndEndsWith74(command: String) async throws {
    let sluice = Sluice(folder: "/")
    let full = try await sluice.run(shell: "\"$SLUICE\" \(command) > /dev/full")
    #expect(full.exit == .code(74))
    #expect(
      full.stderr == "error: cannot write to standard output: No space left on device\n")
    let closed = try await sluice.run(shell: "\"$SLUICE\" \(command) >&-")
    #expect(closed.exit == .code(74))
    let open = try await sluice.run(shell: "\"$SLUICE\" \(command)")
    #expect(open.exit == .code(0))
    #expect(open.stdout.hasSuffix("\n") && !open.stdout.hasSuffix("\n\n"))
  }

  @Test(arguments: ["run", "check", "status", "items"])
  func aMissingFileIsTold(command: String) async throws {
    try await withTemporaryFolder { folder in
      let ended = try await Sluice(folder: folder).run(command, "nosuch.yaml")
      #expect(ended.exit == .code(66))
      #expect(
        ended.stderr == """
          error: cannot read job file 'nosuch.yaml': no such file [file.unreadable]
            help: name a job file, such as config/jobs/quickstart.yaml

          """)
    }
  }

  @Test(arguments: [
    ["run"], ["fly"], ["run", "--nope", "x.yaml"], ["check", "--format", "xml", "x.yaml"],
    ["sandbox", "--items", "-1"],
  ])
  func aWrongCommandLineIsRefused(arguments: [String]) async throws {
    let ended = try await Sluice(folder: "/").start(arguments).ended()
    #expect(ended.exit == .code(64))
    #expect(ended.stdout.isEmpty)
    #expect(ended.stderr.hasPrefix("Error: "), "\(ended.stderr)")
  }
}
