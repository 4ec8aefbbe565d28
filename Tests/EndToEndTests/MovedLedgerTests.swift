import ExportModel
import Foundation
import TestSupport
import Testing

/// A ledger that goes to another folder, or comes out of a backup.
@Suite(.timeLimit(.minutes(15)))
struct MovedLedgerTests {
  private static let inVault = "run: { state: ./vault }"

  @Test func aMovedLedgerGoesOnWhereItIsAndNowhereElse() async throws {
    let job = PleoJob(pending: 4)
    try await Site.with(job, routes: [Routes.stdout()]) { site in
      #expect(try await site.run().lines.count == 4)
      let vault = URL(fileURLWithPath: site.folder).resolvingSymlinksInPath().path + "/vault"
      let dry = try await site.sluice.run("state", "job.yaml", "move", "vault", "--dry-run")
      #expect(
        dry.lines == [
          "the ledger would be in \(vault); write it into the job file: run: { state: \(vault) }; a run with the old "
            + "folder would be refused"
        ])
      #expect(!FileManager.default.fileExists(atPath: vault))
      let moved = try await site.sluice.run("state", "job.yaml", "move", "vault")
      #expect(moved.exit == .code(0))
      #expect(moved.lines.first?.hasPrefix("the ledger is in \(vault); ") == true)
      #expect(
        try site.files().filter { $0.contains("nightly/") } == [
          ".sluice/nightly/lock", ".sluice/nightly/moved",
        ])

      // Forgotten in the job file: nothing comes twice.
      for command in ["run", "status", "plan", "items"] {
        let refused = try await site.sluice.run(command, "job.yaml")
        #expect(refused.exit == .code(74))
        #expect(refused.lines == [])
        #expect(refused.stderr.contains("ledger.sqlite was moved to \(vault)"), "\(refused.stderr)")
        #expect(refused.stderr.contains("run: { state: \(vault) }"))
      }
      for arguments in [["check", "--live", "job.yaml"], ["state", "job.yaml", "move", "third"]] {
        let refused = try await site.sluice.start(arguments).ended()
        #expect(refused.exit == .code(74))
        #expect(refused.stderr.contains("was moved to \(vault)"), "\(refused.stderr)")
      }

      try site.writeJobFile(routes: [Routes.stdout()], rest: Self.inVault)
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.lines == [])
      let shown = try await site.sluice.run("state", "job.yaml", "show")
      #expect(shown.lines.last?.hasSuffix(": move to \(vault), 0 items") == true)
    }
  }

  @Test func aLedgerMayBeMovedBack() async throws {
    try await Site.with(PleoJob(pending: 2), routes: [Routes.stdout()]) { site in
      _ = try await site.run()
      _ = try await site.sluice.run("state", "job.yaml", "move", "vault")
      let back = try await site.sluice.run(
        "state", "job.yaml", "move", ".sluice/nightly", "--state", "vault")
      #expect(back.exit == .code(0))
      #expect(try await site.run().lines == [])
      #expect(try site.files().filter { $0.hasPrefix("vault/") } == ["vault/lock", "vault/moved"])
    }
  }

  /// One of the two would be lost.
  @Test func aLedgerIsNotMovedOverAnotherOne() async throws {
    try await Site.with(PleoJob(pending: 2), routes: [Routes.stdout()]) { site in
      _ = try await site.run()
      let here = try await site.sluice.run("state", "job.yaml", "move", ".sluice/nightly")
      #expect(here.exit == .code(65))
      #expect(here.stderr.contains("/.sluice/nightly already"))
      _ = try await site.sluice.run("run", "job.yaml", "--state", "vault")
      try site.writeJobFile(routes: [Routes.queue()])
      let queue = try await site.sluice.run("state", "job.yaml", "move", "queue")
      #expect(queue.stderr.contains("route 'queue' writes to "))
      let taken = try await site.sluice.run("state", "job.yaml", "move", "vault")
      #expect(taken.exit == .code(65))
      #expect(taken.stderr.contains("there is a ledger in "))
      #expect(try await site.run().exit == .code(0))
    }
  }

  // MARK: Backups

  /// As *On a schedule* says to do it: a run may go on meanwhile.
  private static let backup =
    #"umask 077; sqlite3 .sluice/nightly/ledger.sqlite ".backup 'ledger.backup'""#
  private static let restore =
    "rm -f .sluice/nightly/ledger.sqlite*; cp ledger.backup .sluice/nightly/ledger.sqlite"

  @Test func aLedgerComesBackOutOfABackup() async throws {
    let job = PleoJob(pending: 7)
    var first = job
    first.items = Array(job.items.prefix(4))
    try await Site.with(first, routes: [Routes.queue(), Routes.books()]) { site in
      #expect(try await site.run().exit == .code(0))
      #expect(try await site.sluice.run(shell: Self.backup).exit == .code(0))
      let before = try await site.sluice.run("status", "job.yaml").stdout
      site.pleo.job = job
      #expect(try await site.run().exit == .code(0))
      #expect(try await site.sluice.run(shell: Self.restore).exit == .code(0))
      #expect(try await site.sluice.run("status", "job.yaml").stdout == before)
      // What came after it is delivered again, and the sinks hide what they have.
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.summary?.contains("queue: delivered 0, absorbed 3") == true)
      #expect(try site.messages() == job.messageNames.sorted())
      #expect(Set(try site.rows().map(\.entryID)).count == 7)
      #expect(try site.rows().count == 7)
    }
  }
}
