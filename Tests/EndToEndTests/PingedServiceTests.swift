import TestSupport
import Testing

/// A monitoring service that expects to hear of each run.
@Suite(.timeLimit(.minutes(15)))
struct PingedServiceTests {
  @Test func aServiceIsAskedWhenARunBeginsAndEnds() async throws {
    try await withScriptedServer(answering: { _ in .json("{}") }) { service in
      try await Self.pinging(service.baseURL) { site in
        #expect(try await site.run().exit == .code(0))
        site.pleo.answer { _ in .json(401, "{}") }
        #expect(try await site.run().exit == .code(77))
        #expect(
          service.requests.map(\.uri) == ["/x/start", "/x/0", "/x/start", "/x/fail", "/x/77"])
        #expect(
          service.requests.allSatisfy { $0.header("user-agent")?.hasPrefix("sluice/") == true })
        _ = try await site.sluice.run("plan", "job.yaml")
        _ = try await site.sluice.run("check", "--live", "job.yaml")
        #expect(service.requests.count == 5, "only a run is reported")
      }
    }
  }

  /// A monitoring service that is down must not make a run fail.
  @Test func aServiceThatIsNotThereChangesNothingAndIsShownNowhere() async throws {
    let address = try await withScriptedServer(answering: { _ in .close }) { $0.baseURL }
    try await Self.pinging(address) { site in
      let ended = try await site.run("-v", "--format", "json")
      #expect(ended.exit == .code(0))
      #expect(ended.stderr.contains("the ping 'start' was not answered: connection refused"))
      let everything = ended.stdout + ended.stderr
      #expect(!everything.contains(address))
      #expect(!everything.contains("/x"))
    }
  }

  /// `start`, `failure` and `end` lead to a service.
  private static func pinging(
    _ service: String, _ body: (Site) async throws -> Void
  ) async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.queue()]) { site in
      try site.write("\(service)/x\n", to: "ping")
      try site.writeJobFile(
        routes: [Routes.queue()],
        rest: """
          observe:
            ping:
              start: "${file:ping}/start"
              failure: "${file:ping}/fail"
              end: "${file:ping}/{exit_code}"
          """)
      try await body(site)
    }
  }
}
