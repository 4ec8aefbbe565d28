import Foundation
import TestSupport
import Testing

/// `sluice prove`: it finds what sinks do wrong, and touches nothing.
@Suite(.timeLimit(.minutes(15)))
struct ProveTests {
  /// A job file with routes, each on one line.
  private static func file(_ routes: String...) -> String {
    """
    version: 1
    job: proven
    source:
      pleo:
        environment: production
        export_job: ${env:NOT_GIVEN}
        token: ${env:NOT_GIVEN_EITHER}
    routes:
    \(routes.map { "  - \($0)" }.joined(separator: "\n"))

    """
  }

  private static func proof(
    _ file: String, _ arguments: String = "", by program: String = "sluice",
    _ body: (Ended, String) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      try file.write(toFile: "\(folder)/job.yaml", atomically: false, encoding: .utf8)
      let line = #""$(dirname "$SLUICE")"/\#(program) prove job.yaml \#(arguments)"#
      try await body(try await Sluice(folder: folder).run(shell: line), folder)
    }
  }

  @Test(arguments: [
    (
      "early", "run.position_moved:1",
      "faulty: lost 3; repeat it with: --only 1/run.position_moved:1"
    ),
    (
      "doubles", "run.batch_delivered:1",
      "faulty: doubled 3; repeat it with: --only 1/run.batch_delivered:1"
    ),
    (
      "loses", "run.batch_delivered:1",
      "faulty: lost 2; repeat it with: --only 1/run.batch_delivered:1"
    ),
    ("reorders", "run.sealed:1", "faulty: out of order; run the job and mend that first"),
    ("mixes", "run.sealed:1", "faulty: 7 not its own; run the job and mend that first"),
  ])
  func whatASinkDoesWrongIsFound(fault: String, death: String, problem: String) async throws {
    let file = Self.file("sink: { faulty: { path: ./out, fault: \(fault) } }")
    try await Self.proof(file, "--only 1/\(death)", by: "faulty-sluice") { proof, _ in
      #expect(proof.exit == .code(65))
      #expect(
        proof.stdout.contains("\n\(problem)\n"), "\(proof.stdout)")
    }
  }

  /// Its receiver is real, and would have had simulated items.
  @Test func aWebhookIsLeftOut() async throws {
    try await withScriptedServer(answering: { _ in .json("{}") }) { server in
      let hook = "{ name: hook, sink: { webhook: { url: '\(server.baseURL)' } } }"
      let csv = "{ name: sheet, sink: { csv: { path: ./items.csv } } }"
      try await Self.proof(Self.file(hook, csv), "--only 1/csv.appended:1") { proof, _ in
        #expect(proof.exit == .code(65))
        #expect(proof.stdout.contains("csv.appended      1  ok"), "\(proof.stdout)")
        #expect(
          proof.stdout.contains(
            "route 'hook' is left out: sink 'webhook' changes more than files, and nothing real is touched"
          ), "\(proof.stdout)")
      }
      try await Self.proof(Self.file(hook)) { proof, _ in
        #expect(proof.exit == .code(65))
        #expect(
          proof.stderr.contains(
            "nothing can be shown: every sink of the job changes more than files"),
          "\(proof.stderr)")
      }
      #expect(server.requests.isEmpty)
    }
  }

  @Test func aSinkThatDoesNothingWrongIsProven() async throws {
    let file = Self.file("sink: { faulty: { path: ./out } }")
    let histories = "--only 2/run.batch_delivered:1 --only 1/run.position_moved:1"
    try await Self.proof(file, histories, by: "faulty-sluice") { proof, _ in
      #expect(proof.exit == .code(0), "\(proof.stdout)\(proof.stderr)")
    }
  }

  @Test func aSinkThatCannotBeReadBackIsNotShown() async throws {
    let file = Self.file("sink: { faulty: { path: ./out, fault: hides } }")
    try await Self.proof(file, "--only 1/run.sealed:1", by: "faulty-sluice") { proof, _ in
      #expect(proof.exit == .code(65))
      #expect(
        proof.stdout.contains(
          "route 'faulty' is not shown: sink 'faulty' cannot be read back; give its module a 'consumer'"
        ))
    }
  }

  @Test func aRouteThatGetsNoItemIsNotShown() async throws {
    let file = Self.file(
      "sink: { stdout: {} }",
      #"{ when: status == "in_progress", sink: { file_queue: { directory: ./q } } }"#)
    try await Self.proof(file, "--only 1/run.sealed:1") { proof, _ in
      #expect(proof.exit == .code(65))
      #expect(
        proof.stdout.contains(
          "route 'file_queue' is not shown: no item of the simulated export job goes there"))
    }
  }

  /// Two deaths, a message that is published by the next run, rows that a consumer deletes meanwhile.
  @Test func everySinkIsProvenAndNothingIsTouched() async throws {
    let file = Self.file(
      "{ name: inbox, sink: { file_queue: { directory: /inbox } } }",
      "{ name: books, sink: { sqlite: { path: ./books.sqlite } } }", "sink: { stdout: {} }")
    let histories = [
      "2/file_queue.message_published:2,file_queue.rolled_forward:1",
      "3/sqlite.committed:1,run.receipt_stored:1", "1/stdout.printed:1",
      "3/ledger.change_written:4",
    ].map { "--only \($0)" }
    try await Self.proof(file, "--format json \(histories.joined(separator: " "))") {
      proof, folder in
      #expect(proof.exit == .code(0), "\(proof.stdout)\(proof.stderr)")
      let result = try JSONDecoder().decode(Envelope.self, from: Data(proof.stdout.utf8)).result
      #expect(result.histories == 7, "the three shapes without a kill, and these")
      #expect(result.kills == 6)
      #expect(
        Set(result.rows.map(\.point)) == [
          "file_queue.message_published", "file_queue.rolled_forward", "sqlite.committed",
          "run.receipt_stored", "stdout.printed", "ledger.change_written",
        ])
      let printed = try #require(result.rows.first { $0.point == "stdout.printed" })
      #expect(printed.routes.map(\.name) == ["inbox", "books", "stdout"])
      #expect(printed.routes.map(\.lost) == [0, 0, 0])
      #expect(printed.routes.map(\.doubled) == [0, 0, 0])
      #expect(printed.routes[2].repeated == 3, "the batch that was printed and not recorded")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["job.yaml"])
      #expect(!FileManager.default.fileExists(atPath: "/inbox"))
    }
  }

  private struct Envelope: Decodable {
    struct Result: Decodable {
      struct Row: Decodable {
        struct Route: Decodable {
          let name: String
          let lost: Int
          let doubled: Int
          let repeated: Int
        }
        let point: String
        let routes: [Route]
      }
      let histories: Int
      let kills: Int
      let rows: [Row]
    }
    let result: Result
  }

  @Test func theTableIsForAPerson() async throws {
    let file = Self.file("sink: { stdout: {} }")
    try await Self.proof(file, "--only 1/run.sealed:1") { proof, _ in
      #expect(proof.exit == .code(0))
      #expect(proof.lines[0] == "killed when  kills  stdout (stdout)")
      #expect(proof.lines[1] == "run.sealed       1  ok")
      #expect(proof.lines[2] == "")
      #expect(proof.lines[3].hasPrefix("proven: 1 of 5 runs killed, in "))
      #expect(proof.lines[3].hasSuffix(" s: nothing lost, nothing doubled, everything in order"))
    }
  }

  @Test(arguments: [
    ("prove", "name a job file, or give --list"), ("prove --list job.yaml", "--list takes no file"),
    ("prove job.yaml --seed 1", "--seed is for --kills"),
    ("prove job.yaml --kills 0", "--kills is from 1 to 1000000, and not together with --only"),
    ("prove -", "the job file is read again for each run: name a file"),
    (
      "prove job.yaml --only 4/run.sealed:1",
      "'4/run.sealed:1' is no history, such as 2/run.sealed:1,run.sink_closed:1"
    ),
    (
      "prove job.yaml --only 1/run.sealed",
      "'1/run.sealed' is no history, such as 2/run.sealed:1,run.sink_closed:1"
    ),
    (
      "run job.yaml --rehearse-in x",
      "--rehearse-in takes an absolute path, and --rehearse-at a URL with it"
    ),
  ])
  func wrongArgumentsAreRefused(line: String, message: String) async throws {
    let arguments = line.split(separator: " ").map(String.init)
    let ended = try await Sluice(folder: "/").start(arguments).ended()
    #expect(ended.exit == .code(64))
    #expect(ended.notes.first == "Error: \(message)")
  }

  @Test func aPointThatTheJobDoesNotHaveIsRefused() async throws {
    try await Self.proof(Self.file("sink: { stdout: {} }"), "--only 1/sqlite.committed:1") {
      proof, _ in
      #expect(proof.exit == .code(64))
      #expect(
        proof.notes.first?.hasPrefix("Error: runs of this job have no point 'sqlite.committed'; ")
          == true, "\(proof.stderr)")
    }
  }

  /// It would look as if a death had done no harm that never came.
  @Test func aHistoryThatNeverComesToItsDeathIsAFailure() async throws {
    try await Self.proof(Self.file("sink: { stdout: {} }"), "--only 1/run.sealed:2") { proof, _ in
      #expect(proof.exit == .code(65))
      #expect(proof.stdout.contains("no run has come to run.sealed:2; repeat it with: "))
    }
  }

  /// A folder for temporary files that everybody may write in, so that no run keeps anything there.
  @Test func aJobThatFailsWithoutAKillIsNotLaidToKills() async throws {
    try await withTemporaryFolder { folder in
      let shared = "\(folder)/shared"
      try FileManager.default.createDirectory(
        atPath: shared, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o777])
      chmod(shared, 0o777)
      try Self.file("sink: { stdout: {} }").write(
        toFile: "\(folder)/job.yaml", atomically: false, encoding: .utf8)
      var sluice = Sluice(folder: folder)
      sluice.environment["TMPDIR"] = shared
      let proof = try await sluice.run("prove", "job.yaml")
      #expect(proof.exit == .code(65))
      #expect(proof.stdout.contains("a run that nobody kills ends with 7"), "\(proof.stdout)")
      #expect(proof.stdout.contains("; run the job and mend that first\n"))
      #expect(proof.lines.last?.hasPrefix("proven: 0 of 3 runs killed, in ") == true)
    }
  }

  @Test func aProofThatIsStoppedLeavesNothing() async throws {
    try await withTemporaryFolder { folder in
      try Self.file("sink: { stdout: {} }").write(
        toFile: "\(folder)/job.yaml", atomically: false, encoding: .utf8)
      try FileManager.default.createDirectory(
        atPath: "\(folder)/tmp", withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700])
      var sluice = Sluice(folder: folder)
      sluice.environment["TMPDIR"] = "\(folder)/tmp"
      let running = try sluice.start(["prove", "job.yaml", "--kills", "100000"])
      // Something goes on in it.
      while try FileManager.default.contentsOfDirectory(atPath: "\(folder)/tmp").isEmpty {
        await Task.yield()
      }
      running.send(SIGTERM)
      let ended = await running.ended()
      #expect(ended.exit == .code(75))
      #expect(ended.stderr.hasPrefix("error: stopped; nothing is shown"), "\(ended.stderr)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/tmp") == [])
    }
  }

  @Test func runsAreKilledAtAnyMoment() async throws {
    let file = Self.file(
      "{ name: inbox, sink: { file_queue: { directory: /inbox } } }",
      "{ name: books, sink: { sqlite: { path: ./books.sqlite } } }")
    try await Self.proof(file, "--kills 8 --seed 7") { proof, _ in
      #expect(proof.exit == .code(0), "\(proof.stdout)\(proof.stderr)")
      #expect(proof.lines[1].hasPrefix("at any moment "))
      #expect(proof.lines[1].hasSuffix("  ok                  ok"), "\(proof.lines[1])")
    }
  }

  @Test func aWrongFileIsRefusedAsEverywhere() async throws {
    try await Self.proof("version: 1\n") { proof, _ in
      #expect(proof.exit == .code(78))
      #expect(proof.stderr.contains("'job'"))
    }
  }

  // MARK: The setting by which a run dies

  @Test func aRunDiesWhereTheSettingSaysAndTheNextOneGoesOn() async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.queue()]) { site in
      var dying = site
      dying.sluice.environment["SLUICE_CRASH_AT"] = "file_queue.message_published:2"
      let killed = try await dying.run()
      #expect(killed.exit == .signal(9))
      #expect(try site.messages().count == 2)
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages().count == 3)
      dying.sluice.environment["SLUICE_CRASH_AT"] = "after:1"
      let again = try await dying.run()
      #expect(again.exit == .signal(9), "whatever it does")
    }
  }

  /// Whoever misspelled it would take the run for one that had survived.
  @Test(arguments: [
    ("run.seeled:1", "SLUICE_CRASH_AT has no point of this program: 'run.seeled'"),
    ("run.sealed", "SLUICE_CRASH_AT is 'run.sealed', which is not a point and a number"),
  ])
  func aSettingThatNamesNoPointIsRefused(text: String, message: String) async throws {
    try await Site.with(PleoJob(pending: 1)) { site in
      var dying = site
      dying.sluice.environment["SLUICE_CRASH_AT"] = text
      let ended = try await dying.run()
      #expect(ended.exit == .code(64))
      #expect(ended.stderr.contains(message), "\(ended.stderr)")
    }
  }

  @Test func thePointsAreListed() async throws {
    let listed = try await Sluice(folder: "/").run("prove", "--list")
    #expect(listed.exit == .code(0))
    #expect(
      listed.lines.first?.hasSuffix(
        "  a new ledger is whole and durable, and does not have its name yet") == true)
    let names = listed.lines.map { $0.prefix { $0 != " " } }
    #expect(names.first == "ledger.draft_synced")
    #expect(Set(names).count == names.count)
    #expect(names.contains("sqlite.committed") && names.contains("stdout.printed"))
  }
}
