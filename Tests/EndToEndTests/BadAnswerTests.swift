import ExportModel
import Foundation
import TestSupport
import Testing

/// Answers that an API must not give: exit 76, what was wrong and where, and nothing stored.
@Suite(.timeLimit(.minutes(15)))
struct BadAnswerTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Changes the body of page 2 of 5.
    let change: @Sendable (String) -> String
    let error: String
  }

  private static let cases = [
    Case(
      testDescription: "a cursor that was given before",
      change: { replace("AAAA=~2", "AAAA=~1", in: $0) },
      error:
        "page 2: $.pagination.endCursor: this cursor was given before, so the list would never "
        + "end"),
    Case(
      testDescription: "no cursor though there is a next page",
      change: { replace(#""endCursor":"AAAA=~2","#, "", in: $0) },
      error: "page 2: $.pagination.endCursor: missing, though hasNextPage is true"),
    Case(
      testDescription: "JSON that breaks off",
      change: { String($0.prefix(500)) },
      error: "page 2: broken JSON in $.data[2].externalId: the text ends after 500 bytes"),
    Case(
      testDescription: "not JSON at all",
      change: { _ in "<html>sign in</html>" },
      error: "page 2: not JSON: application/json, beginning '<html>sign in</html>'"),
    Case(
      testDescription: "no list of items",
      change: { replace(#""data":["#, #""items":["#, in: $0) },
      error: "page 2: $.data: expected a list, found nothing"),
    Case(
      testDescription: "an item without an id",
      change: { replace(#""accountingEntryId":"#, #""entryId":"#, in: $0) },
      error: "page 2: $.data[0].accountingEntryId: expected a UUID, found nothing"),
    Case(
      testDescription: "a status that is a number",
      change: {
        $0.replacingOccurrences(
          of: #""status":"[a-z_]*""#, with: #""status":7"#, options: .regularExpression)
      },
      error: "page 2: $.data[0].status: expected a status of 1 to 100 bytes, found 7"),
  ]

  @Test(arguments: cases)
  func aPageThatIsNotWhatItMustBeEndsTheRun(_ one: Case) async throws {
    try await expectRefusal(of: PleoJob(of: 50), error: one.error, pages: [1, 2]) { asked in
      asked.thing == .page(2) ? .json(one.change(asked.body)) : nil
    }
  }

  @Test func anItemOfAnotherJobEndsTheRun() async throws {
    var job = PleoJob(of: 50)
    job.items[13].jobID = JobID(Identifier(high: 1, low: 2))
    let item = job.items[13].entryID
    try await expectRefusal(
      of: job,
      error: "page 2: $.data[3].exportJobId: item \(item) belongs to job "
        + "00000000-0000-0001-0000-000000000002, not to \(job.id)", pages: [1, 2])
  }

  @Test func aTotalThatDoesNotMatchEndsTheRun() async throws {
    var job = PleoJob(of: 50)
    job.total = 51
    try await expectRefusal(
      of: job,
      error: "the pages hold 50 different items, but the last page's 'total' is 51",
      pages: [1, 2, 3, 4, 5])
  }

  @Test func aNumberOfItemsThatDoesNotMatchEndsTheRun() async throws {
    try await expectRefusal(
      of: PleoJob(of: 50),
      error: "the pages hold 50 different items, but the job's 'numberOfItems' is 49",
      pages: [1, 2, 3, 4, 5]
    ) { asked in
      asked.thing == .job ? .json(Self.replace("50", "49", in: asked.body)) : nil
    }
  }

  @Test func anotherJobThanTheOneAskedForEndsTheRun() async throws {
    let other = "11111111-2222-3333-4444-555555555555"
    try await expectRefusal(
      of: PleoJob(of: 50), error: "$.data.id: expected '\(PleoJob.sampleID)', found '\(other)'",
      pages: []
    ) { asked in
      asked.thing == .job ? .json(Self.replace("\(PleoJob.sampleID)", other, in: asked.body)) : nil
    }
  }

  @Test func aRedirectIsNotFollowed() async throws {
    try await expectRefusal(
      of: PleoJob(of: 50), error: "the API redirects to https://elsewhere.example (302)", pages: []
    ) { asked in
      .json(302, headers: [("Location", "https://elsewhere.example/v3?token=x")], "")
    }
  }

  private func expectRefusal(
    of job: PleoJob, error: String, pages: [Int],
    sourceLocation: SourceLocation = #_sourceLocation,
    fault: @escaping PleoServer.Fault = { _ in nil }
  ) async throws {
    let routes = [Routes.stdout(), Routes.queue(), Routes.books()]
    try await Site.with(job, source: ["page_size: 10"], routes: routes) { site in
      site.pleo.answer(fault)
      let ended = try await site.run()
      #expect(ended.exit == .code(76), sourceLocation: sourceLocation)
      #expect(ended.errors == [error], sourceLocation: sourceLocation)
      #expect(ended.stdout.isEmpty, sourceLocation: sourceLocation)
      // The next page may be on its way while this one is read.
      let asked = site.pleo.pagesAsked
      #expect(Array(asked.prefix(pages.count)) == pages, sourceLocation: sourceLocation)
      #expect(asked.count <= pages.count + 1, sourceLocation: sourceLocation)
      try expectNothingStored(site, sourceLocation: sourceLocation)
    }
  }

  private static func replace(_ old: String, _ new: String, in text: String) -> String {
    text.replacingOccurrences(of: old, with: new)
  }
}
