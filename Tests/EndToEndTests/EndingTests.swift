import ExportModel
import Foundation
import TestSupport
import Testing

/// With `--format json`, every ending of every command is one envelope that tells the exit code and what
/// made it so.
@Suite(.timeLimit(.minutes(15)))
struct EndingTests {
  struct Ending: CustomTestStringConvertible, Sendable {
    let line: String
    let code: Int32
    /// The ids of the findings that are errors.
    var ids: [String] = []
    var prepare: @Sendable (Site) async throws -> Void = { _ in }

    init(
      _ line: String, _ code: Int32, _ ids: [String] = [],
      _ prepare: @escaping @Sendable (Site) async throws -> Void = { _ in }
    ) {
      self.line = line
      self.code = code
      self.ids = ids
      self.prepare = prepare
    }

    var testDescription: String { "\(line) ends with \(code)" }
  }

  private static let run: [Ending] = [
    Ending("run job.yaml", 0),
    Ending("run --dry-run job.yaml", 0),
    Ending("run job.yaml job.yaml", 0),
    Ending("run --nope job.yaml", 64, ["command.usage"]),
    Ending("run --param x=1 job.yaml", 64, ["command.usage"]),
    Ending("run none.yaml", 66, ["file.unreadable"]),
    Ending("run job.yaml", 78, ["settings.unknown"]) {
      try $0.writeJobFile(source: ["x: 1"], routes: [Routes.queue()])
    },
    Ending("run job.yaml", 77, ["run.source"]) { $0.pleo.answer { _ in .json(401, "{}") } },
    Ending("run job.yaml", 69, ["run.source"]) { $0.pleo.answer { _ in .json(503, "{}") } },
    Ending("run job.yaml", 76, ["run.source"]) { $0.pleo.answer { _ in .json("[]") } },
    Ending("run job.yaml", 74, ["run.sink"]) {
      try $0.writeJobFile(routes: ["- { name: books, sink: { sqlite: { path: ./no/x } } }"])
    },
    Ending("run job.yaml", 65, ["run.held"]) {
      $0.pleo.job.items[0].status = try #require(ItemStatus("odd"))
    },
    Ending("run job.yaml", 74, ["run.state"]) { try $0.write("", to: ".sluice") },
    Ending("run job.yaml", 75, ["run.busy"], lock),
    Ending("run job.yaml", 75, ["run.stopped"]) { site in
      try site.writeJobFile(routes: [Routes.queue()], rest: "run: { deadline: 50ms }")
      site.pleo.answer { _ in .silence }
    },
    Ending("run job.yaml", 65, ["run.ended"]) { site in
      try site.writeJobFile(routes: ["- { name: books, sink: { sqlite: { path: ./no/x } } }"])
      _ = try await site.run()
      site.pleo.job.status = .failed
    },
    Ending("run job.yaml", 65, ["run.owed_elsewhere"], moveOn),
    Ending("run job.yaml", 65, ["run.terms"]) { site in
      _ = try await site.run()
      try site.writeJobFile(
        routes: [
          #"- { name: queue, when: status == "pending", sink: { file_queue: { directory: ./queue } } }"#
        ])
    },
    Ending("run job.yaml", 65, ["run.place"]) { site in
      _ = try await site.run()
      try site.writeJobFile(routes: [
        "- { name: other, sink: { file_queue: { directory: ./queue } } }"
      ])
    },
    Ending("run job.yaml", 65, ["run.unmatched"]) { site in
      try site.writeJobFile(
        routes: [
          #"- { name: queue, when: status == "failed", sink: { file_queue: { directory: ./queue } } }"#
        ],
        rest: "unmatched: fail")
    },
  ]

  private static let looking: [Ending] = [
    Ending("check job.yaml", 0), Ending("check --live job.yaml", 0),
    Ending("check --nope job.yaml", 64, ["command.usage"]),
    Ending("check none.yaml", 66, ["file.unreadable"]),
    Ending("check --live job.yaml", 77, ["live.source"]) {
      $0.pleo.answer { _ in .json(401, "{}") }
    },
    Ending("check --live job.yaml", 74, ["live.state"]) { try $0.write("", to: ".sluice") },
    Ending("check --live job.yaml", 65, ["live.owed_elsewhere"], moveOn),
    Ending("plan job.yaml", 0), Ending("plan none.yaml", 66, ["file.unreadable"]),
    Ending("plan job.yaml", 76, ["run.source"]) { $0.pleo.answer { _ in .json("[]") } },
    Ending("status job.yaml", 0), Ending("status job.yaml job.yaml", 0),
    Ending("status job.yaml", 74, ["ledger.unreadable"]) { try $0.write("", to: ".sluice") },
    Ending("items job.yaml --status pendin", 64, ["command.usage"]),
    Ending("items job.yaml", 0), Ending("items none.yaml", 66, ["file.unreadable"]),
    Ending("items job.yaml", 74, ["ledger.unreadable"]) { try $0.write("", to: ".sluice") },
    Ending("explain job.yaml 123456", 65, ["entry.unknown"]),
    Ending("explain job.yaml 12", 64, ["command.usage"]),
    Ending("state job.yaml show", 0),
    Ending("state job.yaml settle", 64, ["command.usage"]),
    Ending("state job.yaml settle queue", 65, ["state.refused"]),
    Ending("state job.yaml settle none", 65, ["state.refused"]),
    Ending("state job.yaml rename-route queue queue", 65, ["state.refused"]),
    Ending("state job.yaml rename-route old queue", 65, ["state.refused"]) {
      _ = try await $0.run()
    },
    Ending("state job.yaml settle queue", 75, ["run.busy"]) { site in
      _ = try await site.run()
      try await lock(site)
    },
  ]

  private static let files: [Ending] = [
    Ending("test job.yaml", 0), Ending("test none.yaml", 66, ["file.unreadable"]),
    Ending("test job.yaml", 65, ["tests.failed"]) {
      try $0.writeJobFile(
        routes: [Routes.queue()],
        rest: "tests: [ { name: a, pages: [ { items: [] } ], expect: { delivered_twice: [ ] } }, "
          + "{ name: b, pages: [ { items: [ { entry_id: x, status: pending } ] } ], expect: { queue: [] } } ]"
      )
    },
    Ending("fmt job.yaml", 0), Ending("fmt none.yaml", 66, ["file.unreadable"]),
    Ending("fmt .", 74, ["file.unwritable"]),
    Ending("fmt job.yaml", 78, ["yaml.syntax"]) { try $0.write("a: [", to: "job.yaml") },
    Ending("schema", 0), Ending("schema --reference", 0),
    Ending("schema --nope", 64, ["command.usage"]),
    Ending("sinks", 0), Ending("sinks stdout", 0), Ending("sinks none", 64, ["command.usage"]),
    Ending("init --output new.yaml", 0), Ending("init --output job.yaml", 64, ["command.usage"]),
    Ending("sandbox --port PORT", 69, ["command.failed"]),
    Ending("sandbox --items -1", 64, ["command.usage"]), Ending("fly", 64, ["command.usage"]),
  ]

  @Test(arguments: run + looking + files)
  func everyEndingIsOneEnvelope(ending: Ending) async throws {
    try await Site.with(PleoJob(of: 3), routes: [Routes.queue()]) { site in
      try await ending.prepare(site)
      let port = site.pleo.baseURL.split(separator: ":").last ?? ""
      let words = ending.line.replacing("PORT", with: port).split(separator: " ").map(String.init)
      let ended = try await site.sluice.start(words + ["--format", "json"]).ended()
      #expect(ended.exit == .code(ending.code))
      #expect(ended.lines.count == 1, "one line, and nothing else on stdout")
      let object = try JSONSerialization.jsonObject(with: Data(ended.stdout.utf8))
      let envelope = try #require(object as? [String: Any])
      #expect(
        envelope.keys.sorted() == ["command", "exit_code", "findings", "ok", "result"])
      let command = words[0] == "fly" ? "sluice" : words.contains("--dry-run") ? "plan" : words[0]
      #expect(envelope["command"] as? String == command)
      #expect(envelope["exit_code"] as? Int == Int(ending.code))
      #expect(envelope["ok"] as? Bool == (ending.code == 0))
      let findings = try #require(envelope["findings"] as? [[String: Any]])
      let errors = findings.filter { $0["severity"] as? String == "error" }
      #expect(errors.compactMap { $0["id"] as? String } == ending.ids)
      for error in errors { #expect((error["message"] as? String)?.isEmpty == false) }
    }
  }

  /// A route owes an item of an export job, and the job file names another.
  private static let moveOn: @Sendable (Site) async throws -> Void = { site in
    try site.writeJobFile(routes: [Routes.broken])
    _ = try await site.run()
    try site.makeFolder("no")
    site.pleo.job.id = JobID(Identifier(high: 7, low: 7))
    site.pleo.job.items = []
    try site.writeJobFile(
      source: ["export_job: \(site.pleo.job.id)"], routes: [Routes.broken])
  }

  /// Holds the lock of the job until the process of the tests ends.
  private static let lock: @Sendable (Site) async throws -> Void = { site in
    let state = "\(site.folder)/.sluice/nightly"
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    let descriptor = open("\(state)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
  }
}
