import ExportModel
import Foundation
import TestSupport
import Testing

/// What is owed of an export job that the job file no longer names (promise 9).
@Suite(.timeLimit(.minutes(15)))
struct OwedElsewhereTests {
  private static let later = JobID(Identifier(high: 7, low: 7))

  /// A route failed, and the job file moved on to the next export job: exit 0.
  @Test func aJobFileThatMovesOnStillSaysWhatItsRoutesOwe() async throws {
    let routes = [Routes.queue(), Routes.broken]
    try await Site.with(PleoJob(pending: 3), routes: routes) { site in
      let first = site.pleo.job
      #expect(try await site.run().exit == .code(74))
      try site.makeFolder("no")
      try moveOn(site, routes)
      let words =
        "route 'books' owes 3 items of export job \(first.id), which earlier runs were for"
      let moved = try await site.run()
      #expect(moved.exit == .code(65))
      #expect(moved.warnings == [words])
      #expect(moved.log.last?.message.contains("; owed of other export jobs 3; ") == true)
      #expect(try await site.run("--format", "json").findings == ["run.owed_elsewhere -: \(words)"])
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.lines.contains("  \(words)"))
      #expect(try await site.sluice.run("plan", "job.yaml").lines.last == "  \(words)")
      let checked = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(checked.exit == .code(65))
      #expect(checked.notes.first?.hasSuffix("error: \(words) [live.owed_elsewhere]") == true)

      try site.writeJobFile(routes: routes)
      site.pleo.job = first
      #expect(try await site.run().exit == .code(0))
      #expect(try site.rows(of: "no/export.sqlite").count == 5)
      try moveOn(site, routes)
      #expect(try await site.run().exit == .code(0))
      #expect(!(try await site.sluice.run("status", "job.yaml").stdout.contains("earlier runs")))
    }
  }

  @Test func whatIsOwedOfAnEndedJobIsSettledWithItsIdInTheJobFile() async throws {
    try await afterAnEndedJob { site, first in
      try moveOn(site, [Routes.broken])
      #expect(try await site.run().exit == .code(65))
      try site.writeJobFile(source: ["export_job: \(first.id)"], routes: [Routes.broken])
      let settled = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(settled.lines == ["3 items of route 'books' are settled"])
      try moveOn(site, [Routes.broken])
      #expect(try await site.run().exit == .code(0))
    }
  }

  /// Two of three items had come again in a later job: settle counted all three.
  @Test func onlyWhatIsOwedIsSettled() async throws {
    try await afterAnEndedJob { site, first in
      try moveOn(site, [Routes.broken], items: Array(first.items.prefix(2)))
      #expect(try await site.run().exit == .code(65))
      try site.writeJobFile(source: ["export_job: \(first.id)"], routes: [Routes.broken])
      let settled = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(settled.lines == ["1 item of route 'books' is settled"])
    }
  }

  /// What Pleo's documentation says to do when a job has expired: export its entries again.
  @Test func entriesThatAreExportedAgainAreOwedNoMore() async throws {
    try await afterAnEndedJob { site, first in
      try moveOn(site, [Routes.broken], items: first.items)
      #expect(try await site.run().exit == .code(0))
      try site.writeJobFile(source: ["export_job: \(first.id)"], routes: [Routes.broken])
      let explained = try await site.sluice.run(
        "explain", "job.yaml", "\(first.items[0].entryID)")
      #expect(
        explained.lines.contains("  books: delivered as part of export job \(Self.later)"))
    }
  }

  /// Pleo exports an entry again when its job has expired: the message names the earlier job.
  @Test func anEntryOfAnEarlierExportJobNamesIt() async throws {
    var job = PleoJob(pending: 3)
    try await Site.with(job, routes: [Routes.queue(), Routes.books()]) { site in
      _ = try await site.run()
      try site.emptyQueue()
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

  /// A job of three items has ended, and the route that owes them all works again.
  private func afterAnEndedJob(_ body: (Site, PleoJob) async throws -> Void) async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.broken]) { site in
      let first = site.pleo.job
      _ = try await site.run()
      site.pleo.job.status = .failed
      #expect(try await site.run().exit == .code(65))
      try site.makeFolder("no")
      try await body(site, first)
    }
  }

  /// Pleo has another job now, with two other items or with these, and the job file names it.
  private func moveOn(
    _ site: Site, _ routes: [String], items: [PleoJob.Item]? = nil
  ) throws {
    var job = PleoJob(pending: 2, seed: 2)
    job.id = Self.later
    if let items { job.items = items }
    site.pleo.job = job
    try site.writeJobFile(source: ["export_job: \(job.id)"], routes: routes)
  }
}
