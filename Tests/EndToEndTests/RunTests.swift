import ExportModel
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15)))
struct RunTests {
  private let all = [Routes.stdout(batch: 30), Routes.queue(batch: 30), Routes.books(batch: 30)]

  @Test func everyPendingItemReachesEverySinkInTheOrderOfItsID() async throws {
    let job = PleoJob(of: 250)
    try await Site.with(job, source: ["page_size: 40"], routes: all) { site in
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.lines == job.lines(of: job.work))
      #expect(try site.messages() == job.messageNames)
      #expect(try site.rows() == job.rows)
      #expect(site.pleo.pagesAsked == Array(1...7))
      let count = job.work.count
      #expect(
        ended.summary
          == "nightly: done; read 250; stored 250 new and 0 changed; "
          + "stdout: delivered \(count), absorbed 0; queue: delivered \(count), absorbed 0; "
          + "books: delivered \(count), absorbed 0; held 0; skipped \(250 - count)")
    }
  }

  @Test func aSecondRunFetchesEverythingAgainAndDeliversNothing() async throws {
    let job = PleoJob(of: 250)
    try await Site.with(job, routes: all) { site in
      _ = try await site.run()
      let before = site.pleo.pagesAsked
      let second = try await site.run()
      #expect(second.exit == .code(0))
      #expect(second.stdout.isEmpty)
      #expect(site.pleo.pagesAsked == before + before)
      #expect(try site.messages() == job.messageNames)
      #expect(
        second.summary
          == "nightly: nothing to deliver; read 250; stored 0 new and 0 changed; "
          + "stdout: delivered 0, absorbed 0; queue: delivered 0, absorbed 0; "
          + "books: delivered 0, absorbed 0; held 0; skipped \(250 - job.work.count)")
    }
  }

  @Test(arguments: [(seed: 2, pageSize: 1000, limit: 100), (3, 13, 100), (4, 250, 250), (5, 9, 3)])
  func theOrderIsTheSameWhateverOrderAndSizeThePagesHave(
    seed: Int, pageSize: Int, limit: Int
  ) async throws {
    var job = PleoJob(of: 250)
    let (lines, names, rows) = (job.lines(of: job.work), job.messageNames, job.rows)
    job.shuffle(seed: seed)
    job.pageLimit = limit
    try await Site.with(job, source: ["page_size: \(pageSize)"], routes: all) { site in
      let ended = try await site.run()
      #expect(ended.lines == lines)
      #expect(try site.messages() == names)
      #expect(try site.rows() == rows)
    }
  }

  @Test func theJobIDMayStandInMixedCase() async throws {
    let job = PleoJob(of: 5)
    let source = ["export_job: 8eb648ab-464b-42a0-BA17-eda703657e33"]
    try await Site.with(job, source: source) { site in
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.lines == job.lines(of: job.work))
    }
  }

  @Test func anEmptyJobIsASuccessWithNothingToDo() async throws {
    try await Site.with(PleoJob(), routes: all) { site in
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.stdout.isEmpty)
      #expect(
        ended.summary
          == "nightly: nothing to deliver; read 0; stored 0 new and 0 changed; "
          + "stdout: delivered 0, absorbed 0; queue: delivered 0, absorbed 0; "
          + "books: delivered 0, absorbed 0; held 0; skipped 0")
    }
  }

  @Test(arguments: [ExportJobStatus.completed, .failed, .completedWithErrors])
  func aFinishedJobIsASuccessThatTouchesNothing(status: ExportJobStatus) async throws {
    var job = PleoJob(of: 5)
    job.status = status
    try await Site.with(job, routes: all) { site in
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.stdout.isEmpty)
      #expect(ended.summary?.contains("the export job has ended, nothing was touched") == true)
      // The first page is asked for beside the job; its answer is of no account.
      #expect(site.pleo.pagesAsked.allSatisfy { $0 == 1 })
      #expect(try site.itemsInLedger() == 0)
      #expect(try site.files().allSatisfy { $0 == "job.yaml" || $0.hasPrefix(".sluice") })
    }
  }

  @Test func aJobThatEndsWhileItsPagesAreReadIsLeftAlone() async throws {
    let job = PleoJob(of: 5)
    try await Site.with(job, routes: all) { site in
      site.pleo.answer { asked in
        guard asked.thing == .job, asked.time == 2 else { return nil }
        return .json(asked.body.replacingOccurrences(of: "in_progress", with: "completed"))
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.stdout.isEmpty)
      #expect(try site.itemsInLedger() == 0)
    }
  }

  @Test func anUnknownJobIsTold() async throws {
    try await Site.with(PleoJob()) { site in
      site.pleo.answer { _ in .json(404, #"{"type":"EXPORT_NOT_FOUND","message":"no"}"#) }
      let ended = try await site.run()
      #expect(ended.exit == .code(76))
      #expect(ended.errors == ["the API knows no such export job (404)"])
      #expect(site.pleo.asked.count { $0.thing == .job } == 1)
    }
  }

  @Test func itemsOfUnknownStatusAreHeldForAPerson() async throws {
    var job = PleoJob(of: 5)
    job.items[0].status = try #require(ItemStatus("parked"))
    try await Site.with(job) { site in
      let ended = try await site.run()
      #expect(ended.exit == .code(65))
      #expect(ended.lines == job.lines(of: job.work))
      #expect(ended.summary?.contains("; held 1; ") == true)
    }
  }

  @Test func newItemsOfALaterRunComeAfterThoseOfTheFirst() async throws {
    let job = PleoJob(of: 40)
    try await Site.with(job, routes: all) { site in
      site.pleo.job.items = Array(job.items[..<20])
      let first = site.pleo.job
      let early = try await site.run()
      #expect(early.lines == first.lines(of: first.work))
      site.pleo.job = job
      let later = job.work.filter { !first.work.contains($0) }
      let late = try await site.run()
      #expect(late.lines == job.lines(of: later))
      let order = (first.work + later).map { "\($0)" }
      #expect(try site.rows().map(\.entryID) == order)
    }
  }
}
