import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

/// The first page, which is asked for beside the job.
struct FirstPageAheadTests {
  private static func isJob(_ request: ScriptedRequest) -> Bool { !request.uri.contains("/items") }

  private static func answer(_ request: ScriptedRequest) -> ScriptedAnswer {
    isJob(request)
      ? .json(#"{"data": {"id": "\#(jobText)", "status": "in_progress"}}"#) : .json(emptyPage())
  }

  /// No request is answered, so that the test hangs where one waits for the other.
  @Test(.timeLimit(.minutes(15))) func itDoesNotWaitForTheJob() async throws {
    try await withScriptedServer { _ in
      .silence
    } _: { server in
      try await withClient(server.baseURL) { client in
        await client.prepareToRead(try jobID())
        while server.requests.count < 2 { await Task.yield() }
        #expect(server.requests.filter(Self.isJob).count == 1)
      }
    }
  }

  /// Nobody asks for the job until both requests are there, so that the test hangs where they are not sent.
  @Test(.timeLimit(.minutes(15))) func itIsOnItsWayWithTheJobAndAskedForOnce() async throws {
    try await withScriptedServer(answering: Self.answer) { server in
      try await withClient(server.baseURL) { client in
        await client.prepareToRead(try jobID())
        while server.requests.count < 2 { await Task.yield() }
        #expect(try await client.exportJob(jobID()).status == .init("in_progress"))
        #expect(try await client.page(of: jobID(), after: nil).items.isEmpty)
        #expect(server.requests.count == 2)
        _ = try await client.exportJob(jobID())
        #expect(server.requests.filter(Self.isJob).count == 2)
      }
    }
  }

  /// The rate lets one request go at once: the page waits for its turn.
  @Test func nothingIsSentFasterThanTheRate() async throws {
    let clock = ManualClock()
    try await withScriptedServer(answering: Self.answer) { server in
      try await withClient(server.baseURL, requestsPerMinute: 6, clock: clock) { client in
        await client.prepareToRead(try jobID())
        _ = try await client.exportJob(jobID())
        #expect(server.requests.map(Self.isJob) == [true])
        _ = try await client.page(of: jobID(), after: nil)
        #expect(server.requests.map(Self.isJob) == [true, false])
        #expect(clock.sleeps == [.seconds(10)])
      }
    }
  }

  /// Trouble with either is met when its answer is needed, and each is tried again by itself.
  @Test func anAnswerThatFailsIsAskedForAgain() async throws {
    try await withScriptedServer { request in
      request.number <= 2 ? .json(503, "{}") : Self.answer(request)
    } _: { server in
      try await withClient(server.baseURL) { client in
        await client.prepareToRead(try jobID())
        _ = try await client.exportJob(jobID())
        #expect(try await client.page(of: jobID(), after: nil).items.isEmpty)
      }
    }
  }
}
