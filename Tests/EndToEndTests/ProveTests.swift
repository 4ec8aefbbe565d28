import Foundation
import TestSupport
import Testing

/// `sluice prove`: it finds what sinks do wrong, and touches nothing.
@Suite(.timeLimit(.minutes(15)))
struct ProveTests {
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
    ("silent", "run.sealed:1", "faulty: not said to be whole; run the job and mend that first"),
    ("mixes", "run.sealed:1", "faulty: 7 not its own; run the job and mend that first"),
  ])
  func whatASinkDoesWrongIsFound(fault: String, death: String, problem: String) async throws {
    let file = Proof.file("sink: { faulty: { path: ./out, fault: \(fault) } }")
    try await Proof.run(file, "--only 1/\(death)", by: "$BUILT/faulty-sluice") { proof, _ in
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
      try await Proof.run(Proof.file(hook, csv), "--only 1/csv.appended:1") { proof, _ in
        #expect(proof.exit == .code(65))
        #expect(proof.stdout.contains("csv.appended      1  ok"), "\(proof.stdout)")
        #expect(
          proof.stdout.contains(
            "route 'hook' is left out: sink 'webhook' changes more than files, and nothing real is touched"
          ), "\(proof.stdout)")
      }
      try await Proof.run(Proof.file(hook)) { proof, _ in
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
    let file = Proof.file("sink: { faulty: { path: ./out } }")
    let histories = "--only 2/run.batch_delivered:1 --only 1/run.position_moved:1"
    try await Proof.run(file, histories, by: "$BUILT/faulty-sluice") { proof, _ in
      #expect(proof.exit == .code(0), "\(proof.stdout)\(proof.stderr)")
    }
  }

  @Test func aSinkThatCannotBeReadBackIsNotShown() async throws {
    let file = Proof.file("sink: { faulty: { path: ./out, fault: hides } }")
    try await Proof.run(file, "--only 1/run.sealed:1", by: "$BUILT/faulty-sluice") { proof, _ in
      #expect(proof.exit == .code(65))
      #expect(
        proof.stdout.contains(
          "route 'faulty' is not shown: sink 'faulty' cannot be read back; give its module a 'consumer'"
        ))
    }
  }

  @Test func aRouteThatGetsNoItemIsNotShown() async throws {
    let file = Proof.file(
      "sink: { stdout: {} }",
      #"{ when: status == "in_progress", sink: { file_queue: { directory: ./q } } }"#)
    try await Proof.run(file, "--only 1/run.sealed:1") { proof, _ in
      #expect(proof.exit == .code(65))
      #expect(
        proof.stdout.contains(
          "route 'file_queue' is not shown: no item of the simulated export job goes there"))
    }
  }

  /// Two deaths, a message that is published by the next run, rows that a consumer deletes meanwhile.
  @Test func everySinkIsProvenAndNothingIsTouched() async throws {
    let file = Proof.file(
      "{ name: inbox, sink: { file_queue: { directory: /inbox } } }",
      "{ name: books, sink: { sqlite: { path: ./books.sqlite } } }", "sink: { stdout: {} }")
    let histories = [
      "2/file_queue.message_published:2,file_queue.rolled_forward:1",
      "3/sqlite.committed:1,run.receipt_stored:1", "1/stdout.printed:1",
      "3/ledger.change_written:4",
    ].map { "--only \($0)" }
    try await Proof.run(file, "--format json \(histories.joined(separator: " "))") {
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
    let file = Proof.file("sink: { stdout: {} }")
    try await Proof.run(file, "--only 1/run.sealed:1") { proof, _ in
      #expect(proof.exit == .code(0))
      #expect(proof.lines[0] == "killed when  kills  stdout (stdout)")
      #expect(proof.lines[1] == "run.sealed       1  ok")
      #expect(proof.lines[2] == "")
      #expect(proof.lines[3].hasPrefix("proven: 1 of 5 runs killed, in "))
      #expect(proof.lines[3].hasSuffix(" s: nothing lost, nothing doubled, everything in order"))
    }
  }

  @Test func runsAreKilledAtAnyMoment() async throws {
    let file = Proof.file(
      "{ name: inbox, sink: { file_queue: { directory: /inbox } } }",
      "{ name: books, sink: { sqlite: { path: ./books.sqlite } } }")
    try await Proof.run(file, "--kills 8 --seed 7") { proof, _ in
      #expect(proof.exit == .code(0), "\(proof.stdout)\(proof.stderr)")
      #expect(proof.lines[1].hasPrefix("at any moment "))
      #expect(proof.lines[1].hasSuffix("  ok                  ok"), "\(proof.lines[1])")
    }
  }

  /// Every sink seemed to be out of order.
  @Test func anOrderByDateIsProvenWithDataInColumns() async throws {
    let file = Proof.file(
      "{ name: inbox, sink: { file_queue: { directory: ./inbox } } }",
      "{ name: out, sink: { stdout: { format: csv, columns: [job_id, accounting_entry_id, data.date] } } }",
      "{ name: books, sink: { sqlite: { path: ./books.sqlite, columns: { at: data.date } } } }"
    ).replacing("routes:", with: "order: transaction_date\nroutes:")
      .replacing(
        "environment: production", with: "environment: production\n    accounting_data: full")
    try await Proof.run(file, "--kills 4 --seed 7") { proof, _ in
      #expect(proof.exit == .code(0), "\(proof.stdout)\(proof.stderr)")
      #expect(proof.stdout.contains("nothing lost, nothing doubled, everything in order"))
    }
  }
}
