import ExportModel
import Foundation
import TestSupport
import Testing

/// `--format json`: one envelope on one line.
@Suite(.timeLimit(.minutes(15)))
struct FormatTests {
  private struct Envelope: Decodable {
    struct Finding: Decodable, Equatable {
      let severity: String
      let id: String
      let message: String
      let file: String?
      let line: Int?
      let column: Int?
      let help: String?
    }

    let command: String
    let ok: Bool
    let findings: [Finding]

    init(_ line: String?) throws {
      self = try JSONDecoder().decode(Envelope.self, from: Data((line ?? "").utf8))
    }
  }

  private struct Answer<Result: Decodable>: Decodable {
    let result: Result

    init(_ line: String?) throws {
      self = try JSONDecoder().decode(Self.self, from: Data((line ?? "").utf8))
    }
  }

  private struct Run: Decodable {
    struct Route: Decodable, Equatable {
      let name: String
      let delivered: Int
      let absorbed: Int
      let rejected: Int
      let outstanding: Int
    }

    let ending: String
    let read: Int
    let routes: [Route]
  }

  @Test func aRunPrintsItsReceiptOnStdout() async throws {
    let job = PleoJob(of: 20)
    try await Site.with(job, routes: [Routes.queue()]) { site in
      let ended = try await site.run("--format", "json")
      let envelope = try Envelope(ended.lines.last)
      #expect(ended.lines.count == 1)
      #expect(envelope.command == "run")
      #expect(envelope.ok)
      let run = try Answer<Run>(ended.lines.last).result
      #expect(run.ending == "done")
      #expect(run.read == 20)
      let count = job.work.count
      #expect(
        run.routes == [
          .init(name: "queue", delivered: count, absorbed: 0, rejected: 0, outstanding: 0)
        ])
    }
  }

  @Test func aRunWithItemsOnStdoutPrintsItsReceiptOnStderr() async throws {
    let job = PleoJob(of: 20)
    try await Site.with(job) { site in
      let ended = try await site.run("--format", "json")
      #expect(ended.lines == job.lines(of: job.work))
      #expect(try Envelope(ended.notes.last).command == "run")
    }
  }

  @Test func aFailedRunIsNotOK() async throws {
    try await Site.with(PleoJob(of: 2), routes: [Routes.queue()]) { site in
      site.pleo.answer { _ in .json(401, "{}") }
      let ended = try await site.run("--format", "json")
      #expect(try Envelope(ended.lines.last).ok == false)
      #expect(try Answer<Run>(ended.lines.last).result.ending == "failed")
    }
  }

  @Test func checkPrintsFindingsWithTheirPlaces() async throws {
    try await Site.with(PleoJob()) { site in
      try site.writeJobFile(source: ["pagesize: 3"], routes: [Routes.stdout()])
      let ended = try await site.sluice.run("check", "--format", "json", "job.yaml")
      #expect(ended.exit == .code(78))
      let envelope = try Envelope(ended.lines.last)
      #expect(!envelope.ok)
      #expect(
        envelope.findings == [
          .init(
            severity: "error", id: "settings.unknown",
            message: "'pagesize' is not a setting of source 'pleo'", file: "job.yaml", line: 9,
            column: 5, help: "did you mean 'page_size'?")
        ])
    }
  }

  @Test(arguments: ["run", "plan", "status", "items", "test"])
  func warningsAreInTheEnvelopeAndNotOnStderr(command: String) async throws {
    try await Site.with(PleoJob(of: 2)) { site in
      try site.writeJobFile(routes: [Routes.queue()], rest: "description: no")
      let ended = try await site.sluice.run(command, "--format", "json", "job.yaml")
      #expect(ended.exit == .code(0))
      #expect(try Envelope(ended.lines.last).findings.map(\.id) == ["settings.retyped"])
      #expect(!ended.stderr.contains("settings.retyped"))
    }
  }

  @Test(arguments: [
    ["status", "job.yaml"], ["items", "job.yaml"], ["explain", "job.yaml", "012345"],
  ])
  func aLedgerThatCannotBeReadIsInTheEnvelope(command: [String]) async throws {
    try await Site.with(PleoJob()) { site in
      let options = ["--format", "json", "--state", "job.yaml"]
      let ended = try await site.sluice.start(command + options).ended()
      #expect(ended.exit == .code(74))
      #expect(
        ended.stdout == #"{"command":"\#(command[0])","exit_code":74,"findings":[{"#
          + #""help":"name a folder of its own with 'run.state' or --state","#
          + #""id":"ledger.unreadable","message":"cannot use the state folder: cannot open "#
          + #"\#(site.folder)/job.yaml: Not a directory","severity":"error"}],"#
          + #""ok":false,"result":null}"# + "\n")
      #expect(ended.stderr.isEmpty)
    }
  }

  @Test func anItemThatIsNotThereIsInTheEnvelope() async throws {
    try await Site.with(PleoJob()) { site in
      let ended = try await site.sluice.run("explain", "--format", "json", "job.yaml", "012345")
      #expect(ended.exit == .code(65))
      #expect(try Envelope(ended.lines.last).findings.map(\.id) == ["entry.unknown"])
      #expect(ended.stderr.isEmpty)
    }
  }

  @Test func whatALiveCheckFindsIsInTheEnvelopeWithItsPlace() async throws {
    let missing = "- { name: books, sink: { sqlite: { path: ./no/export.sqlite } } }"
    try await Site.with(PleoJob(), routes: [missing]) { site in
      let ended = try await site.sluice.run("check", "--live", "--format", "json", "job.yaml")
      let envelope = try Envelope(ended.lines.last)
      #expect(!envelope.ok)
      #expect(envelope.findings.map(\.id) == ["live.sink"])
      #expect(envelope.findings.map(\.line) == [10])
    }
  }

  @Test func initSaysWhichFileItWrote() async throws {
    try await Site.with(PleoJob()) { site in
      let ended = try await site.sluice.run("init", "--job", "mine", "--format", "json")
      #expect(
        ended.stdout
          == #"{"command":"init","exit_code":0,"findings":[],"ok":true,"result":{"file":"mine.yaml"}}"#
          + "\n")
    }
  }

  @Test func statusAndItemsSayWhereAJobStands() async throws {
    struct Status: Decodable {
      struct Route: Decodable {
        let name: String
        let delivered: Int
        let outstanding: Int
      }
      let items: Int
      let statuses: [String: Int]
      let routes: [Route]
    }
    struct Item: Decodable {
      let ordinal: Int
      let entry_id: String
      let status: String
      let routes: [String: String]
    }
    let job = PleoJob(of: 20)
    try await Site.with(job) { site in
      _ = try await site.run()
      let status = try await site.sluice.run("status", "--format", "json", "job.yaml")
      #expect(status.exit == .code(0))
      let standing = try Answer<Status>(status.lines.last).result
      #expect(standing.items == 20)
      #expect(standing.statuses["pending"] == job.work.count)
      #expect(standing.routes.map(\.delivered) == [job.work.count])
      #expect(standing.routes.map(\.outstanding) == [0])

      let items = try await site.sluice.run("items", "--format", "json", "job.yaml")
      let list = try Answer<[Item]>(items.lines.last).result
      #expect(list.map(\.ordinal) == Array(0..<20))
      #expect(list.map(\.entry_id) == job.items.map(\.entryID).sorted().map { "\($0)" })
      #expect(
        list.filter { $0.routes == ["stdout": "delivered"] }.map(\.entry_id)
          == job.work.map { "\($0)" })
    }
  }

  @Test func theSchemaIsAnObjectAndNotAText() async throws {
    struct Schema: Decodable { let type: String }
    let ended = try await Sluice(folder: "/").run("schema", "--format", "json")
    #expect(try Answer<Schema>(ended.lines.last).result.type == "object")
  }

  @Test func sinksListsTheSinksOfTheBuild() async throws {
    struct Sink: Decodable { let kind: String }
    let ended = try await Sluice(folder: "/").run("sinks", "--format", "json")
    #expect(ended.exit == .code(0))
    let kinds = try Answer<[Sink]>(ended.lines.last).result.map(\.kind)
    #expect(Set(["file_queue", "sqlite", "stdout"]).isSubset(of: kinds), "\(kinds)")
  }

  @Test func fieldsListsWhatColumnsCanHave() async throws {
    struct Field: Decodable {
      let name: String
      let type: String
      let required: Bool
      let needs_data: Bool
    }
    let ended = try await Sluice(folder: "/").run("fields", "--format", "json")
    #expect(ended.exit == .code(0))
    let fields = try Answer<[Field]>(ended.lines.last).result
    let amount = try #require(fields.first { $0.name == "data.amount.inWalletCurrency.value" })
    #expect(amount.type == "integer" && amount.required && amount.needs_data)
    let text = try await Sluice(folder: "/").run("fields")
    for field in fields { #expect(text.lines.contains { $0.hasPrefix("\(field.name) ") }) }
  }

  @Test func statusBeforeTheFirstRunSaysSoAndCreatesNothing() async throws {
    try await Site.with(PleoJob()) { site in
      let ended = try await site.sluice.run("status", "job.yaml")
      #expect(ended.exit == .code(0))
      #expect(
        ended.lines == [
          "nightly, export job \(PleoJob.sampleID)",
          "  ledger: \(site.folder)/.sluice/nightly/ledger.sqlite",
          "  no run has stored anything yet", "  nothing is owed",
        ])
      #expect(try site.files() == ["job.yaml"])
    }
  }
}
