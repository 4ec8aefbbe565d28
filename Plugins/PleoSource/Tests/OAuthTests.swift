import DurableFiles
import Foundation
import PageSourceKit
import PleoSandbox
import TestSupport
import Testing

@testable import PleoSource

/// Access tokens that live for minutes, and a refresh token that is valid once.
struct OAuthTests {
  @Test func theFirstRunAsksForATokenAndKeepsBoth() async throws {
    try await OAuthBench.with { bench in
      let begun = bench.clock.wallMilliseconds
      try await bench.withClient { client in
        await client.prepareToRead(try jobID())
        #expect(try await client.exportJob(jobID()).id == jobID())
        #expect(try await client.page(of: jobID(), after: nil).items.count == 4)
      }
      let tokens = try bench.tokens()
      #expect(tokens.refresh != Secret(firstRefreshToken))
      #expect(tokens.access?.renewAt == begun + 840_000, "a minute before its end")
      let mode =
        try FileManager.default.attributesOfItem(atPath: bench.file)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      let left = try FileManager.default.contentsOfDirectory(atPath: bench.folder)
      #expect(left.sorted() == [".refresh-token.lock", "refresh-token"])
    }
  }

  @Test func anotherRunGoesOnWithTheAccessTokenOfTheFile() async throws {
    try await OAuthBench.with { bench in
      try await bench.withClient { _ = try await $0.exportJob(jobID()) }
      let before = try bench.tokens()
      try await bench.withClient { _ = try await $0.exportJob(jobID()) }
      #expect(try bench.tokens().refresh == before.refresh)
      #expect(try bench.tokens().access == before.access)
    }
  }

  @Test func aRefreshTokenThatAPersonWroteReplacesWhatIsThere() async throws {
    try await OAuthBench.with { bench in
      try await bench.withClient { _ = try await $0.exportJob(jobID()) }
      let refresh = try bench.tokens().refresh
      try bench.write(refresh.revealed)
      #expect(try bench.tokens().access == nil)
      try await bench.withClient { _ = try await $0.exportJob(jobID()) }
      #expect(try bench.tokens().refresh != refresh)
    }
  }

  @Test(arguments: [PagesAhead.Order.cursor, .offset(concurrency: 3)])
  func aTokenIsReplacedAheadOfItsEndInTheMiddleOfAList(order: PagesAhead.Order) async throws {
    try await OAuthBench.with(items: 30) { bench in
      let id = try #require(JobID("5f0c1d2e-0000-4000-8000-000000000001"))
      try await bench.withClient(pageSize: 4, pages: order) { client in
        var page = try await client.page(of: id, after: nil)
        var entries = Set(page.items.map(\.entryID))
        var tokens = [try bench.tokens().access?.token]
        while page.hasNextPage {
          // Each page takes five minutes, so that every third one needs another token.
          try await bench.clock.sleep(for: .seconds(300))
          page = try await client.page(of: id, after: page.endCursor)
          entries.formUnion(page.items.map(\.entryID))
          tokens.append(try bench.tokens().access?.token)
        }
        #expect(entries.count == 30)
        #expect(Set(tokens.map { $0?.revealed }).count >= (order == .cursor ? 3 : 2))
      }
    }
  }

  @Test(arguments: [PagesAhead.Order.cursor, .offset(concurrency: 3)])
  func aTokenThatIsNotAcceptedAnyMoreIsReplacedAndTheRequestSentOnceMore(
    order: PagesAhead.Order
  ) async throws {
    try await OAuthBench.with(items: 30) { bench in
      let id = try #require(JobID("5f0c1d2e-0000-4000-8000-000000000001"))
      try await bench.withClient(pageSize: 4, pages: order) { client in
        var page = try await client.page(of: id, after: nil)
        var entries = Set(page.items.map(\.entryID))
        for number in 2... where page.hasNextPage {
          // To the sandbox, a quarter of an hour is over each time.
          bench.ahead.set(Int64(number) * 1_000_000)
          page = try await client.page(of: id, after: page.endCursor)
          entries.formUnion(page.items.map(\.entryID))
          guard page.hasNextPage else { break }
        }
        #expect(entries.count == 30)
      }
    }
  }

  @Test func whatIsDeniedWithAFreshTokenIsNotAskedForAgain() async throws {
    try await OAuthBench.with { bench in
      try await withScriptedServer(answering: { _ in .json(401, "{}") }) { server in
        try await bench.withClient(at: server.baseURL) { client in
          let error = await #expect(throws: SourceError.self) {
            try await client.exportJob(jobID())
          }
          #expect(error?.code == .denied)
          #expect(
            error?.message
              == "the API does not accept an access token that was just asked for (401)")
        }
        #expect(server.requests.count == 2, "one replay")
      }
    }
  }

  /// Two processes that ask at once would each lose the tokens of the other.
  @Test func manyProcessesAskForOneToken() async throws {
    try await OAuthBench.with { bench in
      for round in 0..<3 {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<8 {
            group.addTask {
              // A clock of its own, on which nobody else's waits are.
              try await bench.withClient(clock: YieldingClock(bench.clock)) { client in
                _ = try await client.exportJob(jobID())
              }
            }
          }
          try await group.waitForAll()
        }
        bench.ahead.set(Int64(round + 1) * 1_000_000)
      }
      #expect(try bench.tokens().access != nil)
    }
  }

  @Test func aRefreshTokenThatIsNotAcceptedNeedsAPerson() async throws {
    try await OAuthBench.with { bench in
      try bench.write("another-refresh-token")
      // A refusal and a look at the file were taken for a run that had been killed.
      _ = try await bench.error()
      try TokenRefresh.check(bench.settings)
      let error = try await bench.error()
      #expect(error?.code == .denied)
      #expect(
        error?.message
          == "\(bench.sandbox.baseURL) does not accept the refresh token in \(bench.file) (400 invalid_grant): it has "
          + "expired, was revoked, or another program has used it")
      #expect(
        error?.hint
          == "authorize sluice in Pleo again, and write the new refresh token into that file, on one line; nothing "
          + "is lost meanwhile: the next run goes on from where the last one came to")
      // What a person does then.
      try bench.write(firstRefreshToken)
      #expect(try await bench.error() == nil)
    }
  }

  /// The new tokens were on their way, and nobody kept them.
  @Test func aRunThatWasKilledWhileItAskedIsNamed() async throws {
    try await OAuthBench.with { bench in
      try bench.write("lost-refresh-token")
      try "process 4711\nhost there\nsince 2026-05-01T10:00:00Z\n".write(
        toFile: "\(bench.folder)/.refresh-token.lock", atomically: false, encoding: .utf8)
      #expect(
        try await bench.error()?.message.hasSuffix(
          "(400 invalid_grant): it may have been replaced for process 4711 on there, since 2026-05-01T10:00:00Z, "
            + "which was killed before it could keep the new one") == true)
      try bench.write(firstRefreshToken)
      #expect(try await bench.error() == nil)
    }
  }

  @Test(arguments: [
    (503, "{}", SourceError.Code.unreachable, "gave up asking"),
    (401, #"{"error":"invalid_client"}"#, .denied, "does not accept client_id and client_secret"),
    (400, #"{"error":"invalid_request"}"#, .badAnswer, "does not give an access token (400"),
    (302, "", .badAnswer, "does not give an access token (302"),
    (200, "{}", .badAnswer, "answered 200 without an access token that can be used"),
    (200, #"{"access_token":"a b c d e"}"#, .badAnswer, "without an access token that can be used"),
    (200, #"{"access_token":"abcdef","token_type":"mac"}"#, .badAnswer, "without an access token"),
    (
      200, #"{"access_token":"abcdef","refresh_token":"a\u0000bcdef"}"#, .badAnswer,
      "answered with a refresh token that cannot be kept"
    ),
  ])
  func whatElseATokenServerAnswersIsSaid(
    status: Int, body: String, code: SourceError.Code, words: String
  ) async throws {
    try await OAuthBench.with { bench in
      try await withScriptedServer(answering: { _ in .json(status, body) }) { server in
        let error = try await bench.error(tokensAt: "\(server.baseURL)/oauth/token")
        #expect(error?.code == code)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect(try bench.tokens().refresh == Secret(firstRefreshToken), "it is kept")
        #expect(server.requests.count == (status == 503 ? 3 : 1))
      }
    }
  }

  /// A server may echo what it was sent, and the API the access token.
  @Test func noSecretIsShown() async throws {
    try await OAuthBench.with { bench in
      let echo = #"{"error":"\#(firstRefreshToken) \#(clientSecret)"}"#
      try await withScriptedServer(answering: { _ in .json(400, echo) }) { server in
        let error = try await bench.error(tokensAt: "\(server.baseURL)/oauth/token")
        for text in [error?.message, error?.record, error?.hint] {
          #expect(text?.contains(firstRefreshToken) != true)
          #expect(text?.contains(clientSecret) != true)
        }
      }
      _ = try await bench.withClient { try await $0.exportJob(jobID()) }
      let access = try #require(try bench.tokens().access?.token.revealed)
      let said = #"{"type":"no","message":"\#(access) is no good"}"#
      try await withScriptedServer(answering: { _ in .json(400, said) }) { server in
        try await bench.withClient(at: server.baseURL) { client in
          let error = await #expect(throws: SourceError.self) {
            try await client.exportJob(jobID())
          }
          #expect(error?.message.contains("‹secret› is no good") == true)
        }
      }
    }
  }

  /// Pleo has replaced the tokens when the answer is on its way: taking the request back lost them.
  @Test func aStopWaitsForTokensThatWereAskedFor() async throws {
    try await OAuthBench.with { bench in
      let (began, begin) = AsyncStream<Void>.makeStream()
      let answered = DispatchSemaphore(value: 0)
      let tokens = #"{"access_token":"access-2","refresh_token":"refresh-2","expires_in":900}"#
      try await withScriptedServer(answering: { _ in
        begin.yield()
        answered.wait()
        return .json(tokens)
      }) { server in
        let run = Task { try await bench.error(tokensAt: "\(server.baseURL)/oauth/token") }
        for await _ in began { break }
        run.cancel()
        answered.signal()
        _ = try await run.value
        #expect(try bench.tokens().refresh == Secret("refresh-2"))
        #expect(try bench.tokens().access?.token == Secret("access-2"))
      }
    }
  }

  @Test func whatATokenLivesForDecidesWhenTheNextIsAskedFor() {
    for (life, renewal) in [
      (900, 840_000), (300, 240_000), (100, 80_000), (1, 800), (0, 0), (-5, 0),
    ] {
      #expect(TokenRefresh.renewal(after: life, now: 0) == renewal)
    }
  }

  @Test func anAPIKeyIsTheUserOfHTTPBasic() async throws {
    try await withScriptedServer(answering: { _ in .json(401, #"{"type":"no"}"#) }) { server in
      try await withClient(server.baseURL, credentials: .apiKey(Secret("key-of-the-tests"))) {
        client in
        let error = await #expect(throws: SourceError.self) {
          try await client.exportJob(jobID())
        }
        #expect(error?.message == "the API does not accept the API key (401)")
      }
      // `key-of-the-tests:` in base64.
      #expect(
        server.requests.map { $0.header("authorization") } == ["Basic a2V5LW9mLXRoZS10ZXN0czo="])
    }
  }
}

/// A clock whose sleeps let others go on, and take no time.
private struct YieldingClock: RunClock {
  let clock: ManualClock

  init(_ clock: ManualClock) { self.clock = clock }

  var elapsed: Duration { clock.elapsed }
  var wallMilliseconds: Int64 { clock.wallMilliseconds }

  func sleep(for duration: Duration) async throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    await Task.yield()
  }
}
