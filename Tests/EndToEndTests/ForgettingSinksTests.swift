import Foundation
import SQLite
import TestSupport
import Testing

/// What sinks have noted beside their items, where a person takes back what the ledger knows.
@Suite(.timeLimit(.minutes(15)))
struct ForgettingSinksTests {
  /// A run was killed when it had recorded a batch; a consumer took all messages and lost them; and the batch did not come
  /// again, because the queue remembered it.
  @Test(arguments: ["rewind", "forget-job", "reset"])
  func whatTheSinkRemembersOfARunThatDiedDoesNotHideWhatComesAgain(action: String) async throws {
    let job = PleoJob(pending: 6)
    try await Site.with(job, routes: [Routes.queue(batch: 2), Routes.books(batch: 2)]) { site in
      for death in ["run.position_moved:2", "run.batch_delivered:1"] {
        var dying = site
        dying.sluice.environment["SLUICE_CRASH_AT"] = death
        #expect(try await dying.run().exit == .signal(9))
      }
      #expect(try await site.run().exit == .code(0))
      for message in try site.messages() {
        try FileManager.default.removeItem(atPath: "\(site.folder)/queue/new/\(message)")
      }
      try Connection(path: "\(site.folder)/export.sqlite", access: .readWrite)
        .execute("DELETE FROM export_items")
      let words =
        switch action {
        case "rewind": [["rewind", "queue", "--to", "0"], ["rewind", "books", "--to", "0"]]
        case "forget-job": [["forget-job", "\(job.id)"]]
        default: [["reset"]]
        }
      for words in words {
        let made = try await site.sluice.start(["state", "job.yaml"] + words).ended()
        #expect(made.exit == .code(0), "\(made)")
      }
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages() == job.messageNames)
      #expect(try site.rows().count == 6)
    }
  }

  @Test func aSinkThatCannotForgetIsAReasonToDecideNothing() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.queue()]) { site in
      #expect(try await site.run().exit == .code(0))
      let own = "\(site.folder)/queue/.sluice/nightly.queue"
      try "?".write(
        toFile: "\(own)/\(PleoJob.sampleID).journal", atomically: false, encoding: .utf8)
      let made = try await site.sluice.run("state", "job.yaml", "rewind", "queue", "--to", "0")
      #expect(made.exit == .code(74))
      #expect(made.stderr.contains("nothing is decided; it says which messages were published"))
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.lines.contains("  queue: delivered 4, outstanding 0"))
    }
  }
}
