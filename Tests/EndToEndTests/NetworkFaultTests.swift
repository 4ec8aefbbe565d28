import Foundation
import TestSupport
import Testing

/// A network and an API that fail: what passes is tried again, and a retrieval is whole or nothing.
@Suite(.timeLimit(.minutes(15)))
struct NetworkFaultTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Answers instead of the body given.
    let answer: @Sendable (String) -> ScriptedAnswer
    var source: [String] = []
    let reason: String
  }

  private static let cases = [
    Case(
      testDescription: "503", answer: { _ in .json(503, "{}") },
      reason: "the API answered 503 (service unavailable)"),
    Case(
      testDescription: "500 that is not JSON", answer: { _ in .json(500, "oops") },
      reason: "the API answered 500 (internal server error)"),
    Case(
      testDescription: "a cut body", answer: { .cut($0, after: 300) },
      reason: "the connection was closed before the answer was complete"),
    Case(
      testDescription: "a closed connection", answer: { _ in .close },
      reason: "the connection was closed before the answer was complete"),
    Case(
      testDescription: "a body that stalls", answer: { .stall($0, after: 300) },
      source: ["timeout: 2s"], reason: "no complete answer within 2 s"),
    Case(
      testDescription: "silence", answer: { _ in .silence }, source: ["timeout: 2s"],
      reason: "no complete answer within 2 s"),
  ]

  @Test(arguments: cases)
  func aPageThatFailsInTheMiddleIsAskedForAgain(_ one: Case) async throws {
    let job = PleoJob(of: 50)
    try await Site.with(job, source: ["page_size: 10"] + one.source) { site in
      site.pleo.answer { $0.thing == .page(3) && $0.time == 1 ? one.answer($0.body) : nil }
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.lines == job.lines(of: job.work))
      #expect(site.pleo.pagesAsked == [1, 2, 3, 3, 4, 5])
      #expect(ended.warnings.count == 1)
      #expect(ended.warnings.first?.hasPrefix("page 3: \(one.reason); trying again in ") == true)
    }
  }

  @Test(arguments: cases)
  func aPageThatCannotBeHadFailsTheWholeRetrieval(_ one: Case) async throws {
    let source = ["page_size: 10", "retry: { attempts: 2, base: 1ms }"] + one.source
    try await Site.with(PleoJob(of: 50), source: source, routes: [Routes.queue()]) { site in
      site.pleo.answer { $0.thing == .page(3) ? one.answer($0.body) : nil }
      let ended = try await site.run()
      #expect(ended.exit == .code(69))
      #expect(site.pleo.pagesAsked == [1, 2, 3, 3])
      let error = try #require(ended.errors.first)
      #expect(
        error.hasPrefix("page 3: gave up on \(site.pleo.baseURL) after 2 attempts in "), "\(error)")
      #expect(error.hasSuffix(": \(one.reason)"), "\(error)")
      try expectNothingStored(site)
    }
  }

  @Test func aRefusalThatNamesATimeIsObeyed() async throws {
    let job = PleoJob(of: 50)
    try await Site.with(job, source: ["page_size: 10"]) { site in
      site.pleo.answer {
        $0.thing == .page(3) && $0.time == 1
          ? .json(429, headers: [("Retry-After", "1")], "{}") : nil
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.lines == job.lines(of: job.work))
      #expect(
        ended.warnings == [
          "page 3: the API answered 429 (too many requests); trying again in 1.0 s"
        ])
    }
  }

  @Test func aPortThatNobodyListensOnIsTold() async throws {
    try await Site.with(PleoJob()) { site in
      let address = try await closedAddress()
      try site.writeJobFile(
        environment: address, source: ["retry: { attempts: 2, base: 1ms }"],
        routes: [Routes.queue()])
      let ended = try await site.run()
      #expect(ended.exit == .code(69))
      let error = try #require(ended.errors.first)
      #expect(error.hasPrefix("gave up on \(address) after 2 attempts in "), "\(error)")
      #expect(error.hasSuffix(": connection refused"), "\(error)")
      #expect(
        ended.log.compactMap(\.hint)
          == ["check environment, the network and HTTPS_PROXY, and run again"])
    }
  }

  @Test func aHostThatNobodyKnowsIsTold() async throws {
    try await Site.with(PleoJob()) { site in
      try site.writeJobFile(
        environment: "https://nonexistent.invalid",
        source: ["token: ${env:PLEO_TOKEN}", "retry: { attempts: 2, base: 1ms }"],
        routes: [Routes.queue()])
      var sluice = site.sluice
      sluice.environment["PLEO_TOKEN"] = "secret-token-of-the-test"
      let ended = try await sluice.run("run", "job.yaml")
      #expect(ended.exit == .code(69))
      let error = try #require(ended.errors.first)
      #expect(
        error.hasPrefix("gave up on https://nonexistent.invalid after 2 attempts in "), "\(error)")
      #expect(error.hasSuffix(": cannot resolve host"), "\(error)")
    }
  }

  @Test func aTokenThatIsRefusedHalfWayEndsTheRun() async throws {
    let source = ["page_size: 10", "token: ${env:PLEO_TOKEN}"]
    try await Site.with(PleoJob(of: 50), source: source, routes: [Routes.queue()]) { site in
      site.pleo.answer { $0.thing == .page(3) ? .json(401, "{}") : nil }
      var sluice = site.sluice
      sluice.environment["PLEO_TOKEN"] = "secret-token-of-the-test"
      let ended = try await sluice.run("run", "job.yaml")
      #expect(ended.exit == .code(77))
      #expect(ended.errors == ["page 3: the API does not accept the token (401)"])
      #expect(site.pleo.pagesAsked == [1, 2, 3])
      try expectNothingStored(site)
    }
  }

  /// What gives tokens to a machine, such as an agent of a vault, replaces the file when it pleases.
  @Test func aTokenFileThatIsReplacedHalfWayIsReadAgain() async throws {
    let source = ["page_size: 10", "token: ${file:./token}"]
    try await Site.with(PleoJob(of: 50), source: source, routes: [Routes.queue()]) { site in
      try site.write("the-first-token-of-the-test\n", to: "token")
      #expect(chmod("\(site.folder)/token", 0o600) == 0)
      site.pleo.answer { asked in
        guard asked.thing == .page(3), asked.authorization?.contains("first") == true else {
          return nil
        }
        try? site.write("the-second-token-of-the-test\n", to: "token")
        return .json(401, "{}")
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(0), "\(ended.stderr)")
      #expect(site.pleo.pagesAsked == [1, 2, 3, 3, 4, 5])
      #expect(try site.messages().count == PleoJob(of: 50).work.count)
      #expect(!ended.stderr.contains("-token-of-the-test"))
    }
  }

  /// Nothing is gained by asking again with what was refused, or with what is no token.
  @Test(arguments: ["the-first-token-of-the-test\n", "no token", ""])
  func aTokenFileWithoutAnotherTokenEndsTheRun(text: String) async throws {
    let source = ["token: ${file:./token}"]
    try await Site.with(PleoJob(of: 50), source: source, routes: [Routes.queue()]) { site in
      try site.write("the-first-token-of-the-test\n", to: "token")
      #expect(chmod("\(site.folder)/token", 0o600) == 0)
      site.pleo.answer { asked in
        guard asked.thing == .page(1) else { return nil }
        try? site.write(text, to: "token")
        return .json(401, "{}")
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(77))
      #expect(ended.errors == ["page 1: the API does not accept the token (401)"])
      #expect(site.pleo.pagesAsked == [1])
    }
  }

  /// An address of this machine whose port was free a moment ago.
  private func closedAddress() async throws -> String {
    try await withScriptedServer(answering: { _ in .close }) { $0.baseURL }
  }
}

/// Nothing of the job is in the ledger, and no sink was opened.
func expectNothingStored(_ site: Site, sourceLocation: SourceLocation = #_sourceLocation) throws {
  #expect(try site.itemsInLedger() == 0, sourceLocation: sourceLocation)
  let files = try site.files().filter { $0 != "job.yaml" && !$0.hasPrefix(".sluice") }
  #expect(files.isEmpty, sourceLocation: sourceLocation)
}
