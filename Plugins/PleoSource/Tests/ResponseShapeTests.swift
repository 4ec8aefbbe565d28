import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

private let entry = "51de0a74-c2b8-4f69-90e3-7b14d8a6f2c9"

private func item(
  job: String = #""\#(jobText)""#, entry: String = #""\#(entry)""#,
  status: String = #""pending""#
) -> String {
  #"{"exportJobId": \#(job), "accountingEntryId": \#(entry), "status": \#(status)}"#
}

private func page(_ items: String, _ pagination: String = #"{"hasNextPage": false}"#) -> String {
  #"{"data": [\#(items)], "pagination": \#(pagination)}"#
}

struct PageShapeTests {
  private func read(_ body: String) async throws -> ItemPage {
    try await withScriptedServer(answering: { _ in .json(body) }) { server in
      try await withClient(server.baseURL) { try await $0.page(of: try jobID(), after: nil) }
    }
  }

  private func fault(in body: String) async throws -> String {
    let error = try await pageError { _ in .json(body) }
    #expect(error.code == .badAnswer)
    return error.message
  }

  @Test func anAnswerWithAKeyTwiceIsRefused() async throws {
    let item =
      #"{"exportJobId": "\#(jobText)", "accountingEntryId": "\#(jobText)", "status": "pending", "#
      + #""status": "failed"}"#
    let error = try await pageError { _ in
      .json(#"{"data": [\#(item)], "pagination": {"hasNextPage": false}}"#)
    }
    #expect(error.code == .badAnswer)
    #expect(error.message == "$.data[0]: the key 'status' is there twice")
  }

  @Test func anErrorOfTheAPIInA200IsToldInItsWords() async throws {
    let error = try await pageError { _ in
      .json(#"{"type": "EXPORT_BUSY", "message": "Try later."}"#)
    }
    #expect(error.code == .badAnswer)
    #expect(
      error.message == "the API answered 200 with an error of its own: EXPORT_BUSY: Try later.")
  }

  @Test func aPageOfHTMLInTheAPIsPlaceIsNamed() async throws {
    let error = try await pageError { _ in .json("<html>sign in</html>") }
    #expect(
      error.hint
        == "a proxy, a gateway or a sign-in page answers in the API's place: check environment and "
        + "the proxy")
  }

  @Test func aPageIsReadWithWhatIsUnknownOrNullOrAbsentInIt() async throws {
    let page = try await read(
      #"""
      {
        "unknown": [1, {"a": null}],
        "data": [
          {
            "exportJobId": "8EB648AB-464B-42A0-BA17-EDA703657E33", "accountingEntryId": "\#(entry)",
            "status": "on_hold", "exportedAt": null, "externalId": 7
          }
        ],
        "pagination": {
          "hasNextPage": true, "hasPreviousPage": 1, "endCursor": "AAA=BBB", "total": 4.0
        }
      }
      """#)
    let item = try #require(page.items.first)
    #expect(page.items.count == 1)
    #expect(item.jobID == (try jobID()))
    #expect(item.entryID.description == entry)
    #expect(item.status.name == "on_hold")
    #expect(page.hasNextPage)
    #expect(page.endCursor?.text == "AAA=BBB")
    #expect(page.total == 4)
  }

  @Test(arguments: [
    #"{"hasNextPage": false}"#,
    #"{"hasNextPage": false, "endCursor": null, "total": null}"#,
    #"{"hasNextPage": false, "endCursor": ""}"#,
  ])
  func cursorAndTotalMayBeMissing(pagination: String) async throws {
    let page = try await read(page("", pagination))
    #expect(page.endCursor == nil)
    #expect(page.total == nil)
  }

  @Test(arguments: [
    ("[]", "$: expected an object, found a list"),
    ("null", "$: expected an object, found null"),
    ("{}", "$.data: expected a list, found nothing"),
    (#"{"data": {}}"#, "$.data: expected a list, found an object"),
    (#"{"data": null}"#, "$.data: expected a list, found null"),
    (#"{"data": []}"#, "$.pagination: expected an object, found nothing"),
    (#"{"data": [], "pagination": "no"}"#, "$.pagination: expected an object, found 'no'"),
    (page("", "{}"), "$.pagination.hasNextPage: expected true or false, found nothing"),
    (
      page("", #"{"hasNextPage": 1}"#),
      "$.pagination.hasNextPage: expected true or false, found 1"
    ),
    (
      page("", #"{"hasNextPage": "false"}"#),
      "$.pagination.hasNextPage: expected true or false, found 'false'"
    ),
    (
      page("", #"{"hasNextPage": false, "endCursor": 5}"#),
      "$.pagination.endCursor: expected a cursor of at most 4096 bytes, found 5"
    ),
    (
      page("", #"{"hasNextPage": false, "total": -1}"#),
      "$.pagination.total: expected a whole number, 0 or more, found -1"
    ),
    (
      page("", #"{"hasNextPage": false, "total": 4.5}"#),
      "$.pagination.total: expected a whole number, 0 or more, found 4.5"
    ),
    (
      page("", #"{"hasNextPage": false, "total": 9999999999999999999}"#),
      "$.pagination.total: expected a whole number, 0 or more, found 1e+19"
    ),
    (
      page("", #"{"hasNextPage": false, "total": 1e400}"#),
      "$.pagination.total: the number at byte 60 of 66 is too large"
    ),
    (
      page("", #"{"hasNextPage": false, "total": true}"#),
      "$.pagination.total: expected a whole number, 0 or more, found true"
    ),
    (page("\(item()), 7"), "$.data[1]: expected an object, found 7"),
    (page("\(item()), null"), "$.data[1]: expected an object, found null"),
    (
      page("\(item()), \(item()), \(item(entry: #""abc""#))"),
      "$.data[2].accountingEntryId: expected a UUID, found 'abc'"
    ),
    (page(item(job: "null")), "$.data[0].exportJobId: expected a UUID, found null"),
    (page("{}"), "$.data[0].exportJobId: expected a UUID, found nothing"),
    (
      page(item(status: #""""#)),
      "$.data[0].status: expected a status of 1 to 100 bytes, found ''"
    ),
    (
      page(item(status: "[]")),
      "$.data[0].status: expected a status of 1 to 100 bytes, found a list"
    ),
  ])
  func aWrongShapeIsToldByItsPath(body: String, message: String) async throws {
    #expect(try await fault(in: body) == message)
  }

  @Test func whatWasFoundIsCutAndMadeHarmless() async throws {
    let long = String(repeating: "é", count: 90)
    #expect(
      try await fault(in: page(item(entry: #""a\n\u0007\#(long)""#)))
        == "$.data[0].accountingEntryId: expected a UUID, found 'a"
        + String(repeating: "é", count: 79) + "…'")
  }

  @Test func anOverlongCursorIsRefused() async throws {
    let cursor = String(repeating: "A", count: 4097)
    let message = try await fault(
      in: page("", #"{"hasNextPage": true, "endCursor": "\#(cursor)"}"#))
    #expect(
      message == "$.pagination.endCursor: expected a cursor of at most 4096 bytes, found '"
        + String(repeating: "A", count: 80) + "…'")
  }

  @Test(arguments: [
    ("", "not JSON: the body is empty"),
    (" \r\n", "not JSON: the body is empty"),
    ("nothing", "not JSON: application/json, beginning 'nothing'"),
    (
      #"{"data": [{"status": "pen"#, "broken JSON in $.data[0].status: the text ends after 25 bytes"
    ),
    (#"{"data": [], "pagination"}"#, "broken JSON in $.pagination: unexpected byte 26 of 26"),
    (#"{"data": [1, 2,, 3]}"#, "broken JSON in $.data[2]: unexpected byte 16 of 20"),
    (#"{"data": []} x"#, "broken JSON in $: unexpected byte 14 of 14"),
    (#"{"data": tru}"#, "broken JSON in $.data: unexpected byte 13 of 13"),
  ])
  func brokenJSONIsToldByItsPlace(body: String, message: String) async throws {
    #expect(try await fault(in: body) == message)
  }

  @Test func anHTMLPageIsNotJSON() async throws {
    let html = "<html>\n<title>Sign in to \(testToken)</title>" + String(repeating: "x", count: 80)
    let error = try await pageError { _ in
      .raw("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\(html)")
    }
    #expect(error.code == .badAnswer)
    #expect(
      error.message
        == "not JSON: text/html; charset=utf-8, beginning '<html><title>Sign in to ‹secret›</title>"
        + String(repeating: "x", count: 40) + "…'")
  }

  @Test(arguments: [("[", "]"), (#"{"data":"#, "}")])
  func deepNestingIsRefused(open: String, close: String) async throws {
    let deep =
      String(repeating: open, count: 100_000) + "1" + String(repeating: close, count: 100_000)
    let tooDeep = "too many lists and objects within each other (over 512)"
    #expect(try await fault(in: deep) == tooDeep)
    #expect(try await fault(in: #"{"data": [], "unknown": \#(deep)}"#) == tooDeep)
  }

  /// Each was accepted, because nobody reads what is wrong with it.
  @Test(arguments: [
    (#"["",]"#, "broken JSON in $.data[0].x[1]: unexpected byte"),
    ("[-]", "broken JSON in $.data[0].x[0]: unexpected byte"),
    ("[-2.]", "broken JSON in $.data[0].x[0]: unexpected byte"),
    ("[0e]", "broken JSON in $.data[0].x[0]: unexpected byte"),
    ("[012]", "broken JSON in $.data[0].x: unexpected byte"),
    ("[1+2]", "broken JSON in $.data[0].x: unexpected byte"),
    (#""\q""#, "broken JSON in $.data[0].x: unexpected byte"),
    ("\"a\u{1}\"", "broken JSON in $.data[0].x: unexpected byte"),
    (#""\ud800""#, "broken JSON in $.data[0].x: unexpected byte"),
  ])
  func whatNobodyReadsMustBeJSONAsWell(value: String, message: String) async throws {
    let item = #"{"exportJobId": "\#(jobText)", "x": \#(value)}"#
    #expect(try await fault(in: page(item)).hasPrefix(message))
  }

  @Test func aRepeatedKeyIsNoCrash() async throws {
    let body = #"{"data": [], "data": 5, "pagination": {"hasNextPage": false, "hasNextPage": 1}}"#
    _ = try? await read(body)
  }
}

struct JobShapeTests {
  private func read(_ data: String) async throws -> ExportJob {
    try await withScriptedServer(answering: { _ in .json(#"{"data": \#(data)}"#) }) { server in
      try await withClient(server.baseURL) { try await $0.exportJob(try jobID()) }
    }
  }

  @Test func aJobIsReadWhateverTheCaseOfItsID() async throws {
    let job = try await read(
      #"""
      {
        "id": "8EB648AB-464b-42a0-BA17-eda703657e33", "status": "failed", "numberOfItems": 5,
        "failureReasonType": "job_expired", "expiresIn": 3600, "createdBy": null
      }
      """#)
    #expect(
      job
        == ExportJob(
          id: try jobID(), status: .failed, numberOfItems: 5, failureReasonType: "job_expired"))
  }

  @Test func aJobNeedsOnlyItsIDAndItsStatus() async throws {
    let job = try await read(#"{"id": "\#(jobText)", "status": "paused"}"#)
    #expect(
      job == ExportJob(id: try jobID(), status: ExportJobStatus("paused"), numberOfItems: nil))
  }

  @Test(arguments: [
    ("null", "$.data: expected an object, found null"),
    ("{}", "$.data.id: expected a UUID, found nothing"),
    (
      #"{"id": "\#(jobText)"}"#,
      "$.data.status: expected a status of 1 to 100 bytes, found nothing"
    ),
    (
      #"{"id": "\#(entry)", "status": "pending"}"#,
      "$.data.id: expected '\(jobText)', found '\(entry)'"
    ),
    (
      #"{"id": "\#(jobText)", "status": "pending", "numberOfItems": "4"}"#,
      "$.data.numberOfItems: expected a whole number, 0 or more, found '4'"
    ),
  ])
  func aWrongShapeIsToldByItsPath(data: String, message: String) async throws {
    let error = await #expect(throws: SourceError.self) { try await read(data) }
    #expect(error?.code == .badAnswer)
    #expect(error?.message == message)
  }
}
