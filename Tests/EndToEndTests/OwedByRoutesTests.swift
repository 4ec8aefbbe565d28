import ExportModel
import Foundation
import TestSupport
import Testing

/// What routes owe when they are renamed, changed or taken out of the job file (promise 9).
@Suite(.timeLimit(.minutes(15)))
struct OwedByRoutesTests {
  /// A route was taken out of the job file while its sink was down: exit 0, and its items were in no sink.
  @Test func aRouteThatWasTakenOutStillOwesUntilItIsSettled() async throws {
    try await Site.with(PleoJob(pending: 5), routes: [Routes.queue(), Routes.broken]) { site in
      _ = try await site.run()
      try site.writeJobFile(routes: [Routes.queue()])
      let removed = try await site.run()
      #expect(removed.exit == .code(65))
      #expect(
        removed.warnings.contains(
          "route 'books' owes 5 items that had not been delivered when the route was taken out of the "
            + "job file: a person must decide"))
      let checked = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(checked.exit == .code(65))
      #expect(
        checked.stderr.contains(
          "route 'books' is not in the job file any more, and owes or rejected 5 items [live.route]"
        ))
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
      #expect(explained.lines[1].hasSuffix("a run holds it, because a person must decide"))
      let settled = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(settled.lines == ["5 items of route 'books' are settled"])
      #expect(try await site.run().exit == .code(0))
    }
  }

  /// A queue was deleted with its messages: exit 0, without a word.
  @Test func aQueueThatWasDeletedIsWarnedAbout() async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.queue()]) { site in
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
    try await Site.with(PleoJob(pending: 4), routes: routes("a", "b")) { site in
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
    let job = PleoJob(pending: 20)
    try await Site.with(job, routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try site.emptyQueue()
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
      let mistyped = try await site.sluice.run(
        "state", "job.yaml", "rename-route", "queue", "inbix", "--dry-run")
      #expect(
        mistyped.lines == [
          "route 'inbix' would have the progress of 'queue', in 1 export job; the job file has no route "
            + "'inbix'; until it has, what the route owes is held"
        ])
      let carried = try await site.sluice.run("state", "job.yaml", "rename-route", "queue", "inbox")
      #expect(carried.lines == ["route 'inbox' has the progress of 'queue', in 1 export job"])
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages() == [], "nothing comes again")
    }
  }

  /// `when` was narrowed, accepted, put back and accepted: what had been delivered first came again, and in
  /// between was said to be taken by no route.
  @Test func whatWasDeliveredUnderFormerTermsStaysDelivered() async throws {
    var job = PleoJob(pending: 6)
    try await Site.with(job, routes: [Routes.queue()]) { site in
      job.items.removeLast(2)
      site.pleo.job = job
      let when = { (condition: String) in
        "- { name: queue, when: '\(condition)', sink: { file_queue: { directory: ./queue } } }"
      }
      let all = #"status == "pending""#
      let odd = "entry_id == \"\(job.items.map(\.entryID).sorted()[0])\""
      try site.writeJobFile(routes: [when(all)])
      #expect(try await site.run().exit == .code(0))
      try site.emptyQueue()
      for (condition, status, owed) in [(odd, Int32(0), 0), (all, 0, 0)] {
        try site.writeJobFile(routes: [when(condition)])
        #expect(try await site.run().exit == .code(65))
        let accepted = try await site.sluice.run("state", "job.yaml", "accept-terms", "queue")
        #expect(accepted.lines.first?.contains("; \(owed) items that it passed") == true)
        #expect(try await site.run().exit == .code(status))
        let known = try await site.sluice.run("status", "job.yaml")
        #expect(known.lines.contains("  queue: delivered 4, outstanding 0"))
      }
      #expect(try site.messages() == [], "nothing comes again")

      // What came while the condition was narrow was never delivered.
      try site.writeJobFile(routes: [when(odd)])
      _ = try await site.sluice.run("state", "job.yaml", "accept-terms", "queue")
      site.pleo.job = PleoJob(pending: 6)
      #expect(try await site.run().exit == .code(65), "no route takes the two new ones")
      try site.writeJobFile(routes: [when(all)])
      _ = try await site.sluice.run("state", "job.yaml", "accept-terms", "queue")
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages().count == 2)
    }
  }

  /// The new name had never delivered and owed items to another place: they were forgotten.
  @Test func aNameThatOwesItemsOfItsOwnIsNotTaken() async throws {
    let routes = [Routes.queue(), Routes.broken]
    try await Site.with(PleoJob(pending: 4), routes: routes) { site in
      _ = try await site.run()
      for arguments in [["--dry-run"], []] {
        let refused = try await site.sluice.start(
          ["state", "job.yaml", "rename-route", "queue", "books"] + arguments
        ).ended()
        #expect(refused.exit == .code(65))
        #expect(
          refused.stderr.contains(
            "route 'books' owes items of its own of export job \(site.pleo.job.id)"))
      }
    }
  }

  /// Pleo does not have the export job any more: what was outstanding could be neither delivered nor settled.
  @Test func whatIsOutstandingIsSettledWithAll() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.broken]) { site in
      _ = try await site.run()
      let held = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(held.exit == .code(65))
      #expect(held.stderr.contains("or settled with --all"))
      let all = try await site.sluice.run("state", "job.yaml", "settle", "books", "--all")
      #expect(all.lines == ["4 items of route 'books' are settled"])
      try site.makeFolder("no")
      #expect(try await site.run().exit == .code(0))
      #expect(!site.hasFolder("no/export.sqlite"))
    }
  }

  @Test func acceptingAWiderWhenDeliversWhatItTakesOnlyNow() async throws {
    var job = PleoJob(pending: 4)
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
    let job = PleoJob(pending: 6)
    try await Site.with(job, routes: [Routes.queue(), Routes.books()]) { site in
      let work = "\(site.folder)/work"
      try site.makeFolder("work")
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
}
