import ExportModel
import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

/// `GET /v3/export-items`.
struct DataPageTests {
  private static let entry = "8e93b1c6-4f20-4d7a-a8b5-36c0e5917d42"
  private static let company = "a17be2c0-55d3-4f0a-8c1e-90b4d7236e18"

  private static func body(
    _ items: [String], hasNextPage: Bool = false, endCursor: String = "null"
  ) -> String {
    """
    { "data": [ \(items.joined(separator: " ,\n  ")) ],
      "pagination": {"hasNextPage": \(hasNextPage), "endCursor": \(endCursor), "total": 2} }
    """
  }

  private static func item(_ rest: String = "", entry: String = entry) -> String {
    #"{ "accountingEntryId": "\#(entry)", "companyId": "\#(company)"\#(rest) }"#
  }

  private func page(
    after cursor: Cursor? = nil,
    answering answer: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer
  ) async throws -> ItemDataPage {
    try await withScriptedServer(answering: answer) { server in
      try await withClient(server.baseURL, attempts: 1) { client in
        try await client.dataPage(of: try jobID(), after: cursor)
      }
    }
  }

  @Test func anItemsDataIsAsTheAPIHasWrittenIt() async throws {
    let rest =
      #", "rate" : 0.20, "n":-123456789012345678901234567890, "note":"\u00e9 \"x\" 🧾", "tags": [ ]"#
    let page = try await page { _ in .json(Self.body([Self.item(rest), Self.item()])) }
    #expect(page.items.map(\.entryID.description) == [Self.entry, Self.entry])
    #expect(page.items.map(\.companyID.description) == [Self.company, Self.company])
    #expect(
      String(decoding: page.items[0].json, as: UTF8.self)
        == #"{"accountingEntryId":"\#(Self.entry)","companyId":"\#(Self.company)","rate":0.20,"#
        + #""n":-123456789012345678901234567890,"note":"\u00e9 \"x\" 🧾","tags":[]}"#)
    #expect((page.hasNextPage, page.endCursor, page.total) == (false, nil, 2))
  }

  /// What somebody had written into a note was in a message.
  @Test func aMessageAboutDataShowsNoneOfIt() async throws {
    let item = Self.item(entry: "Dinner with Mette")
    let error = await #expect(throws: SourceError.self) {
      _ = try await page { _ in .json(Self.body([item])) }
    }
    #expect(error?.message == "$.data[0].accountingEntryId: expected a UUID, found a text")
  }

  @Test func pagesAreAskedForByTheJobInItsOwnSpelling() async throws {
    try await withScriptedServer(answering: { request in
      .json(
        request.number == 1
          ? Self.body([Self.item()], hasNextPage: true, endCursor: #""A=~1""#)
          : Self.body([Self.item()]))
    }) { server in
      try await withClient(server.baseURL, pageSize: 70) { client in
        let first = try await client.dataPage(of: try jobID(), after: nil)
        _ = try await client.dataPage(of: try jobID(), after: first.endCursor)
      }
      #expect(
        server.requests.map(\.uri) == [
          "/v3/export-items?job_id=\(jobText)&limit=70",
          "/v3/export-items?job_id=\(jobText)&limit=70&after=A%3D%7E1",
        ])
    }
  }

  @Test(arguments: [
    (
      #"{"companyId":"\#(company)"}"#, "$.data[0].accountingEntryId: expected a UUID, found nothing"
    ),
    (
      #"{"accountingEntryId":"\#(entry)","companyId":7}"#,
      "$.data[0].companyId: expected a UUID, found a number"
    ),
    ("[]", "$.data[0]: expected an object, found a list"),
  ])
  func whatIsNoItemIsABadAnswer(item: String, message: String) async throws {
    let error = try await #require(throws: SourceError.self) {
      _ = try await page { _ in .json(Self.body([item])) }
    }
    #expect(error.code == .badAnswer)
    #expect(error.message == message)
  }

  /// Two readers of one text would see two lists.
  @Test func aListUnderAKeyWithEscapesIsABadAnswer() async throws {
    let error = try await #require(throws: SourceError.self) {
      _ = try await page { _ in
        .json(
          #"{"d\u0061ta":[\#(Self.item())],"pagination":{"hasNextPage":false}}"#)
      }
    }
    #expect(error.message == "$.data: expected a list under a key without escapes, found nothing")
  }

  @Test(arguments: [
    (
      403, "{}", "the token may not read what the items of this export job are (403)",
      "it needs the scope export-items:read and access to the job's company"
    ),
    (
      422, #"{"type":"EXPORT_JOB_STATUS_UNPROCESSABLE","message":"Job is finished"}"#,
      "the export job has ended, and the API has no more data of it (422)",
      "run again: the run says what is still owed"
    ),
    (
      400, #"{"type":"MISSING_CONTRA_ACCOUNTS","message":"Map them"}"#,
      "the API has no accounting data (400): MISSING_CONTRA_ACCOUNTS: Map them",
      "map a contra account to every wallet in Pleo, or set accounting_data: none"
    ),
  ])
  func whatTheAPIRefusesIsSaidInItsWords(
    status: Int, body: String, message: String, hint: String
  ) async throws {
    let error = try await #require(throws: SourceError.self) {
      _ = try await page { _ in .json(status, body) }
    }
    #expect(error.message == message)
    #expect(error.hint == hint)
  }

  @Test func itsPagesMayBeMuchLarger() async throws {
    let configuration = { (hasData: Bool) in
      PleoConfiguration(
        credentials: .none, pageSize: 100, hasData: hasData, timeout: .seconds(1),
        retry: .init(attempts: 1, base: .zero, cap: .zero, giveUpAfter: .zero), rate: nil)
    }
    #expect(configuration(false).bodyLimit == 2 << 20)
    #expect(configuration(true).bodyLimit == 16 << 20)
  }
}
