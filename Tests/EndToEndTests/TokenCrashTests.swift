import ExportModel
import Foundation
import Synchronization
import TestSupport
import Testing

/// A run that is killed while it asks for an access token.
@Suite(.timeLimit(.minutes(15)))
struct TokenCrashTests {
  /// Pleo has replaced both tokens, and the answer was never kept: a person is needed once, and nothing is lost.
  @Test func tokensThatWereLostWithAProcessNeedAPersonOnce() async throws {
    let job = PleoJob(pending: 3)
    try await Site.with(job) { site in
      let source =
        "auth: { oauth: { token_url: \(site.pleo.baseURL)/oauth/token, client_id: a, client_secret: no-secret, "
        + "refresh_token_file: ./tokens } }"
      try site.writeJobFile(source: [source], routes: [Routes.stdout()])
      site.pleo.tokens = .init(refresh: "refresh-0")
      try site.write("refresh-0\n", to: "tokens")
      let trap = Trap(at: .request, number: 1, yields: 0)
      site.pleo.onTokens.withLock { $0 = { trap.happened(.request) } }
      let running = try site.sluice.start(["run", "job.yaml"])
      trap.arm(running.pid)
      #expect(await running.ended().exit == .signal(SIGKILL))

      let refused = try await site.run()
      #expect(refused.exit == .code(77))
      let error = try #require(refused.errors.first)
      #expect(error.contains("does not accept the refresh token in "))
      #expect(error.contains("it may have been replaced for process \(running.pid) on "))
      #expect(error.hasSuffix(", which was killed before it could keep the new one"))
      #expect(
        refused.log.compactMap(\.hint).first
          == "authorize sluice in Pleo again, and write the new refresh token into that file, on one line; nothing "
          + "is lost meanwhile: the next run goes on from where the last one came to")

      try site.write("\(site.pleo.tokens?.refresh ?? "")\n", to: "tokens")
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.lines == job.lines(of: job.work))
      let files = try site.files().filter { $0 != "tokens" && $0 != "job.yaml" }
      for file in files {
        let text = try? String(contentsOfFile: "\(site.folder)/\(file)", encoding: .isoLatin1)
        #expect(text?.contains("-of-the-day") != true, "a token is in \(file)")
      }
    }
  }

  @Test func anAPIKeyIsEnough() async throws {
    let job = PleoJob(pending: 2)
    try await Site.with(job, source: ["auth: { api_key: key-of-tests }"]) { site in
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(
        Set(site.pleo.asked.map(\.authorization)) == ["Basic a2V5LW9mLXRlc3RzOg=="])
    }
  }
}
