import ExportModel
import Foundation
import TestSupport
import Testing

/// Items that a sink has rejected, and what a person decides about them.
@Suite(.timeLimit(.minutes(15)))
struct RejectsTests {
  private static let books =
    "- { name: books, sink: { sqlite: { path: ./export.sqlite, columns: { amount: data.amount.inWalletCurrency.value } } } }"

  /// A site whose run has rejected the items 1 and 2 of four, because their amounts are no whole numbers.
  private func withRejects(_ body: (Site, PleoJob) async throws -> Void) async throws {
    let job = PleoJob(pending: 4)
    try await Site.with(job, source: ["accounting_data: full"], routes: [Self.books]) { site in
      site.pleo.answer { asked in
        guard asked.thing == .data else { return nil }
        return .json(Self.amounts(["100", "1.5", #""2""#, "3"], of: job))
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(65))
      try await body(site, job)
    }
  }

  private static func amounts(_ amounts: [String], of job: PleoJob) -> String {
    let items = zip(job.work, amounts).map { entry, amount in
      #"{"id":"\#(entry)","accountingEntryId":"\#(entry)","companyId":"\#(job.company)","#
        + #""amount":{"inWalletCurrency":{"value":\#(amount)}}}"#
    }
    return
      #"{"data":[\#(items.joined(separator: ","))],"pagination":{"hasNextPage":false,"total":\#(items.count)}}"#
  }

  private static func reason(_ entry: EntryID, _ ordinal: Int) -> String {
    "\(ordinal)\t\(entry)\tbooks\tdata.amount.inWalletCurrency.value is no whole number of 64 bits, as column 'amount' wants it"
  }

  @Test func theyAreListedWithTheirReasons() async throws {
    try await withRejects { site, job in
      let listed = try await site.sluice.run("rejects", "job.yaml", "list")
      #expect(listed.exit == .code(0))
      #expect(listed.lines == [Self.reason(job.work[1], 1), Self.reason(job.work[2], 2)])
      let json = try await site.sluice.run("rejects", "job.yaml", "list", "--format", "json")
      #expect(json.stdout.contains(#""ordinal":1"#) && json.stdout.contains(#""route":"books""#))
    }
  }

  @Test func whatIsMendedIsDeliveredByTheNextRun() async throws {
    try await withRejects { site, job in
      let one = try await site.sluice.run("rejects", "job.yaml", "retry", "books", "\(job.work[1])")
      #expect(
        one.lines == [
          "route 'books': the next run gives its sink 1 item again that it rejected"
        ])
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.lines.contains("  books: delivered 2, outstanding 1, rejected 1"))
      site.pleo.answer { asked in
        asked.thing == .data ? .json(Self.amounts(["100", "15", "2", "3"], of: job)) : nil
      }
      #expect(try await site.run().exit == .code(65), "one is still rejected")
      #expect(try site.rows().map(\.ordinal) == [0, 1, 3])
      let rest = try await site.sluice.run("rejects", "job.yaml", "retry", "books")
      #expect(rest.exit == .code(0))
      #expect(try await site.run().exit == .code(0))
      #expect(try site.rows().map(\.ordinal) == [0, 1, 2, 3])
      let shown = try await site.sluice.run("state", "job.yaml", "show")
      #expect(shown.stdout.contains("retry books, 1 item"))
      let again = try await site.run()
      #expect(again.exit == .code(0))
      #expect(again.summary?.contains("nothing to deliver") == true)
    }
  }

  /// It is rejected again, once.
  @Test func whatIsNotMendedIsRejectedAgain() async throws {
    try await withRejects { site, job in
      #expect(
        try await site.sluice.run("rejects", "job.yaml", "retry", "books").exit == .code(0))
      #expect(try await site.run().exit == .code(65))
      let listed = try await site.sluice.run("rejects", "job.yaml", "list")
      #expect(listed.lines == [Self.reason(job.work[1], 1), Self.reason(job.work[2], 2)])
    }
  }

  @Test func whatIsDroppedNeedsNobodyAnyMore() async throws {
    try await withRejects { site, job in
      let dry = try await site.sluice.run("rejects", "job.yaml", "drop", "books", "--dry-run")
      #expect(dry.lines == ["2 items of route 'books' would be settled"])
      let made = try await site.sluice.run("rejects", "job.yaml", "drop", "books")
      #expect(made.lines == ["2 items of route 'books' are settled"])
      #expect(try await site.sluice.run("rejects", "job.yaml", "list").lines == [])
      #expect(try await site.run().exit == .code(0))
      let none = try await site.sluice.run("rejects", "job.yaml", "retry", "books")
      #expect(none.exit == .code(65))
      #expect(
        none.stderr.contains(
          "the sink of route 'books' has rejected no item of export job \(job.id)"))
    }
  }

  @Test func whatWasNotRejectedIsNotDeliveredAgain() async throws {
    try await withRejects { site, job in
      let made = try await site.sluice.run(
        "rejects", "job.yaml", "retry", "books", "\(job.work[0])")
      #expect(made.exit == .code(65))
      #expect(
        made.stderr.contains("the sink of route 'books' has not rejected item \(job.work[0])"))
      for (words, message) in [
        (["retry"], "retry takes the name of a route"),
        (["list", "books"], "list takes a job file only"),
        (["drop", "books", "x"], "'x' is not the id of an item"),
      ] {
        let ended = try await site.sluice.start(["rejects", "job.yaml"] + words).ended()
        #expect(ended.exit == .code(64))
        #expect(ended.stderr.contains(message), "\(ended.stderr)")
      }
    }
  }
}
