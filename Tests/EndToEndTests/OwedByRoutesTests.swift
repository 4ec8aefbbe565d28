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
      let carried = try await site.sluice.run("state", "job.yaml", "rename-route", "queue", "inbox")
      #expect(carried.lines == ["route 'inbox' has the progress of 'queue', in 1 export job"])
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages() == [], "nothing comes again")
    }
  }

  @Test func aRenamedJobIsRefusedUntilItsTermsAreAccepted() async throws {
    let job = PleoJob(pending: 20)
    try await Site.with(job) { site in
      try site.writeJobFile(routes: [Routes.queue()], rest: "run: { state: ./state }")
      _ = try await site.run()
      try site.emptyQueue()
      try rename(site)
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

  /// The state folder has the job's name: under a new one the run began anew and published everything again.
  @Test func aRenamedJobDoesNotBeginAnewWithALedgerOfAnotherName() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try site.emptyQueue()
      try rename(site)
      let words =
        "job 'daily' was 'nightly' before, and its ledger has that name: with another ledger items would be "
        + "delivered again, and what it owes would be forgotten"
      #expect(try await site.run("--format", "json").findings == ["run.renamed -: \(words)"])
      let refused = try await site.run()
      #expect(refused.exit == .code(65))
      #expect(refused.errors == [words])
      #expect(!site.hasFolder(".sluice/daily"), "nothing is created")
      #expect(try await site.sluice.run("plan", "job.yaml").exit == .code(65))
      let checked = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(checked.exit == .code(65))
      #expect(checked.stderr.contains("error: \(words) [live.state]"))

      try FileManager.default.moveItem(
        atPath: "\(site.folder)/.sluice/nightly", toPath: "\(site.folder)/.sluice/daily")
      _ = try await site.sluice.run("state", "job.yaml", "accept-terms", "queue")
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages() == [])
    }
  }

  /// The usual way to rename a job: its file has the new name as well.
  @Test func aJobRenamedWithItsFileDoesNotBeginAnew() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try site.emptyQueue()
      try FileManager.default.moveItem(
        atPath: "\(site.folder)/job.yaml", toPath: "\(site.folder)/daily.yaml")
      try rename(site, file: "daily.yaml")
      let refused = try await site.sluice.run("run", "daily.yaml")
      #expect(refused.exit == .code(65))
      #expect(try site.messages() == [])
    }
  }

  /// Nothing was delivered yet, and the job moved on under another name: what it owed was forgotten.
  @Test func aRenamedJobDoesNotForgetWhatItOwes() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.broken]) { site in
      _ = try await site.run()
      try site.makeFolder("no")
      site.pleo.job = PleoJob(pending: 2, seed: 2)
      site.pleo.job.id = JobID(Identifier(high: 7, low: 7))
      try site.writeJobFile(
        source: ["export_job: \(site.pleo.job.id)"], routes: [Routes.broken])
      try rename(site)
      #expect(try await site.run().exit == .code(65))
      #expect(!site.hasFolder(".sluice/daily"))
    }
  }

  /// The new name had a ledger by then, so nobody looked: back at the first export job, all came again.
  @Test func aRenamedJobThatHasALedgerDoesNotDeliverWhatTheOldNameDelivered() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.queue()]) { site in
      let first = site.pleo.job
      _ = try await site.run()
      try site.emptyQueue()
      site.pleo.job = PleoJob(pending: 2, seed: 2)
      site.pleo.job.id = JobID(Identifier(high: 7, low: 7))
      try site.writeJobFile(source: ["export_job: \(site.pleo.job.id)"], routes: [Routes.queue()])
      try rename(site)
      #expect(try await site.run().exit == .code(0), "nothing is owed, and nothing comes again")
      try site.emptyQueue()
      site.pleo.job = first
      try site.writeJobFile(routes: [Routes.queue()])
      try rename(site)
      let refused = try await site.run()
      #expect(refused.exit == .code(65))
      #expect(refused.log.compactMap(\.hint).first?.hasPrefix("put the name back") == true)
      #expect(try site.messages() == [])
    }
  }

  /// With a state folder of its own, a job was renamed and moved on in one edit: it ended with 0.
  @Test func aRenamedJobThatMovesOnSaysWhatItOwes() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.broken]) { site in
      let first = site.pleo.job
      let state = "run: { state: ./state }"
      try site.writeJobFile(routes: [Routes.broken], rest: state)
      _ = try await site.run()
      try site.makeFolder("no")
      site.pleo.job = PleoJob(pending: 2, seed: 2)
      site.pleo.job.id = JobID(Identifier(high: 7, low: 7))
      try site.writeJobFile(
        source: ["export_job: \(site.pleo.job.id)"], routes: [Routes.broken], rest: state)
      try rename(site)
      let moved = try await site.run()
      #expect(moved.exit == .code(65))
      #expect(moved.warnings.first?.hasPrefix("route 'books' owes 4 items of export job") == true)
      #expect(try await site.sluice.run("status", "job.yaml").stdout.contains("owes 4 items of"))

      site.pleo.job = first
      try site.writeJobFile(routes: [Routes.broken], rest: state)
      try rename(site)
      #expect(try await site.run().exit == .code(65), "the route is refused")
      let accepted = try await site.sluice.run("state", "job.yaml", "accept-terms", "books")
      #expect(!accepted.stdout.contains("not owed any more"))
      #expect(try await site.run().exit == .code(0))
    }
  }

  @Test func aJobWithANameFromOutsideHasManyLedgers() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.broken]) { site in
      let text = try String(contentsOfFile: "\(site.folder)/job.yaml", encoding: .utf8)
      try site.write(
        text.replacingOccurrences(of: "job: nightly", with: "job: x-${env:NAME}"), to: "job.yaml")
      for name in ["one", "two"] {
        var sluice = site.sluice
        sluice.environment["NAME"] = name
        #expect(try await sluice.run("run", "job.yaml").exit == .code(74), "and not 65")
      }
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

  @Test func aRenamedJobBeginsAnewWhereSomebodySaysWhere() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try site.emptyQueue()
      try rename(site, rest: "run: { state: ./.sluice/daily }")
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages().count == 4)
    }
  }

  @Test func anotherJobFileMayShareTheQueueAndTheExportJob() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try FileManager.default.copyItem(
        atPath: "\(site.folder)/job.yaml", toPath: "\(site.folder)/nightly.yaml")
      try rename(site, file: "nightly.yaml")
      #expect(try await site.sluice.run("run", "nightly.yaml").exit == .code(0))
    }
  }

  private func rename(_ site: Site, file: String = "job.yaml", rest: String = "") throws {
    let text = try String(contentsOfFile: "\(site.folder)/\(file)", encoding: .utf8)
    try site.write(
      text.replacingOccurrences(of: "job: nightly", with: "job: daily") + rest, to: file)
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
