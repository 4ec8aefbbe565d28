import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

private func item(_ status: String) -> String {
  let entry = "51de0a74-c2b8-4f69-90e3-7b14d8a6f2c9"
  return
    #"{"exportJobId": "\#(jobText)", "accountingEntryId": "\#(entry)", "status": "\#(status)"}"#
}

private func page(_ items: [String], cursor: String = "") -> String {
  #"{"data": [\#(items.joined(separator: ", "))], "#
    + #""pagination": {"hasNextPage": true, "endCursor": "\#(cursor)"}}"#
}

struct PageCheckTests {
  private let notPrintable = "expected a word of printable ASCII characters"

  @Test(arguments: ["on hold", #"a\u001b[2Jb"#, #"a\nb"#, #"a\u007f"#, "größe", #"a\u202eb"#])
  func aCursorOrAStatusThatCouldMoveATerminalsCursorIsRefused(word: String) async throws {
    let status = try await pageError { _ in .json(page([item("pending"), item(word)])) }
    #expect(status.code == .badAnswer)
    #expect(status.message == "$.data[1].status: \(notPrintable)")
    let cursor = try await pageError { _ in .json(page([], cursor: word)) }
    #expect(cursor.code == .badAnswer)
    #expect(cursor.message == "$.pagination.endCursor: \(notPrintable)")
  }

  /// A cursor that holds eight letters of the token by chance was refused, and the API blamed.
  @Test(arguments: [
    String(testToken.prefix(60)), "x" + testToken.dropFirst(9).prefix(8),
    testToken.suffix(12).uppercased(),
  ])
  func aTokenEchoedAsACursorIsSentBackAndAsAStatusIsMasked(word: String) async throws {
    let body = page([item("on_hold"), item(word)], cursor: word)
    let page = try await withScriptedServer(answering: { _ in .json(body) }) { server in
      try await withClient(server.baseURL) { try await $0.page(of: try jobID(), after: nil) }
    }
    #expect(page.endCursor?.text == word)
    #expect(page.items[0].status.name == "on_hold")
    #expect(page.items[1].status.name.contains("‹secret›"))
    #expect(!page.items[1].status.name.contains(testToken.dropFirst(9).prefix(8)))
  }

  @Test func aDocumentedStatusIsTakenWhateverTheTokenIs() async throws {
    let body = page([item("in_progress"), item("abandoned")], cursor: "AAA=~!")
    let page = try await withScriptedServer(answering: { _ in .json(body) }) { server in
      try await withClient(server.baseURL, token: "in_progress") {
        try await $0.page(of: try jobID(), after: nil)
      }
    }
    #expect(page.items.map(\.status) == [.inProgress, .abandoned])
    #expect(page.endCursor?.text == "AAA=~!")
  }

  @Test(arguments: [
    (100, 1001, "more than the 1000 that are taken where 100 were asked for"),
    (1000, 1001, "more than the 1000 that were asked for"),
    (1200, 1201, "more than the 1200 that were asked for"),
  ])
  func aPageFarLargerThanAskedForIsRefused(asked: Int, count: Int, problem: String) async throws {
    let items = Array(repeating: item("pending"), count: count)
    let fits = page(Array(items.dropLast()))
    try await withScriptedServer(answering: { _ in .json(fits) }) { server in
      try await withClient(server.baseURL, pageSize: asked) { client in
        let taken = try await client.page(of: try jobID(), after: nil)
        #expect(taken.items.count == count - 1)
      }
    }
    let isOver = page(items)
    try await withScriptedServer(answering: { _ in .json(isOver) }) { server in
      try await withClient(server.baseURL, pageSize: asked) { client in
        let error = await #expect(throws: SourceError.self) {
          try await client.page(of: try jobID(), after: nil)
        }
        #expect(error?.code == .badAnswer)
        #expect(error?.message == "the page has \(count) items, \(problem)")
      }
    }
  }
}

struct JobCheckTests {
  private func read(status: String, reason: String) async throws -> ExportJob {
    let data =
      #"{"id": "\#(jobText)", "status": "\#(status)", "failureReasonType": "\#(reason)"}"#
    return try await withScriptedServer(answering: { _ in .json(#"{"data": \#(data)}"#) }) {
      server in
      try await withClient(server.baseURL) { try await $0.exportJob(try jobID()) }
    }
  }

  @Test func aJobWithAnUnprintableStatusIsRefused() async throws {
    let error = await #expect(throws: SourceError.self) {
      try await read(status: "pen ding", reason: "job_expired")
    }
    #expect(error?.code == .badAnswer)
    #expect(error?.message == "$.data.status: expected a word of printable ASCII characters")
  }

  @Test func aTokenInTheWordsOfAJobIsMasked() async throws {
    let job = try await read(status: String(testToken.prefix(20)), reason: testToken)
    #expect(job.status.name == "‹secret›")
    #expect(job.failureReasonType == "‹secret›")
  }

  @Test(arguments: [#"a\u001b]0;b\u0007"#, "two words", String(repeating: "x", count: 101)])
  func aReasonThatIsNotFitToBeShownIsDropped(reason: String) async throws {
    let job = try await read(status: "failed", reason: reason)
    #expect(job == ExportJob(id: try jobID(), status: .failed, numberOfItems: nil))
  }
}
