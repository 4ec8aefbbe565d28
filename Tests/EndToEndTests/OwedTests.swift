import ExportModel
import Foundation
import TestSupport
import Testing

/// Exit 0 means that nothing is owed, and what is owed is named (promise 9).
@Suite(.timeLimit(.minutes(15)))
struct OwedTests {
  private static let broken = "- { name: books, sink: { sqlite: { path: ./no/export.sqlite } } }"

  /// A route failed, Pleo then reported the items `successful`: the run ended with 0.
  @Test func itemsThatBecameFinalMeanwhileAreOwedAndSaidEverywhere() async throws {
    var job = pending(20)
    try await Site.with(job, routes: [Routes.queue(), Self.broken]) { site in
      #expect(try await site.run().exit == .code(74))
      for index in job.items.indices { job.items[index].status = .successful }
      site.pleo.job = job
      try makeFolder("no", site)
      let ended = try await site.run()
      #expect(ended.exit == .code(65))
      #expect(
        ended.warnings.contains(
          "route 'books' owes 20 items that became final at Pleo before this route delivered them: "
            + "a person must decide"))
      #expect(ended.summary?.contains("books: delivered 0, absorbed 0, held 20; held 20") == true)
      #expect(ended.log.last?.level == .error, "the last line of a failed run")

      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.lines.contains("  books: delivered 0, outstanding 0"))
      #expect(
        status.lines.contains(
          "    held 20 that became final at Pleo before this route delivered them"))
      let items = try await site.sluice.run("items", "--held", "job.yaml")
      #expect(items.lines.count == 20)
      #expect(items.lines.allSatisfy { $0.hasSuffix("\tqueue=delivered\tbooks=held") })
      let explained = try await site.sluice.run(
        "explain", "job.yaml", "\(job.items[0].entryID)")
      #expect(
        explained.lines.contains(
          "  books: held: it became final at Pleo before this route delivered it"))
      let plan = try await site.sluice.run("plan", "job.yaml")
      #expect(
        plan.lines.contains("  hold 20 that became final at Pleo before a route delivered them"))

      let json = try await site.run("--format", "json")
      #expect(
        try findings(json) == [
          "run.owed books: route 'books' owes 20 items, 20 of which are held"
        ])
      #expect(json.lines.last?.contains(#""exit_code":65"#) == true)
    }
  }

  @Test func whatIsHeldIsDeliveredOrSettledAsAPersonDecides() async throws {
    var job = pending(5)
    try await Site.with(job, routes: [Self.broken]) { site in
      _ = try await site.run()
      for index in job.items.indices { job.items[index].status = .successful }
      site.pleo.job = job
      try makeFolder("no", site)
      #expect(try await site.run().exit == .code(65))
      let dry = try await site.sluice.run("state", "job.yaml", "settle", "books", "--dry-run")
      #expect(dry.lines == ["5 items held by route 'books' would be settled"])
      #expect(try await site.run().exit == .code(65))
      let settled = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(settled.lines == ["5 items held by route 'books' are settled"])
      #expect(try await site.run().exit == .code(0))
      let shown = try await site.sluice.run("state", "job.yaml", "show")
      #expect(shown.lines.last?.hasSuffix(": settle books, 5 items") == true)
      let again = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(again.exit == .code(65))
      #expect(again.notes.first?.contains("route 'books' holds no item") == true)
    }
  }

  @Test func finishedDeliverHandsThemOn() async throws {
    var job = pending(5)
    try await Site.with(job, routes: [Self.broken]) { site in
      _ = try await site.run()
      for index in job.items.indices { job.items[index].status = .successful }
      site.pleo.job = job
      try makeFolder("no", site)
      try site.writeJobFile(routes: [Self.broken], rest: "recovery: { finished: deliver }")
      #expect(try await site.run().exit == .code(0))
      #expect(
        try site.rows(of: "no/export.sqlite").map(\.status)
          == Array(repeating: "successful", count: 5))
    }
  }

  /// The export job expired while a route still owed items: exit 0, "nothing was touched".
  @Test func anExportJobThatEndedSaysWhichRouteNeverReceivedWhat() async throws {
    var job = pending(20)
    try await Site.with(job, routes: [Routes.queue(), Self.broken]) { site in
      _ = try await site.run()
      job.status = .failed
      site.pleo.job = job
      try makeFolder("no", site)
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
          == "  it is pending, and was pending when it was stored as work: a run holds it, for a "
          + "person must decide; the export job has ended as 'failed'")
      let plan = try await site.sluice.run("plan", "job.yaml")
      #expect(plan.lines.last == "  books never received 20 items")
      _ = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(try await site.run().exit == .code(0))
    }
  }

  /// A route was taken out of the job file while its sink was down: exit 0, and its items were in no sink.
  @Test func aRouteThatWasTakenOutStillOwesUntilItIsSettled() async throws {
    try await Site.with(pending(5), routes: [Routes.queue(), Self.broken]) { site in
      _ = try await site.run()
      try site.writeJobFile(routes: [Routes.queue()])
      let removed = try await site.run()
      #expect(removed.exit == .code(65))
      #expect(
        removed.warnings.contains(
          "route 'books' owes 5 items that had not been delivered when the route was taken out of the "
            + "job file: a person must decide"))
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.lines.contains("  books: delivered 0, outstanding 0"))
      let items = try await site.sluice.run("items", "--held", "job.yaml")
      #expect(items.lines.count == 5)
      let explained = try await site.sluice.run(
        "explain", "job.yaml", "\(site.pleo.job.items[0].entryID)")
      #expect(
        explained.lines.last
          == "  books: held: it had not been delivered when the route was taken out of the job file"
      )
      #expect(explained.lines[1].hasSuffix("a run holds it, for a person must decide"))
      let settled = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(settled.lines == ["5 items held by route 'books' are settled"])
      #expect(try await site.run().exit == .code(0))
    }
  }

  /// A queue was deleted with its messages: exit 0, without a word.
  @Test func aQueueThatWasDeletedIsWarnedAbout() async throws {
    try await Site.with(pending(3), routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try FileManager.default.removeItem(atPath: "\(site.folder)/queue")
      let again = try await site.run()
      #expect(
        again.warnings == [
          "route 'queue' delivers to file_queue in directory \(site.folder)/queue, and what it "
            + "delivered to before is no longer there"
        ])
    }
  }

  /// Names swapped in the job file: after accept-terms each went on at the other's position.
  @Test func swappedNamesCannotBeAcceptedAndTakeThreeRenames() async throws {
    let routes = { (one: String, two: String) in
      [(one, "queue"), (two, "other")].map { name, folder in
        "- { name: \(name), sink: { file_queue: { directory: ./\(folder) } } }"
      }
    }
    try await Site.with(pending(4), routes: routes("a", "b")) { site in
      #expect(try await site.run().exit == .code(0))
      try site.writeJobFile(routes: routes("b", "a"))
      #expect(try await site.run().exit == .code(65))
      let refused = try await site.sluice.run("state", "job.yaml", "accept-terms", "a")
      #expect(refused.exit == .code(65))
      #expect(refused.stderr.contains("delivers to where route 'b' has delivered items"))
      let taken = try await site.sluice.run("state", "job.yaml", "rename-route", "a", "b")
      #expect(taken.stderr.contains("where two routes have swapped names, rename three times"))
      for (old, new) in [("a", "aside"), ("b", "a"), ("aside", "b")] {
        let renamed = try await site.sluice.run("state", "job.yaml", "rename-route", old, new)
        #expect(renamed.exit == .code(0))
      }
      #expect(try await site.run().exit == .code(0))
    }
  }

  /// A route was renamed after a consumer had emptied its queue: every message came again.
  @Test func aRenamedRouteIsRefusedUntilItsProgressIsCarriedOver() async throws {
    let job = pending(20)
    try await Site.with(job, routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try emptyQueue(site)
      let renamed = "- { name: inbox, sink: { file_queue: { directory: ./queue } } }"
      try site.writeJobFile(routes: [renamed])
      let refused = try await site.run()
      #expect(refused.exit == .code(65))
      #expect(
        refused.errors == [
          "route 'inbox' delivers to where route 'queue' has delivered items of this export job: "
            + "file_queue in directory \(site.folder)/queue"
        ])
      #expect(try site.messages() == [])
      let carried = try await site.sluice.run("state", "job.yaml", "rename-route", "queue", "inbox")
      #expect(carried.lines == ["route 'inbox' has the progress of 'queue', in 1 export job"])
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages() == [], "nothing comes again")
    }
  }

  @Test func aRenamedJobIsRefusedUntilItsTermsAreAccepted() async throws {
    let job = pending(20)
    try await Site.with(job) { site in
      try site.writeJobFile(routes: [Routes.queue()], rest: "run: { state: ./state }")
      _ = try await site.run()
      try emptyQueue(site)
      let text = try String(contentsOfFile: "\(site.folder)/job.yaml", encoding: .utf8)
      try site.write(
        text.replacingOccurrences(of: "job: nightly", with: "job: daily"), to: "job.yaml")
      #expect(try await site.run().exit == .code(65))
      let accepted = try await site.sluice.run("state", "job.yaml", "accept-terms", "queue")
      #expect(
        accepted.lines == [
          "route 'queue' goes on with the terms of the job file; 0 items that it passed and takes "
            + "now are owed"
        ])
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages() == [])
    }
  }

  @Test func acceptingAWiderWhenDeliversWhatItTakesOnlyNow() async throws {
    var job = pending(4)
    job.items[1].status = .failed
    let wider = "recovery: { process: [pending, failed] }"
    try await Site.with(job) { site in
      let narrow =
        #"- { name: queue, when: status == "pending", sink: { file_queue: { directory: ./queue } } }"#
      try site.writeJobFile(routes: [narrow], rest: wider)
      #expect(try await site.run().exit == .code(65), "no route takes the failed one")
      try site.writeJobFile(routes: [Routes.queue()], rest: wider)
      #expect(try await site.run().exit == .code(65))
      _ = try await site.sluice.run("state", "job.yaml", "accept-terms", "queue")
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages().count == 4)
    }
  }

  /// The same files through a symbolic link, or moved: every route was refused.
  @Test func aMovedAndLinkedFolderIsTheSamePlace() async throws {
    let job = pending(6)
    try await Site.with(job, routes: [Routes.queue(), Routes.books()]) { site in
      let work = "\(site.folder)/work"
      try makeFolder("work", site)
      try FileManager.default.moveItem(
        atPath: "\(site.folder)/job.yaml", toPath: "\(work)/job.yaml")
      #expect(try await site.sluice.run("run", "work/job.yaml").exit == .code(0))
      try FileManager.default.createSymbolicLink(
        atPath: "\(site.folder)/link", withDestinationPath: "work")
      #expect(try await site.sluice.run("run", "link/job.yaml").exit == .code(0))
      try FileManager.default.moveItem(atPath: work, toPath: "\(site.folder)/moved")
      #expect(try await site.sluice.run("run", "moved/job.yaml").exit == .code(0))
    }
  }

  /// Pleo exports an entry again when its job has expired: the message names the earlier job.
  @Test func anEntryOfAnEarlierExportJobNamesIt() async throws {
    var job = pending(3)
    try await Site.with(job, routes: [Routes.queue(), Routes.books()]) { site in
      _ = try await site.run()
      try emptyQueue(site)
      let later = JobID(Identifier(high: 7, low: 7))
      job.id = later
      site.pleo.job = job
      try site.writeJobFile(
        source: ["export_job: \(later)"], routes: [Routes.queue(), Routes.books()])
      #expect(try await site.run().exit == .code(0))
      for name in try site.messages() {
        let text = try String(contentsOfFile: "\(site.folder)/queue/new/\(name)", encoding: .utf8)
        #expect(
          text.hasSuffix(#","status":"pending","previousJobId":"\#(PleoJob.sampleID)"}"# + "\n"))
      }
      #expect(try site.rows().filter { $0.jobID == "\(later)" }.count == 3)
      try site.writeJobFile(
        source: ["export_job: \(JobID(Identifier(high: 8, low: 8)))"], routes: [Routes.queue()],
        rest: "recovery: { delivered_before: hold }")
      job.id = JobID(Identifier(high: 8, low: 8))
      site.pleo.job = job
      let held = try await site.run()
      #expect(held.exit == .code(65))
      #expect(held.summary?.contains("held 3") == true)
    }
  }

  /// Only a route for pending, and `failed` is processed as well: 65 every night, and no word of it.
  @Test func aStatusThatNoRouteTakesIsWarnedOfAndExplained() async throws {
    var job = pending(2)
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
    var job = pending(4)
    try await Site.with(job, routes: [Self.broken]) { site in
      _ = try await site.run()
      job.status = .completed
      site.pleo.job = job
      try makeFolder("no", site)
      let ended = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(ended.exit == .code(65))
      #expect(try await site.run().exit == .code(65))
      #expect(
        ended.notes.first?.hasSuffix(
          "error: the export job has ended, and route 'books' never received 4 items [live.route]")
          == true)
    }
    try await Site.with(pending(4), routes: [Routes.queue()]) { site in
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
    try await Site.with(pending(3), routes: [Routes.queue()]) { site in
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
      #expect(after.lines[2].hasPrefix("  the last run was killed before its end: process "))
      site.pleo.answer { _ in nil }
      _ = try await site.run()
      let done = try await site.sluice.run("status", "job.yaml")
      #expect(!done.stdout.contains("killed"))
      #expect(!done.stdout.contains("going on"))
    }
  }

  private func pending(_ count: Int) -> PleoJob {
    var job = PleoJob(of: count)
    for index in job.items.indices { job.items[index].status = .pending }
    return job
  }

  private func makeFolder(_ name: String, _ site: Site) throws {
    try FileManager.default.createDirectory(
      atPath: "\(site.folder)/\(name)", withIntermediateDirectories: false)
  }

  /// What a consumer does: takes every message and deletes it.
  private func emptyQueue(_ site: Site) throws {
    for name in try site.messages() { unlink("\(site.folder)/queue/new/\(name)") }
  }

  private func findings(_ ended: Ended) throws -> [String] {
    struct Envelope: Decodable {
      struct Finding: Decodable {
        let id: String
        let message: String
        let route: String?
      }
      let findings: [Finding]
    }
    let line = Data((ended.lines.last ?? "").utf8)
    return try JSONDecoder().decode(Envelope.self, from: line).findings.map {
      "\($0.id) \($0.route ?? "-"): \($0.message)"
    }
  }
}
