import PageSourceKit
import PleoSandbox
import TestSupport
import Testing

@testable import PleoSource

/// Pages that are asked for side by side, by offset.
struct SideBySideTests {
  private static func items(_ range: Range<Int>) -> String {
    range.map { number in
      #"{"exportJobId": "\#(jobText)", "status": "pending", "accountingEntryId": "#
        + "\"\(Identifier(high: 1, low: UInt64(number)))\"}"
    }.joined(separator: ",")
  }

  /// A page of ten of 35 items, as the request says.
  private static func page(_ request: ScriptedRequest) -> ScriptedAnswer {
    let offset =
      request.uri.split(separator: "&").last { $0.hasPrefix("offset=") }
      .flatMap { Int($0.dropFirst("offset=".count)) } ?? 0
    let end = min(offset + 10, 35)
    return .json(
      #"{"data": [\#(items(offset..<end))], "pagination": {"hasNextPage": \#(end < 35), "#
        + #""endCursor": "same", "total": 35}}"#)
  }

  /// Nobody asks for page 2 until three requests are on their way, so that the test hangs where they are not sent.
  @Test(.timeLimit(.minutes(15))) func thePagesComeInTheirOrderAndAreAskedForOnce() async throws {
    try await withScriptedServer(answering: Self.page) { server in
      try await withClient(server.baseURL, pages: .offset(concurrency: 3)) { client in
        var page = try await client.page(of: try jobID(), after: nil)
        while server.requests.count < 4 { await Task.yield() }
        var numbers = page.items.map { Int($0.entryID.identifier.low) }
        while page.hasNextPage {
          page = try await client.page(of: try jobID(), after: page.endCursor)
          numbers += page.items.map { Int($0.entryID.identifier.low) }
        }
        #expect(numbers == Array(0..<35))
        #expect(
          server.requests.compactMap { $0.uri.split(separator: "?").last }.sorted()
            == ["limit=100", "limit=100&offset=10", "limit=100&offset=20", "limit=100&offset=30"])
        #expect(await client.readsSideBySide)
      }
    }
  }

  @Test func readInOrderTheCursorIsFollowed() async throws {
    try await withScriptedServer(answering: Self.page) { server in
      try await withClient(server.baseURL, pages: .offset(concurrency: 3)) { client in
        await client.readInOrder()
        let page = try await client.page(of: try jobID(), after: nil)
        _ = try await client.page(of: try jobID(), after: page.endCursor)
        #expect(server.requests.last?.uri.hasSuffix("limit=100&after=same") == true)
        #expect(await !client.readsSideBySide)
      }
    }
  }

  /// A list without `total` was read by cursor, and then once more, because nothing said that it was whole.
  @Test func withoutATotalNothingIsSideBySide() async throws {
    try await withScriptedServer(answering: { request in
      .json(emptyPage(hasNextPage: !request.uri.contains("after="), endCursor: "\"AAA\""))
    }) { server in
      try await withClient(server.baseURL, pages: .offset(concurrency: 3)) { client in
        let page = try await client.page(of: try jobID(), after: nil)
        #expect(page.endCursor?.text == "AAA")
        _ = try await client.page(of: try jobID(), after: page.endCursor)
        #expect(await !client.readsSideBySide)
      }
    }
  }

  /// The engine reads the list again then, by cursor.
  @Test func anOffsetThatTheAPIRefusesIsReportedAsOne() async throws {
    try await withScriptedServer(answering: { request in
      request.uri.contains("offset=")
        ? .json(400, #"{"type": "BAD", "message": "no offsets"}"#) : Self.page(request)
    }) { server in
      try await withClient(server.baseURL, pages: .offset(concurrency: 3)) { client in
        let page = try await client.page(of: try jobID(), after: nil)
        let error = await #expect(throws: SourceError.self) {
          try await client.page(of: try jobID(), after: page.endCursor)
        }
        #expect(error?.code == .cursorRefused)
        #expect(error?.message == "the API refuses the offset (400): BAD: no offsets")
      }
    }
  }

  @Test func theSandboxGivesTheSameItemsEitherWay() async throws {
    try await Sandbox.withSandbox { sandbox in
      var found: [[EntryID]] = []
      for order in [PagesAhead.Order.cursor, .offset(concurrency: 4)] {
        try await withClient(sandbox.baseURL, token: nil, pageSize: 1, pages: order) { client in
          var page = try await client.page(of: try jobID(), after: nil)
          var items = page.items.map(\.entryID)
          while page.hasNextPage {
            page = try await client.page(of: try jobID(), after: page.endCursor)
            items += page.items.map(\.entryID)
          }
          found.append(items)
        }
      }
      #expect(found[0] == found[1])
      #expect(found[0].count == 4)
    }
  }
}
