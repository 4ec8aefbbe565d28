import Foundation
import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

struct NetworkReasonTests {
  private static let hint = "check environment, the network and HTTPS_PROXY, and run again"

  private func jobError(_ baseURL: String, attempts: Int = 1) async throws -> SourceError {
    try await withClient(baseURL, attempts: attempts) { client in
      let id = try jobID()
      return try await #require(throws: SourceError.self) { try await client.exportJob(id) }
    }
  }

  @Test func aRefusedConnectionCountsAsOneAttemptAndSaysSo() async throws {
    let (port, error) = try await RefusingPort.with { port in
      (port, try await jobError("http://127.0.0.1:\(port)", attempts: 2))
    }
    #expect(error.code == .unreachable)
    #expect(
      error.message
        == "gave up on http://127.0.0.1:\(port) after 2 attempts in 500 ms: connection refused")
    #expect(error.hint == Self.hint)
    let cause = try #require(error.cause)
    #expect("\(cause)".contains("Connection refused"), "in the words of the library")
  }

  @Test func anUnknownHostSaysSo() async throws {
    let error = try await jobError("https://nonexistent.invalid")
    #expect(error.code == .unreachable)
    #expect(
      error.message
        == "gave up on https://nonexistent.invalid after 1 attempt in 0 s: cannot resolve host")
    #expect(error.hint == Self.hint)
  }

  @Test func aServerWithoutTLSSaysSo() async throws {
    try await withScriptedServer(answering: { _ in .close }) { server in
      let error = try await jobError("https://127.0.0.1:\(server.port)")
      #expect(error.code == .unreachable)
      #expect(
        error.message
          == "gave up on https://127.0.0.1:\(server.port) after 1 attempt in 0 s:"
          + " TLS: the other side does not speak TLS")
    }
  }

  @Test func anAnswerThatIsNotHTTPSaysSo() async throws {
    let error = try await pageError { _ in .raw("SSH-2.0-OpenSSH_9.9\r\n") }
    #expect(error.code == .unreachable)
    #expect(
      error.message
        == "gave up on http://127.0.0.1:PORT after 1 attempt in 0 s: the answer is not HTTP")
  }

  @Test func anAnswerLargerThanTheLimitIsRefused() async throws {
    let page = emptyPage()
    let limits = PleoConfiguration.Limits(
      bodyBytes: page.utf8.count - 1, connectTimeout: unhurried)
    let announced = try await pageError(limits: limits) { _ in .json(page) }
    #expect(announced.code == .badAnswer)
    #expect(announced.message == "the answer is larger than \(page.utf8.count - 1) bytes")
    #expect(announced.hint == "lower page_size")
    let unannounced = try await pageError(limits: limits) { _ in
      .raw("HTTP/1.1 200 OK\r\n\r\n\(page)")
    }
    #expect(unannounced.description == announced.description)
  }

  @Test(arguments: [(1, 2_097_152), (256, 2_097_152), (1000, 8_192_000), (Int.max, Int.max)])
  func theLimitOfABodyFollowsThePageSize(pageSize: Int, limit: Int) {
    let configuration = PleoConfiguration(
      credentials: .none, search: nil, pageSize: pageSize, timeout: .seconds(1),
      retry: .init(attempts: 1, base: .zero, cap: .zero, giveUpAfter: .zero), rate: nil)
    #expect(configuration.bodyLimit == limit)
  }

  @Test func aHostileBodyOfNestedListsIsRefusedUnread() async throws {
    let body = "[" + String(repeating: "[],", count: 700_000) + "[]]"
    let error = try await pageError { _ in .json(body) }
    #expect(error.code == .badAnswer)
    #expect(error.message == "the answer is larger than 2097152 bytes")
  }

  @Test func anErrorLargerThanItsLimitCountsByItsStatus() async throws {
    let body = String(repeating: "x", count: 70_000)
    let error = try await pageError { _ in .json(401, body) }
    #expect(error.code == .denied)
  }

  @Test func anAnswerInAnEncodingThatNobodyReadsIsRefused() async throws {
    let error = try await pageError { _ in
      .json(200, headers: [("Content-Encoding", "br")], emptyPage())
    }
    #expect(error.code == .badAnswer)
    #expect(error.message == "the answer is encoded as 'br', which was not asked for")
  }

  /// A gateway packed the answer though nobody had asked for that: "not JSON".
  @Test(arguments: ["gzip", "deflate"])
  func aPackedAnswerIsUnpacked(encoding: String) async throws {
    let body = try packed(
      #"{"data": [], "pagination": {"hasNextPage": false, "total": 7}}"#, encoding)
    try await withScriptedServer(answering: { _ in .packed(body, encoding: encoding) }) { server in
      try await withClient(server.baseURL) { client in
        for _ in 1...3 {
          let page = try await client.page(of: jobID(), after: nil)
          #expect(page.total == 7)
        }
      }
    }
  }

  @Test func aPackedAnswerThatIsNoneIsRefused() async throws {
    let error = try await pageError { _ in
      .json(200, headers: [("Content-Encoding", "gzip")], emptyPage())
    }
    #expect(error.code == .badAnswer)
    #expect(error.message == "the answer says that it is packed with gzip or deflate, and is not")
  }

  @Test func aPackedAnswerThatUnpacksWithoutEndIsRefused() async throws {
    let bomb = try packed(String(repeating: " ", count: 50_000_000), "gzip")
    #expect(bomb.count < 100_000)
    let error = try await pageError { _ in .packed(bomb, encoding: "gzip") }
    #expect(error.code == .badAnswer)
    #expect(error.message == "the answer is larger than 2097152 bytes")
  }

  /// Eight attempts with a password that the proxy does not accept.
  @Test func aProxyThatWantsAnotherPasswordIsAskedOnce() async throws {
    let answer = ScriptedAnswer.raw(
      "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    try await withScriptedServer(answering: { _ in answer }) { proxy in
      let error = try await withClient(
        "https://pleo.invalid", attempts: 8,
        httpsProxy: "http://me:wrong@127.0.0.1:\(proxy.port)"
      ) { client in
        let id = try jobID()
        return try await #require(throws: SourceError.self) { try await client.exportJob(id) }
      }
      #expect(error.code == .denied)
      #expect(
        error.message
          == "the proxy 127.0.0.1:\(proxy.port) wants a user and a password, or does not "
          + "accept those of HTTPS_PROXY (407)")
      #expect(!error.description.contains("wrong"))
      #expect(proxy.requests.count == 1)
    }
  }

  @Test func aNameThatDoesNotResolveIsTriedThreeTimes() async throws {
    let error = try await jobError("https://nonexistent.invalid", attempts: 8)
    #expect(error.message.contains("after 3 attempts in "))
    #expect(error.message.hasSuffix(": cannot resolve host"))
  }

  /// `text` as `gzip(1)` or zlib packs it.
  private func packed(_ text: String, _ encoding: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let module = encoding == "gzip" ? "gzip" : "zlib"
    process.arguments = [
      "python3", "-c",
      "import \(module), sys; sys.stdout.buffer.write(\(module).compress(sys.stdin.buffer.read()))",
    ]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    Thread.detachNewThread {
      try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      try? input.fileHandleForWriting.close()
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return Array(data)
  }

  @Test(arguments: [ScriptedAnswer.silence, .stall(emptyPage(), after: 10)])
  func aCancelledRequestEndsAsCancelled(answer: ScriptedAnswer) async throws {
    try await withScriptedServer(answering: { _ in answer }) { server in
      let id = try jobID()
      let error = try await withClient(server.baseURL) { client in
        let task = Task { try await client.page(of: id, after: nil) }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()
        return await #expect(throws: SourceError.self) { try await task.value }
      }
      #expect(error?.code == .cancelled)
      #expect(error?.message == "stopped while asking for page 1")
    }
  }

  @Test(arguments: [nil, 1])
  func aCancelledWaitEndsAsCancelled(requestsPerMinute: Int?) async throws {
    // With a rate, the second request waits for its place; without one, for the next attempt.
    let status = requestsPerMinute == nil ? 503 : 200
    let body = #"{"data": {"id": "\#(jobText)", "status": "pending"}}"#
    try await withScriptedServer(answering: { _ in .json(status, body) }) { server in
      let clock = FrozenClock()
      let id = try jobID()
      let error = try await withClient(
        server.baseURL, requestsPerMinute: requestsPerMinute, clock: clock
      ) { client in
        let task = Task {
          _ = try await client.exportJob(id)
          _ = try await client.exportJob(id)
        }
        for await _ in clock.sleepBegan { break }
        task.cancel()
        return await #expect(throws: SourceError.self) { try await task.value }
      }
      #expect(error?.code == .cancelled)
      #expect(error?.message == "stopped while asking for the job")
      #expect(server.requests.count == 1)
    }
  }
}
