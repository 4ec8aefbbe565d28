import ExportModel
import Foundation
import SQLite
import TestSupport
import Testing

/// What people take back of what a ledger knows, and what it forgets by itself.
@Suite(.timeLimit(.minutes(15)))
struct StateTests {
  @Test func aRouteThatIsSetBackDeliversAgainFromThereOn() async throws {
    let job = PleoJob(pending: 5)
    try await Site.with(job, routes: [Routes.queue(batch: 2), Routes.books()]) { site in
      #expect(try await site.run().exit == .code(0))
      for message in try site.messages() {
        try FileManager.default.removeItem(atPath: "\(site.folder)/queue/new/\(message)")
      }
      let rewind = ["state", "job.yaml", "rewind", "queue", "--to", "2"]
      let dry = try await site.sluice.start(rewind + ["--dry-run"]).ended()
      #expect(
        dry.lines == [
          "route 'queue' would be set back to ordinal 2: the next run would deliver 3 items again; its sink does "
            + "not show those again that it still has"
        ])
      #expect(try await site.run().summary?.contains("nothing to deliver") == true)
      let made = try await site.sluice.start(rewind).ended()
      #expect(made.exit == .code(0))
      #expect(made.lines.first?.hasPrefix("route 'queue' is set back to ordinal 2: ") == true)
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.lines.contains("  queue: delivered 2, outstanding 3"))
      let shown = try await site.sluice.run("state", "job.yaml", "show")
      #expect(shown.lines.last?.hasSuffix(": rewind queue to ordinal 2, 3 items") == true)
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages() == Array(job.messageNames.dropFirst(2)))
      #expect(try site.rows().count == 5, "the other route goes on from where it was")
    }
  }

  /// They would be owed and never delivered.
  @Test func itemsThatBecameFinalAreHeldWhenARouteIsSetBack() async throws {
    var job = PleoJob(pending: 4)
    try await Site.with(job, routes: [Routes.stdout()]) { site in
      _ = try await site.run()
      job.items[0].status = .successful
      site.pleo.job = job
      _ = try await site.run()
      let made = try await site.sluice.run("state", "job.yaml", "rewind", "stdout", "--to", "0")
      #expect(
        made.lines == [
          "route 'stdout' is set back to ordinal 0: the next run delivers 3 items again, and holds 1 that became "
            + "final or are not listed any more; its sink shows each of them a second time"
        ])
      let ended = try await site.run()
      #expect(ended.lines.count == 3)
      #expect(ended.exit == .code(65))
    }
  }

  @Test func aRouteIsOnlySetBackToWhereItWas() async throws {
    var job = PleoJob(pending: 4)
    try await Site.with(job, routes: [Routes.stdout(), Routes.broken]) { site in
      _ = try await site.run()
      func refusal(_ route: String, to ordinal: Int) async throws -> Ended {
        try await site.sluice.run("state", "job.yaml", "rewind", route, "--to", "\(ordinal)")
      }
      let far = try await refusal("stdout", to: 4)
      #expect(far.exit == .code(65))
      #expect(
        far.notes == [
          "error: route 'stdout' is past 4 items only, and cannot be set back to 4 [state.refused]",
          "  help: name an ordinal from 0 to 3, as 'sluice items FILE' lists them",
        ])
      #expect(
        try await refusal("books", to: 0).notes.first?.contains("has delivered nothing of") == true)
      #expect(
        try await refusal("none", to: 0).notes.first?.contains("the job file has no route 'none'")
          == true)
      job.status = .completed
      site.pleo.job = job
      _ = try await site.run()
      #expect(
        try await refusal("stdout", to: 0).notes.first?.contains("has ended as 'completed'") == true
      )
    }
  }

  @Test func aForgottenExportJobComesAgainAndWhatItOwedIsForgottenOnlyOnRequest() async throws {
    let job = PleoJob(pending: 3)
    try await Site.with(job, routes: [Routes.stdout(), Routes.broken]) { site in
      _ = try await site.run()
      let forget = ["state", "job.yaml", "forget-job", "\(job.id)"]
      let refused = try await site.sluice.start(forget).ended()
      #expect(refused.exit == .code(65))
      #expect(
        refused.notes == [
          "error: route 'books' owes 3 items of export job \(job.id) [state.refused]",
          "  help: deliver it with 'sluice run FILE', or close it with 'sluice state FILE settle ROUTE "
            + "--all'; forget-job and reset with --all forget that it is owed",
        ])
      let dry = try await site.sluice.start(forget + ["--all", "--dry-run"]).ended()
      #expect(
        dry.lines == [
          "the ledger would forget 3 items of export job \(job.id), 3 of which were owed, rejected or held; it has "
            + "not ended, as far as is known: a run that reads it again delivers again what still needs processing"
        ])
      #expect(try site.itemsInLedger() == 3)
      #expect(try await site.sluice.start(forget + ["--all"]).ended().exit == .code(0))
      #expect(try site.itemsInLedger() == 0)
      let shown = try await site.sluice.run("state", "job.yaml", "show")
      #expect(
        shown.lines.last?.hasSuffix(": forget-job \(job.id), 3 items, 3 not owed any more") == true)
      #expect(try await site.run().lines.count == 3)
      let again = try await site.sluice.run(
        "state", "job.yaml", "forget-job", "00000000-0000-0000-0000-000000000000")
      #expect(again.notes.first?.contains("the ledger has no items of export job") == true)
    }
  }

  /// A route that the ledger does not know yet did not count.
  @Test func whatANewRouteOwesIsForgottenOnlyOnRequest() async throws {
    let job = PleoJob(pending: 3)
    try await Site.with(job, routes: [Routes.stdout()]) { site in
      _ = try await site.run()
      try site.writeJobFile(routes: [Routes.stdout(), Routes.books()])
      for words in [["reset"], ["forget-job", "\(job.id)"]] {
        let refused = try await site.sluice.start(["state", "job.yaml"] + words).ended()
        #expect(refused.exit == .code(65))
        #expect(
          refused.notes.first
            == "error: route 'books' owes 3 items of export job \(job.id) [state.refused]")
      }
    }
  }

  /// It said what the next run would deliver, which then refused the route.
  @Test func aRouteThatTheNextRunRefusesIsNotSetBack() async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.books()]) { site in
      _ = try await site.run()
      try site.writeJobFile(
        routes: ["- { name: books, sink: { sqlite: { path: ./other.sqlite } } }"])
      let refused = try await site.sluice.run("state", "job.yaml", "rewind", "books", "--to", "0")
      #expect(refused.exit == .code(65))
      #expect(refused.stderr.contains("accept-terms"))
    }
  }

  @Test func aResetForgetsEveryExportJobAndKeepsTheRuns() async throws {
    try await FoundJobsTests.site { site in
      _ = try await site.run()
      let made = try await site.sluice.run("state", "job.yaml", "reset", "--format", "json")
      #expect(made.exit == .code(0))
      #expect(made.stdout.contains(#""action":"reset""#))
      #expect(made.stdout.contains(#""items":6,"jobs":3"#))
      #expect(try site.itemsInLedger() == 0)
      #expect(try await site.sluice.run("runs", "job.yaml").lines.count >= 3)
      let again = try await site.sluice.run("state", "job.yaml", "reset")
      #expect(again.exit == .code(65))
      #expect(try await site.run().lines.count == 6)
    }
  }

  @Test func wrongWordsAreSaid() async throws {
    try await Site.with(PleoJob(pending: 1)) { site in
      for (words, message) in [
        (["rewind", "stdout"], "rewind takes --to with an ordinal"),
        (["settle", "stdout", "--to", "3"], "--to is for rewind"),
        (["rewind", "stdout", "--to=-1"], "--to takes an ordinal from 0 on, found -1"),
        (["forget-job", "x"], "forget-job takes a UUID, found 'x'"),
        (["forget-job"], "forget-job takes the id of an export job"),
        (["reset", "x"], "reset takes no name"),
        (["rename-route", "x"], "rename-route takes the old name of a route and the new name"),
      ] {
        let ended = try await site.sluice.start(["state", "job.yaml"] + words).ended()
        #expect(ended.exit == .code(64))
        #expect(ended.stderr.contains(message), "\(ended.stderr)")
      }
    }
  }

  // MARK: run.keep

  private static let keep = "run: { keep: 1d }"

  /// Lets all runs so far be of long ago.
  private func age(_ site: Site) throws {
    try Connection(path: "\(site.folder)/.sluice/nightly/ledger.sqlite", access: .readWrite)
      .execute("UPDATE run SET started_ms = 1000")
  }

  private func jobsInLedger(_ site: Site) throws -> [String] {
    let ledger = try Connection(
      path: "\(site.folder)/.sluice/nightly/ledger.sqlite", access: .readOnly)
    let rows = try ledger.prepare("SELECT DISTINCT job_id FROM items ORDER BY job_id")
    var jobs: [String] = []
    while try rows.step() { jobs.append(rows.text(at: 0)) }
    return jobs
  }

  @Test func exportJobsThatEndedLongAgoWithNothingOwedAreForgotten() async throws {
    try await FoundJobsTests.site { site in
      #expect(try await site.run().exit == .code(0))
      var jobs = site.pleo.jobs
      // One has ended, one is not known any more, and nobody has told the ledger; one is open.
      jobs[0].status = .completed
      jobs[1].status = .completed
      site.pleo.jobs = jobs
      let unknown = jobs[1].id
      site.pleo.answer {
        $0.jobID == unknown ? .json(404, #"{"type":"EXPORT_NOT_FOUND"}"#) : nil
      }
      try age(site)
      #expect(try await site.run().exit == .code(0))
      #expect(try jobsInLedger(site).count == 3, "without run.keep everything is kept")
      try age(site)
      try site.writeJobFile(
        source: [FoundJobsTests.next], routes: [Routes.stdout(), Routes.books()], rest: Self.keep)
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(
        ended.log.map(\.message).contains(
          "forgot 2 export jobs that ended with nothing owed and that no run came to in 1d"))
      #expect(try jobsInLedger(site) == ["\(jobs[2].id)"])
      let runs = try await site.sluice.run("runs", "job.yaml")
      #expect(runs.lines.filter { $0.contains("1970-") } == [], "old runs are forgotten as well")
    }
  }

  @Test func whatIsOwedIsKeptHoweverOldItIs() async throws {
    try await FoundJobsTests.site(routes: [Routes.stdout(), Routes.broken]) { site in
      #expect(try await site.run().exit == .code(74))
      site.pleo.jobs = site.pleo.jobs.map { job in
        var job = job
        job.status = .completed
        return job
      }
      #expect(try await site.run().exit == .code(65))
      try age(site)
      try site.writeJobFile(
        source: [FoundJobsTests.next], routes: [Routes.stdout(), Routes.broken], rest: Self.keep)
      #expect(try await site.run().exit == .code(65))
      #expect(try jobsInLedger(site).count == 3)
    }
  }

  /// An export job that is open may still list items that were delivered, which would come again.
  @Test func anExportJobThatIsStillOpenIsKeptThoughNoRunCameToIt() async throws {
    var first = PleoJob(pending: 2)
    first.id = JobID(Identifier(high: 9, low: 1))
    try await Site.with(PleoJob(pending: 3)) { site in
      site.pleo.jobs = [first]
      _ = try await site.run("--export-job", "\(first.id)")
      site.pleo.jobs = [first, PleoJob(pending: 3)]
      try age(site)
      try site.writeJobFile(routes: [Routes.stdout()], rest: Self.keep)
      #expect(try await site.run().exit == .code(0))
      #expect(try jobsInLedger(site).count == 2)
      first.status = .failed
      site.pleo.jobs = [first, PleoJob(pending: 3)]
      #expect(try await site.run().exit == .code(0))
      #expect(try jobsInLedger(site) == ["\(PleoJob.sampleID)"])
    }
  }
}
