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
        #expect(refused.stderr.contains("write that folder into the job file under run.state"))
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

  // MARK: A move that was cut short

  /// A ledger that has delivered, as `whole` in the site's folder; a process died after these steps of its move to `vault`.
  private func cutShort(
    _ steps: [String], _ body: (Site, _ ledger: String, _ vault: String) async throws -> Void
  ) async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.stdout()]) { site in
      _ = try await site.run()
      let folder = URL(fileURLWithPath: site.folder).resolvingSymlinksInPath().path
      let (ledger, vault) = ("\(folder)/.sluice/nightly", "\(folder)/vault")
      let moved = try await site.sluice.run(
        shell: "cp -a .sluice/nightly whole; $SLUICE state job.yaml move vault")
      #expect(moved.exit == .code(0))
      for step in steps {
        let done = try await site.sluice.run(shell: "set -e; \(step)")
        #expect(done.exit == .code(0), "\(step)")
      }
      try await body(site, ledger, vault)
    }
  }

  private static let oldIsThere = "cp whole/ledger.sqlite* .sluice/nightly/"
  private static let newIsNot = "mv vault/ledger.sqlite vault/ledger.sqlite.new"
  private static let isArriving = "echo $PWD/.sluice/nightly > vault/arriving"
  private static let hasNotMoved = "rm .sluice/nightly/moved"

  /// Both were in force, and what the one had delivered the other delivered again.
  @Test(arguments: [
    [oldIsThere, hasNotMoved, newIsNot, isArriving], [oldIsThere, newIsNot, isArriving],
    [oldIsThere, isArriving], [oldIsThere],
  ])
  func neverAreBothInForceAndTheMoveIsFinished(steps: [String]) async throws {
    try await cutShort(steps) { site, ledger, vault in
      let old = try await site.run()
      let new = try await site.run("--state", "vault")
      #expect(old.lines + new.lines == [], "nothing comes twice")
      #expect([old, new].count { $0.exit == .code(0) } <= 1)
      for refused in [old, new] where refused.exit != .code(0) {
        #expect(refused.exit == .code(74))
        let hints = refused.log.compactMap(\.hint).joined()
        #expect(hints.contains("move"), "\(refused.stderr)")
      }
      let finished = try await site.sluice.run("state", "job.yaml", "move", vault)
      #expect(finished.exit == .code(0), "\(finished.stderr)")
      let refused = try await site.run()
      #expect(refused.exit == .code(74))
      let ended = try await site.run("--state", vault)
      #expect(ended.exit == .code(0))
      #expect(ended.lines == [])
      let left = try site.files().filter { $0.contains("nightly/") }
      #expect(left == [".sluice/nightly/lock", ".sluice/nightly/moved"])
    }
  }

  @Test func aMoveThatWasCutShortIsFinishedBeforeAnother() async throws {
    try await cutShort([Self.oldIsThere]) { site, ledger, vault in
      let other = try await site.sluice.run("state", "job.yaml", "move", "third")
      #expect(other.exit == .code(65))
      #expect(other.stderr.contains("a move of the ledger to \(vault) was cut short"))
      #expect(other.stderr.contains("finish it first: sluice state FILE move \(vault)"))
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
