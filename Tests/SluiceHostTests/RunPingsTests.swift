import HTTPExchange
import Logging
import TestSupport
import Testing

@testable import JobFile
@testable import SluiceHost
@testable import enum SluiceHost.ExitStatus

/// What a monitoring service hears of a run, from a server of this machine that stands for it.
struct RunPingsTests {
  private static let hint = "the run is as its log says; look at observe.ping.start and the network"

  @Test func aRunThatWentWellIsReportedAsBegunSucceededAndEnded() async throws {
    let service = try await asked(.done)
    #expect(service.paths == ["/begun", "/succeeded", "/0"])
    #expect(service.lines == [])
  }

  @Test func aRunThatDidNotIsReportedByItsWorst() async throws {
    let service = try await asked(.done, .unreachable, .needsPerson)
    #expect(service.paths == ["/begun", "/failed", "/69"])
  }

  @Test func nothingIsSaidOfWhatAnotherRunDoes() async throws {
    let service = try await withService { pings in
      pings.add(.unfinished, isBusy: true)
      await pings.end()
    }
    #expect(service.paths == [])
  }

  @Test func aServiceInTroubleIsAskedThreeTimesAndIsAWarning() async throws {
    let clock = TestClock()
    let service = try await asked(.done, clock: clock) { path in
      path == "/begun" ? .json(503, "{}") : .json("{}")
    }
    #expect(service.paths == ["/begun", "/begun", "/begun", "/succeeded", "/0"])
    #expect(
      service.lines == [
        "warning: the ping 'start' was answered with status 503\n      \(Self.hint)"
      ])
    #expect(clock.sleeps == [.seconds(1), .seconds(2)])
  }

  @Test func aURLThatTheServiceDoesNotKnowIsAskedOnce() async throws {
    let service = try await asked(.done) { path in
      path == "/begun" ? .json(404, "{}") : .json("{}")
    }
    #expect(service.paths == ["/begun", "/succeeded", "/0"])
    #expect(
      service.lines == [
        "warning: the ping 'start' was answered with status 404\n      \(Self.hint)"
      ])
  }

  @Test func noOneThereIsAWarningThatShowsNoURL() async throws {
    let lines = Lines()
    try await RefusingPort.with { port in
      let pings = RunPings(
        settings("http://127.0.0.1:\(port)"), logger: logger(lines), clock: TestClock(),
        environment: { _ in nil })
      pings.begin()
      await pings.end()
    }
    #expect(
      lines.all == [
        "warning: the ping 'start' was not answered: connection refused\n      \(Self.hint)"
      ])
  }

  @Test func aProxyThatIsNoneIsAWarningAndFoundByACheck() async throws {
    let lines = Lines()
    let settings = settings("https://ping.invalid")
    let environment: @Sendable (String) -> String? = { $0 == "HTTPS_PROXY" ? "socks5://x" : nil }
    let pings = RunPings(
      settings, logger: logger(lines), clock: TestClock(), environment: environment)
    pings.begin()
    await pings.end()
    let message =
      "HTTPS_PROXY is not the address of a proxy: only proxies that are spoken to over http can be used"
    #expect(
      lines.all == [
        "warning: the ping 'start' was not sent: \(message)\n      write http://host:port or "
          + "http://user:password@host:port"
      ])
    #expect(RunPings.problem(of: settings, environment: environment)?.message == message)
    #expect(RunPings.problem(of: settings, environment: { _ in nil }) == nil)
  }

  // MARK: A service

  private struct Service {
    let paths: [String]
    let lines: [String]
  }

  /// What a service was asked by a run that ended with these, one for each of its export jobs.
  private func asked(
    _ statuses: ExitStatus..., clock: TestClock = TestClock(),
    answering answer: @escaping @Sendable (String) -> ScriptedAnswer = { _ in .json("{}") }
  ) async throws -> Service {
    try await withService(clock: clock, answering: answer) { pings in
      pings.begin()
      for status in statuses { pings.add(status) }
      await pings.end()
    }
  }

  private func withService(
    clock: TestClock = TestClock(),
    answering answer: @escaping @Sendable (String) -> ScriptedAnswer = { _ in .json("{}") },
    _ body: (RunPings) async -> Void
  ) async throws -> Service {
    let lines = Lines()
    return try await withScriptedServer(answering: { answer($0.uri) }) { server in
      await body(
        RunPings(
          settings(server.baseURL), logger: logger(lines), clock: clock, environment: { _ in nil }))
      return Service(paths: server.requests.map(\.uri), lines: lines.all)
    }
  }

  private func settings(_ base: String) -> PingSettings {
    PingSettings(
      start: PingURL("\(base)/begun"), success: PingURL("\(base)/succeeded"),
      failure: PingURL("\(base)/failed"), end: PingURL("\(base)/{exit_code}"))
  }

  private func logger(_ lines: Lines) -> Logger {
    Logger(label: "test") { _ in
      RunLogHandler(level: .debug, isText: true, hasColor: false, write: lines.append)
    }
  }
}
