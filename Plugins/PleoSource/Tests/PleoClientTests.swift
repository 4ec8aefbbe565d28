import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

/// Answers the first requests from a list and all others with an empty page.
private func inOrder(_ answers: [ScriptedAnswer]) -> @Sendable (ScriptedRequest) -> ScriptedAnswer {
  { request in request.number <= answers.count ? answers[request.number - 1] : .json(emptyPage()) }
}

struct PleoClientTests {
  @Test(arguments: [408, 425, 429, 500, 502, 503, 504, 506, 507, 508, 520, 521, 527, 530, 599])
  func aStatusThatMayPassIsTriedAgain(status: Int) async throws {
    try await withScriptedServer(answering: inOrder([.json(status, "{}")])) { server in
      let clock = ManualClock()
      try await withClient(server.baseURL, clock: clock) { client in
        _ = try await client.page(of: try jobID(), after: nil)
      }
      #expect(server.requests.count == 2)
      #expect(clock.sleeps == [.milliseconds(500)])
    }
  }

  @Test(arguments: [204, 206, 301, 400, 401, 403, 404, 409, 410, 413, 422, 501, 505, 511])
  func anyOtherStatusIsFinal(status: Int) async throws {
    try await withScriptedServer(answering: { _ in .json(status, "") }) { server in
      try await withClient(server.baseURL) { client in
        let id = try jobID()
        await #expect(throws: SourceError.self) { try await client.page(of: id, after: nil) }
      }
      #expect(server.requests.count == 1)
    }
  }

  @Test func aCutBodyAResetAndAClosedConnectionAreTriedAgain() async throws {
    let faults: [ScriptedAnswer] = [
      .cut(emptyPage(), after: 20), .close,
      .raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"data\""),
    ]
    try await withScriptedServer(answering: inOrder(faults)) { server in
      let notices = Notices()
      try await withClient(server.baseURL, attempts: 4, notices: notices) { client in
        _ = try await client.page(of: try jobID(), after: nil)
      }
      #expect(server.requests.count == 4)
      #expect(
        notices.all.map(\.reason)
          == Array(
            repeating: "the connection was closed before the answer was complete", count: 3))
    }
  }

  @Test(arguments: ["", #"{"data": [{"status": "pen"#, #"{"data": [], "pagination": {}"#])
  func aBodyOfUntoldLengthThatEndsInTheMiddleIsTriedAgain(body: String) async throws {
    let faults = [ScriptedAnswer.raw("HTTP/1.1 200 OK\r\n\r\n\(body)")]
    try await withScriptedServer(answering: inOrder(faults)) { server in
      let notices = Notices()
      try await withClient(server.baseURL, notices: notices) { client in
        _ = try await client.page(of: try jobID(), after: nil)
      }
      #expect(notices.all.map(\.reason) == ["the answer ended in the middle"])
    }
  }

  @Test func whatTheAPISaysOfItsTroubleIsInTheReason() async throws {
    let error = try await pageError { _ in
      .json(503, #"{"type": "MAINTENANCE", "message": "Back at nine."}"#)
    }
    #expect(
      error.message.hasSuffix(
        "the API answered 503 (service unavailable): MAINTENANCE: Back at nine."))
  }

  @Test func aHugeRetryAfterEndsTheRunAndNotTheProcess() async throws {
    let error = try await pageError(attempts: 8, giveUpAfter: .seconds(900)) { _ in
      .json(429, headers: [("Retry-After", "9223372036854775807")], "{}")
    }
    #expect(
      error.message
        == "gave up on http://127.0.0.1:PORT after 1 attempt in 0 s: the API answered 429"
        + " (too many requests), and waiting 2678400 s more would go past give_up_after (900 s)")
  }

  @Test(arguments: [ScriptedAnswer.stall(emptyPage(), after: 10), .silence])
  func aBodyOrAnAnswerThatStallsIsTriedAgain(fault: ScriptedAnswer) async throws {
    let notices = Notices()
    let error = try await pageError(timeout: .milliseconds(300), attempts: 2, notices: notices) {
      _ in fault
    }
    #expect(notices.all.map(\.reason) == ["no complete answer within 300 ms"])
    #expect(error.code == .unreachable)
    #expect(
      error.message
        == "gave up on http://127.0.0.1:PORT after 2 attempts in 500 ms:"
        + " no complete answer within 300 ms")
  }

  @Test func aNoticeSaysWhatFailedAndHowLongTheWaitIs() async throws {
    let answers: [ScriptedAnswer] = [
      .json(emptyPage(hasNextPage: true, endCursor: #""two""#)),
      .json(emptyPage(hasNextPage: true, endCursor: #""three""#)),
      .json(503, "{}"), .json(502, "{}"), .json(emptyPage()),
      .json(503, "{}"),
    ]
    try await withScriptedServer(answering: inOrder(answers)) { server in
      let notices = Notices()
      try await withClient(server.baseURL, notices: notices) { client in
        let id = try jobID()
        let first = try await client.page(of: id, after: nil)
        let second = try await client.page(of: id, after: first.endCursor)
        _ = try await client.page(of: id, after: second.endCursor)
        _ = try? await client.exportJob(id)
      }
      #expect(
        notices.all == [
          RetryNotice.of(1, .milliseconds(500), "503 (service unavailable)", "page 3"),
          RetryNotice.of(2, .seconds(1), "502 (bad gateway)", "page 3"),
          RetryNotice.of(1, .milliseconds(500), "503 (service unavailable)", "the job"),
        ])
    }
  }

  @Test func theLastAttemptSaysHowManyThereWereAndWhyItFailed() async throws {
    let error = try await pageError(attempts: 3) { _ in .json(503, "{}") }
    #expect(error.code == .unreachable)
    #expect(
      error.message
        == "gave up on http://127.0.0.1:PORT after 3 attempts in 1.5 s:"
        + " the API answered 503 (service unavailable)")
    #expect(error.hint == "run again later")
  }

  @Test func retryAfterInSecondsIsWaitedFor() async throws {
    let answers = [ScriptedAnswer.json(429, headers: [("Retry-After", "2")], "{}")]
    try await withScriptedServer(answering: inOrder(answers)) { server in
      let clock = ManualClock()
      try await withClient(server.baseURL, clock: clock) { client in
        _ = try await client.page(of: try jobID(), after: nil)
      }
      #expect(clock.sleeps == [.seconds(2)])
    }
  }

  @Test func retryAfterAsADateIsWaitedFor() async throws {
    let date = "Sun, 01 Mar 2026 00:01:30 GMT"
    let answers = [ScriptedAnswer.json(503, headers: [("Retry-After", date)], "{}")]
    try await withScriptedServer(answering: inOrder(answers)) { server in
      let clock = ManualClock()
      try await withClient(server.baseURL, clock: clock) { client in
        _ = try await client.page(of: try jobID(), after: nil)
      }
      #expect(clock.sleeps == [.seconds(90)])
    }
  }

  @Test func aRetryAfterPastThePatienceEndsAtOnce() async throws {
    let error = try await pageError(attempts: 8, giveUpAfter: .seconds(900)) { _ in
      .json(429, headers: [("Retry-After", "3600")], "{}")
    }
    #expect(error.code == .unreachable)
    #expect(
      error.message
        == "gave up on http://127.0.0.1:PORT after 1 attempt in 0 s: the API answered"
        + " 429 (too many requests), and waiting 3600 s more would go past give_up_after (900 s)")
  }

  @Test func waitsOfOurOwnStayWithinThePatienceToo() async throws {
    // 0.5 s and 1 s are slept; 2 s more would make 3.5 s.
    let error = try await pageError(attempts: 8, giveUpAfter: .seconds(3)) { _ in .json(500, "") }
    #expect(
      error.message
        == "gave up on http://127.0.0.1:PORT after 3 attempts in 1.5 s: the API answered"
        + " 500 (internal server error), and waiting 2 s more would go past give_up_after (3 s)")
  }

  @Test func attemptsArePacedLikeRequests() async throws {
    try await withScriptedServer(answering: inOrder([.json(503, "{}")])) { server in
      let clock = ManualClock()
      try await withClient(server.baseURL, requestsPerMinute: 30, clock: clock) { client in
        _ = try await client.page(of: try jobID(), after: nil)
        _ = try await client.page(of: try jobID(), after: nil)
      }
      // Back-off, the rest of the place's two seconds, and the next place.
      #expect(clock.sleeps == [.milliseconds(500), .milliseconds(1500), .seconds(2)])
    }
  }
}

extension RetryNotice {
  fileprivate static func of(
    _ attempt: Int, _ wait: Duration, _ status: String, _ what: String
  ) -> RetryNotice {
    RetryNotice(
      attempt: attempt, of: 3, wait: wait, reason: "the API answered \(status)", what: what)
  }
}
