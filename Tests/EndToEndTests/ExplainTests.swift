import ExportModel
import Foundation
import TestSupport
import Testing

/// `explain`: the history of one item, and the line of the file behind each decision.
@Suite(.timeLimit(.minutes(15)))
struct ExplainTests {
  private static let routes = [
    #"- { name: queue, when: status == "pending", sink: { file_queue: { directory: ./queue } } }"#,
    #"- { name: failed, when: status == "failed", sink: { stdout: {} } }"#, Routes.books(),
  ]

  @Test func itTellsWhatBecameOfAnItemAndWhy() async throws {
    var job = PleoJob()
    job.items = [item(1, .pending), item(2, .successful)]
    try await Site.with(job, routes: Self.routes) { site in
      _ = try await site.run()
      job.items[0].status = .successful
      site.pleo.job = job
      _ = try await site.run()
      let ended = try await site.sluice.run("explain", "job.yaml", "0100-00")
      #expect(ended.exit == .code(0))
      #expect(
        withoutTimes(ended.lines) == [
          "01000000-0000-0000-0000-000000000000 is item 0 of export job \(PleoJob.sampleID)",
          "  it is successful, and was pending when it was stored as work: a run leaves it",
          "  stored as pending from page 1 TIME (run of TIME)",
          "  pending became successful TIME (run of TIME)",
          "  queue: delivered TIME (run of TIME)",
          #"    job.yaml:10:26: when: status == "pending""#,
          "  failed: not taken: its 'when' was not true of it when it was stored as pending",
          #"    job.yaml:11:27: when: status == "failed""#,
          "  books: delivered TIME (run of TIME)",
          "    job.yaml:12:28: no 'when': takes every item",
        ])
    }
  }

  /// Of an item that every route had, it said that a run delivers it.
  @Test func anItemThatIsDeliveredHasNothingLeftToDo() async throws {
    let job = PleoJob(pending: 1)
    try await Site.with(job, routes: [Routes.queue()]) { site in
      _ = try await site.run()
      let ended = try await site.sluice.run("explain", "job.yaml", "\(job.work[0])")
      #expect(
        ended.lines.dropFirst().first
          == "  it is pending, and was pending when it was stored as work: nothing is left to do")
    }
  }

  @Test func anItemThatNeverNeededWorkAndOneThatIsOwedSaySo() async throws {
    var job = PleoJob()
    job.items = [item(1, .pending), item(2, .successful)]
    let missing = "- { name: books, sink: { sqlite: { path: ./no/export.sqlite } } }"
    try await Site.with(job, routes: [missing]) { site in
      _ = try await site.run()
      let owed = try await site.sluice.run("explain", "job.yaml", "01000000")
      #expect(owed.lines.contains("  books: outstanding: the next run delivers it"))
      let other = try await site.sluice.run("explain", "job.yaml", "02000000")
      #expect(other.lines[1] == "  it is successful, and never needed work: a run leaves it")
      #expect(other.lines.contains("  books: not asked: the item never needed work"))
    }
  }

  @Test func anItemThatIsHeldWaitsForAPerson() async throws {
    var job = PleoJob()
    job.items = [item(1, try #require(ItemStatus("on_the_moon")))]
    try await Site.with(job, routes: [Routes.queue()]) { site in
      #expect(try await site.run().exit == .code(65))
      let ended = try await site.sluice.run("explain", "job.yaml", "01000000")
      #expect(
        ended.lines[1]
          == "  it is on_the_moon: held, as 'recovery: unknown_status: hold' says; change that to go on"
      )
      #expect(ended.lines.contains("  queue: not asked: a person must decide first"))
    }
  }

  @Test func anItemThatIsNotThereOrNotTheOnlyOneIsSaid() async throws {
    var job = PleoJob()
    job.items = [item(1, .pending), item(1, .pending, low: 1)]
    try await Site.with(job, routes: [Routes.queue()]) { site in
      let none = try await site.sluice.run("explain", "job.yaml", "01000000")
      #expect(none.exit == .code(65))
      #expect(
        none.notes == [
          "error: the ledger has no item '01000000' of export job \(PleoJob.sampleID) "
            + "[entry.unknown]",
          "  help: no run has stored it as one of that export job; 'sluice items' lists what there is, and --export-job names another "
            + "export job",
        ])
      #expect(try site.files() == ["job.yaml"])
      _ = try await site.run()
      let two = try await site.sluice.run("explain", "job.yaml", "01000000")
      #expect(two.exit == .code(65))
      #expect(
        two.notes == [
          "error: 2 items begin with '01000000': 01000000-0000-0000-0000-000000000000, "
            + "01000000-0000-0000-0000-000000000001 [entry.ambiguous]",
          "  help: write more of the id",
        ])
      let wrong = try await site.sluice.run("explain", "job.yaml", "0100")
      #expect(wrong.exit == .code(64))
    }
  }

  private func item(_ number: UInt64, _ status: ItemStatus, low: UInt64 = 0) -> PleoJob.Item {
    PleoJob.Item(entryID: EntryID(Identifier(high: number << 56, low: low)), status: status)
  }

  private func withoutTimes(_ lines: [String]) -> [String] {
    lines.map { $0.replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#, with: "TIME") }
  }
}
