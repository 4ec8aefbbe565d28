import JobFileTestSupport
import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

/// How a source finds the export jobs that are open (`GET /v3/export-jobs`).
struct ExportJobSearchTests {
  private static let company = "a17be2c0-55d3-4f0a-8c1e-90b4d7236e18"

  /// What the API has of a job, with more members.
  private static func job(
    _ number: Int, _ more: String = "", status: String = "in_progress", company: String = company
  ) -> String {
    #"{"id":"00000000-0000-4000-8000-00000000000\#(number)","companyId":"\#(company)","#
      + #""status":"\#(status)"\#(more)}"#
  }

  private static func page(_ jobs: [String], _ end: String = #""hasNextPage":false"#) -> String {
    #"{"data":[\#(jobs.joined(separator: ","))],"pagination":{\#(end)}}"#
  }

  private func search(_ statuses: [ExportJobStatus] = [.inProgress]) throws -> ExportJobSearch {
    ExportJobSearch(company: try #require(CompanyID(Self.company)), statuses: statuses)
  }

  /// The jobs that a source finds where the API gives these pages.
  private func found(
    _ pages: [String], _ search: ExportJobSearch? = nil,
    headers: [(name: String, value: String)] = []
  ) async throws -> ([ExportJob], [String]) {
    let search = try search ?? self.search()
    return try await withScriptedServer(answering: { request in
      .json(200, headers: headers, pages[request.uri.contains("after=") ? 1 : 0])
    }) { server in
      let jobs = try await withClient(server.baseURL, search: search) {
        try await $0.exportJobs()
      }
      return (jobs, server.requests.map(\.uri))
    }
  }

  private func numbers(_ jobs: [ExportJob]) -> [String] { jobs.map { "\("\($0.id)".last ?? "-")" } }

  @Test func everyPageIsReadAndTheOldestComesFirst() async throws {
    let (jobs, asked) = try await found(
      [
        Self.page(
          [
            Self.job(1, #","createdAt":"2026-03-02T08:15:04.5Z""#),
            Self.job(2, #","createdAt":"2026-03-02T08:15:04Z""#),
          ], #""hasNextPage":true,"endCursor":"A=~""#),
        Self.page([
          Self.job(3, #","createdAt":"2026-03-01T09:15:04.123456789+02:00""#), Self.job(4),
        ]),
      ], search([.inProgress, .pending]))
    #expect(numbers(jobs) == ["4", "3", "2", "1"])
    let query = "company_id=\(Self.company)&statuses=in_progress&statuses=pending&limit=100"
    #expect(
      asked == ["/v3/export-jobs?\(query)", "/v3/export-jobs?\(query)&after=A%3D%7E"])
  }

  /// An API that does not filter, or a list that moves while it is read.
  @Test func aJobIsFoundOnceAndInAStatusThatIsLookedFor() async throws {
    let (jobs, _) = try await found([
      Self.page(
        [Self.job(1), Self.job(2), Self.job(3, status: "pending")],
        #""hasNextPage":true,"endCursor":"A""#),
      Self.page([Self.job(2), Self.job(1, status: "completed")]),
    ])
    #expect(numbers(jobs) == ["2"])
  }

  @Test(arguments: [
    (Self.page([], #""hasNextPage":true"#), "the list of export jobs does not come to an end"),
    (
      Self.page([], #""hasNextPage":true,"endCursor":"A""#),
      "the list of export jobs does not come to an end"
    ),
    (
      Self.page([Self.job(1), Self.job(2, company: "00000000-0000-4000-8000-000000000001")]),
      "$.data[1].companyId: expected '\(Self.company)', found '00000000-0000-4000-8000-000000000001'"
    ),
    (
      Self.page([#"{"id":"00000000-0000-4000-8000-000000000001","status":"in_progress"}"#]),
      "$.data[0].companyId: expected '\(Self.company)', found nothing"
    ),
    (#"{"data":{}}"#, "the list of export jobs: $.data: expected a list, found an object"),
    (Self.page(["7"]), "the list of export jobs: $.data[0]: expected an object, found 7"),
  ])
  func aListThatCannotBeTrustedIsRefused(page: String, message: String) async throws {
    let error = await #expect(throws: SourceError.self) { try await found([page, page]) }
    let isForeign = message.hasSuffix("found '00000000-0000-4000-8000-000000000001'")
    #expect(error?.code == (isForeign ? .foreignJob : .badAnswer))
    #expect(error?.message == message)
  }

  /// A job of another company, behind an id that is in the ledger.
  @Test func aJobThatIsAskedAboutMustBeTheCompanysToo() async throws {
    let other = "00000000-0000-4000-8000-000000000001"
    let body = #"{"data":{"id":"\#(jobText)","companyId":"\#(other)","status":"in_progress"}}"#
    let error = await #expect(throws: SourceError.self) {
      try await withScriptedServer(answering: { _ in .json(body) }) { server in
        try await withClient(server.baseURL, search: try search()) {
          try await $0.exportJob(try jobID())
        }
      }
    }
    #expect(error?.message == "$.data.companyId: expected '\(Self.company)', found '\(other)'")
  }

  // MARK: Time

  /// The client's clock stands at 2026-03-01T00:00:00Z.
  @Test(
    arguments: [
      (#","expiresIn":3600,"lastUpdatedAt":"2026-02-28T23:50:00Z""#, 3000),
      (#","expiresIn":3600,"createdAt":"2026-02-28T22:50:00Z","lastUpdatedAt":null"#, -600),
      (
        #","expiresIn":3600,"createdAt":"2026-02-28T22:00:00Z","lastUpdatedAt":"2026-02-28T23:59:00Z""#,
        3540
      ),
      (#","expiresIn":3600,"lastUpdatedAt":"2026-03-01T05:00:00Z""#, 3600),
      (#","expiresIn":3600"#, 3600),
      (#","expiresIn":3600,"expiredAt":"2026-02-28T23:59:59Z""#, -1),
      (#","lastUpdatedAt":"2026-02-28T23:50:00Z""#, nil),
      (#","expiresIn":"soon","createdAt":7"#, nil),
      (#","expiresIn":-1"#, nil),
      (#","expiresIn":9223372036854775807,"createdAt":"2026-02-28T22:50:00Z""#, nil),
      ("", nil),
    ] as [(String, Int?)])
  func theTimeLeftIsCountedFromTheLastChange(more: String, seconds: Int?) async throws {
    let (jobs, _) = try await found([Self.page([Self.job(1, more)])])
    #expect(jobs.map(\.timeLeft) == [seconds.map { .seconds($0) }])
  }

  /// A machine whose clock was wrong would take every job for expired, or none.
  @Test func theClockIsTheAPIsWhereItSaysTheTime() async throws {
    let (jobs, _) = try await found(
      [Self.page([Self.job(1, #","expiresIn":3600,"createdAt":"2026-05-02T10:00:00Z""#)])],
      headers: [("Date", "Sat, 02 May 2026 10:20:00 GMT")])
    #expect(jobs.map(\.timeLeft) == [.seconds(2400)])
  }

  @Test func aJobThatHasEndedHasNoTimeLeft() async throws {
    let (jobs, _) = try await found(
      [Self.page([Self.job(1, #","expiresIn":3600"#, status: "failed")])], search([.failed]))
    #expect(jobs.map(\.timeLeft) == [nil])
  }

  // MARK: Settings

  @Test(arguments: [
    (
      "{ next: {} }",
      """
      job.yaml:6:25: error: 'next' needs 'company' [settings.missing]
          6 |     export_job: { next: {} }
            |                         ^~
        help: add 'company:'
      """
    ),
    (
      "{ next: { company: 7 } }",
      """
      job.yaml:6:36: error: '7' is not a UUID [settings.type]
          6 |     export_job: { next: { company: 7 } }
            |                                    ^
        help: write a UUID, such as 8eb648ab-464b-42a0-ba17-eda703657e33
      """
    ),
    (
      "{ next: { company: 8eb648ab-464b-42a0-ba17-eda703657e33, statuses: [failed] } }",
      """
      job.yaml:6:85: error: 'failed' is not one of pending, in_progress [settings.choice]
          6 | 464b-42a0-ba17-eda703657e33, statuses: [failed] } }
            |                                         ^~~~~~
        help: use one of: pending, in_progress
      """
    ),
    (
      "{ nxt: { company: 7 } }",
      """
      job.yaml:6:17: error: 'export_job' needs 'next' [settings.missing]
          6 |     export_job: { nxt: { company: 7 } }
            |                 ^~~~~~~~~~~~~~~~~~~~~~~
        help: add 'next:'
      job.yaml:6:19: error: 'nxt' is not a setting of 'export_job' [settings.unknown]
          6 |     export_job: { nxt: { company: 7 } }
            |                   ^~~
        help: did you mean 'next'?
      """
    ),
    (
      "next",
      """
      job.yaml:6:17: error: 'next' is not a UUID [settings.type]
          6 |     export_job: next
            |                 ^~~~
        help: write a UUID, such as 8eb648ab-464b-42a0-ba17-eda703657e33
      """
    ),
  ])
  func whatCannotBeMeantIsRefused(exportJob: String, findings: String) async throws {
    let loaded = try await load(JobFileTestSupport.job(exportJob: exportJob))
    #expect(loaded.findings == findings)
  }
}
