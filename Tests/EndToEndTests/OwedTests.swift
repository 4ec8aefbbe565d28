import ExportModel
import Foundation
import TestSupport
import Testing

/// Exit 0 means that nothing is owed, and what is owed is named (promise 9).
@Suite(.timeLimit(.minutes(15)))
struct OwedTests {
  /// A route failed, Pleo then reported the items `successful`: the run ended with 0.
  @Test func itemsThatBecameFinalMeanwhileAreOwedAndSaidEverywhere() async throws {
    var job = PleoJob(pending: 20)
    try await Site.with(job, routes: [Routes.queue(), Routes.broken]) { site in
      #expect(try await site.run().exit == .code(74))
      for index in job.items.indices { job.items[index].status = .successful }
      site.pleo.job = job
      try site.makeFolder("no")
      let ended = try await site.run()
      #expect(ended.exit == .code(65))
      #expect(
        ended.warnings.contains(
          "route 'books' owes 20 items that became final at the source before this route delivered them: "
            + "a person must decide"))
      #expect(ended.summary?.contains("books: delivered 0, absorbed 0, held 20; held 20") == true)
      #expect(ended.log.last?.level == .error, "the last line of a failed run")

      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.lines.contains("  books: delivered 0, outstanding 0"))
      #expect(
        status.lines.contains(
          "    held 20 that became final at the source before this route delivered them"))
      let items = try await site.sluice.run("items", "--held", "job.yaml")
      #expect(items.lines.count == 20)
      #expect(items.lines.allSatisfy { $0.hasSuffix("\tqueue=delivered\tbooks=held") })
      let explained = try await site.sluice.run(
        "explain", "job.yaml", "\(job.items[0].entryID)")
      #expect(
        explained.lines.contains(
          "  books: held: it became final at the source before this route delivered it"))
      let plan = try await site.sluice.run("plan", "job.yaml")
      #expect(
        plan.lines.contains(
          "  hold 20 that became final at the source before a route delivered them"))

      let json = try await site.run("--format", "json")
      #expect(
        try json.findings == [
          "run.owed books: route 'books' owes 20 items, 20 of which are held"
        ])
      #expect(json.lines.last?.contains(#""exit_code":65"#) == true)
    }
  }

  @Test func whatIsHeldIsDeliveredOrSettledAsAPersonDecides() async throws {
    var job = PleoJob(pending: 5)
    try await Site.with(job, routes: [Routes.broken]) { site in
      _ = try await site.run()
      for index in job.items.indices { job.items[index].status = .successful }
      site.pleo.job = job
      try site.makeFolder("no")
      #expect(try await site.run().exit == .code(65))
      let dry = try await site.sluice.run("state", "job.yaml", "settle", "books", "--dry-run")
      #expect(dry.lines == ["5 items of route 'books' would be settled"])
      #expect(try await site.run().exit == .code(65))
      let settled = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(settled.lines == ["5 items of route 'books' are settled"])
      #expect(try await site.run().exit == .code(0))
      let shown = try await site.sluice.run("state", "job.yaml", "show")
      #expect(shown.lines.last?.hasSuffix(": settle books, 5 items") == true)
      #expect(shown.stdout.contains("  books: is past "))
      let again = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(again.exit == .code(65))
      #expect(again.notes.first?.contains("route 'books' holds and rejected no item") == true)
    }
  }

  @Test func finishedDeliverHandsThemOn() async throws {
    var job = PleoJob(pending: 5)
    try await Site.with(job, routes: [Routes.broken]) { site in
      _ = try await site.run()
      for index in job.items.indices { job.items[index].status = .successful }
      site.pleo.job = job
      try site.makeFolder("no")
      try site.writeJobFile(routes: [Routes.broken], rest: "recovery: { finished: deliver }")
      #expect(try await site.run().exit == .code(0))
      #expect(
        try site.rows(of: "no/export.sqlite").map(\.status)
          == Array(repeating: "successful", count: 5))
    }
  }

  /// The export job expired while a route still owed items: exit 0, "nothing was touched".
  @Test func anExportJobThatEndedSaysWhichRouteNeverReceivedWhat() async throws {
    var job = PleoJob(pending: 20)
    try await Site.with(job, routes: [Routes.queue(), Routes.broken]) { site in
      _ = try await site.run()
      job.status = .failed
      site.pleo.job = job
      try site.makeFolder("no")
      for _ in 1...2 {
        let ended = try await site.run()
        #expect(ended.exit == .code(65))
        #expect(
          ended.log.last?.message.hasPrefix(
            "nightly: the export job has ended, nothing was touched; books never received 20 items")
            == true)
      }
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.lines.contains("  the export job has ended as 'failed'"))
      #expect(
        status.lines.contains("    held 20 that had not been delivered when the export job ended"))
      #expect(status.lines.count { $0.contains("the export job has ended, nothing") } == 2)
      let explained = try await site.sluice.run(
        "explain", "job.yaml", "\(job.items[0].entryID)")
      #expect(
        explained.lines[1]
          == "  it is pending, and was pending when it was stored as work: a run holds it, "
          + "because a person must decide; the export job has ended as 'failed'")
      let plan = try await site.sluice.run("plan", "job.yaml")
      #expect(plan.lines.last == "  books never received 20 items")
      _ = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(try await site.run().exit == .code(0))
    }
  }

  /// Only a route for pending, and `failed` is processed as well: 65 every night, and no word of it.
  @Test func aStatusThatNoRouteTakesIsWarnedOfAndExplained() async throws {
    var job = PleoJob(pending: 2)
    job.items[0].status = .failed
    let narrow = #"- { name: queue, when: status == "pending", sink: { stdout: {} } }"#
    try await Site.with(job) { site in
      try site.writeJobFile(routes: [narrow], rest: "recovery: { process: [pending, failed] }")
      let checked = try await site.sluice.run("check", "job.yaml")
      #expect(checked.exit == .code(0))
      #expect(
        checked.notes.first?.hasSuffix(
          "warning: items that are failed are processed, and no route takes one [routes.unreached]")
          == true)
      #expect(try await site.run().exit == .code(65))
      let explained = try await site.sluice.run(
        "explain", "job.yaml", "\(job.items[0].entryID)")
      #expect(explained.lines[1].hasSuffix(": held, no route takes it"))
      #expect(try await site.sluice.run("items", "--held", "job.yaml").lines.count == 1)
    }
  }

  @Test func aLiveCheckHasTheVerdictOfARun() async throws {
    var job = PleoJob(pending: 4)
    try await Site.with(job, routes: [Routes.broken]) { site in
      _ = try await site.run()
      job.status = .completed
      site.pleo.job = job
      try site.makeFolder("no")
      let ended = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(ended.exit == .code(65))
      #expect(try await site.run().exit == .code(65))
      #expect(
        ended.notes.first?.hasSuffix(
          "error: the export job has ended, and route 'books' never received 4 items [live.route]")
          == true)
    }
    try await Site.with(PleoJob(pending: 4), routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try site.writeJobFile(
        routes: ["- { name: other, sink: { file_queue: { directory: ./queue } } }"])
      let refused = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(refused.exit == .code(65))
      #expect(try await site.run().exit == .code(65))
      #expect(refused.stderr.contains("delivers to where route 'queue' has delivered items"))
    }
  }

  @Test func aRunThatGoesOnAndOneThatWasKilledAreSeenByStatus() async throws {
    try await Site.with(PleoJob(pending: 3), source: Site.unhurried, routes: [Routes.queue()]) {
      site in
      let isAsked = Moment()
      site.pleo.answer { _ in
        isAsked.happen()
        return .silence
      }
      let running = try site.sluice.start(["run", "job.yaml"])
      await isAsked.wait()
      let during = try await site.sluice.run("status", "job.yaml")
      #expect(during.lines[2].hasPrefix("  a run is going on: process \(running.pid) on "))
      running.send(SIGKILL)
      _ = await running.ended()
      let after = try await site.sluice.run("status", "job.yaml")
      #expect(
        after.lines[2].hasPrefix(
          "  the last run, or a decision, was killed before its end: process "))
      site.pleo.answer { _ in nil }
      _ = try await site.run()
      let done = try await site.sluice.run("status", "job.yaml")
      #expect(!done.stdout.contains("was killed"))
      #expect(!done.stdout.contains("a run is going on"))
    }
  }

  /// A slip in the status listed nothing, as if nothing were owed.
  @Test func aStatusThatNoItemHasIsRefused() async throws {
    var job = PleoJob(pending: 2)
    job.items[0].status = try #require(ItemStatus("on_the_moon"))
    try await Site.with(job) { site in
      let slip = try await site.sluice.run("items", "job.yaml", "--status", "on_the_mon")
      #expect(slip.exit == .code(64))
      #expect(slip.stderr.contains("Error: 'on_the_mon' is not a status; use one of: abandoned, "))
      #expect(slip.stderr.contains("\nUsage: sluice items "))
      #expect(slip.stderr.contains("See 'sluice items --help'"))
      _ = try await site.run()
      let odd = try await site.sluice.run("items", "job.yaml", "--status", "on_the_moon")
      #expect(odd.lines.count == 1)
      let near = try await site.sluice.run("items", "job.yaml", "--status", "on_the_mon")
      #expect(near.stderr.contains("'on_the_mon' is not a status; did you mean 'on_the_moon'?"))
    }
  }
}
