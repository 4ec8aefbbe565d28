import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

/// The next page is on its way while the one before is read.
struct NextPageAheadTests {
  private static func page(_ next: String?) -> ScriptedAnswer {
    .json(emptyPage(hasNextPage: next != nil, endCursor: next.map { "\"\($0)\"" } ?? "null"))
  }

  /// Nobody asks for page 2 until its request has come, so that the test hangs where it is not sent ahead.
  @Test(.timeLimit(.minutes(15))) func thePageThatFollowsIsAskedForBeforeAnybodyWantsIt()
    async throws
  {
    try await withScriptedServer(answering: { request in
      Self.page(request.uri.contains("after=") ? nil : "AAA")
    }) { server in
      try await withClient(server.baseURL) { client in
        let first = try await client.page(of: try jobID(), after: nil)
        while server.requests.count < 2 { await Task.yield() }
        let second = try await client.page(of: try jobID(), after: first.endCursor)
        #expect(!second.hasNextPage)
        #expect(server.requests.count == 2, "page 2 was asked for once")
      }
    }
  }

  @Test func anotherPageThanTheNextIsAskedForItself() async throws {
    try await withScriptedServer(answering: { request in
      Self.page(request.uri.contains("after=BBB") ? nil : "AAA")
    }) { server in
      try await withClient(server.baseURL) { client in
        _ = try await client.page(of: try jobID(), after: nil)
        let other = try await client.page(of: try jobID(), after: Cursor("BBB"))
        #expect(!other.hasNextPage)
      }
    }
  }

  /// The request that was sent ahead stayed, and kept every later one from being sent.
  @Test(.timeLimit(.minutes(15))) func afterAJumpThePageThatFollowsIsSentAheadAgain() async throws {
    try await withScriptedServer(answering: { request in
      Self.page(
        request.uri.contains("after=CCC") ? nil : request.uri.contains("BBB") ? "CCC" : "AAA")
    }) { server in
      try await withClient(server.baseURL) { client in
        _ = try await client.page(of: try jobID(), after: nil)
        let jumped = try await client.page(of: try jobID(), after: Cursor("BBB"))
        #expect(jumped.endCursor?.text == "CCC")
        while !server.requests.contains(where: { $0.uri.contains("after=CCC") }) {
          await Task.yield()
        }
      }
    }
  }

  @Test func theLastPageHasNoneThatFollows() async throws {
    try await withScriptedServer(answering: { _ in Self.page(nil) }) { server in
      try await withClient(server.baseURL) { client in
        _ = try await client.page(of: try jobID(), after: nil)
        #expect(server.requests.count == 1)
      }
    }
  }
}
