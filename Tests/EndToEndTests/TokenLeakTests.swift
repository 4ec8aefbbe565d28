import Foundation
import TestSupport
import Testing

/// A token is sent to the API and is nowhere else.
@Suite(.timeLimit(.minutes(15)))
struct TokenLeakTests {
  private static let token = "tok-5e7Zq0-do-not-print-9mWx"

  @Test(arguments: ["${env:PLEO_TOKEN}", "${file:./token}"])
  func aTokenIsSentAndIsNowhereElse(reference: String) async throws {
    let job = PleoJob(of: 20)
    try await withToken(reference, job) { site in
      let ended = try await site.run("-v", "--format", "json")
      #expect(ended.exit == .code(0))
      #expect(site.pleo.asked.allSatisfy { $0.authorization == "Bearer \(Self.token)" })
      #expect(try site.messages() == job.messageNames)
      try await expectNowhere(in: ended, of: site)
    }
  }

  @Test func aTokenThatIsRefusedIsNotShown() async throws {
    try await withToken("${env:PLEO_TOKEN}", PleoJob(of: 20)) { site in
      site.pleo.answer { asked in
        .json(401, #"{"type":"unauthorized","message":"\#(asked.authorization ?? "")"}"#)
      }
      let ended = try await site.run("-v", "--format", "json")
      #expect(ended.exit == .code(77))
      #expect(ended.errors == ["the API does not accept the token (401)"])
      #expect(
        ended.log.compactMap(\.hint)
          == ["check that the token has not expired and is for this environment"])
      try await expectNowhere(in: ended, of: site)
    }
  }

  @Test(arguments: [400, 403, 404, 418])
  func aTokenThatTheAPIRepeatsIsNotShown(status: Int) async throws {
    try await withToken("${env:PLEO_TOKEN}", PleoJob(of: 20)) { site in
      site.pleo.answer { asked in
        let header = asked.authorization ?? ""
        return .json(
          status, headers: [("Location", "https://x.example/\(header)"), ("X-Echo", header)],
          #"{"type":"\#(header)","message":"you sent \#(header.uppercased()), \#(header)"}"#)
      }
      let ended = try await site.run("-v", "--format", "json")
      #expect(ended.exit == .code(status == 403 ? 77 : 76))
      try await expectNowhere(in: ended, of: site)
    }
  }

  @Test(arguments: ["<p>?</p>", #"{"data":"?"}"#, #"{"data":{"id":"?"}}"#, #"{"?":[?]}"#])
  func aTokenInABodyThatIsWrongIsNotShown(body: String) async throws {
    try await withToken("${env:PLEO_TOKEN}", PleoJob(of: 20)) { site in
      site.pleo.answer { _ in
        .json(body.replacingOccurrences(of: "?", with: "Bearer \(Self.token)"))
      }
      let ended = try await site.run("-v", "--format", "json")
      #expect(ended.exit == .code(76))
      try await expectNowhere(in: ended, of: site)
    }
  }

  @Test func aTokenThatCannotBeSentIsNotShown() async throws {
    try await withToken("${env:PLEO_TOKEN} ", PleoJob(of: 20)) { site in
      var sluice = site.sluice
      sluice.environment["PLEO_TOKEN"] = "\(Self.token)\r\nX-More: 1"
      let ended = try await sluice.run("run", "-v", "--format", "json", "job.yaml")
      #expect(ended.exit == .code(78))
      #expect(site.pleo.asked.isEmpty)
      try await expectNowhere(in: ended, of: site)
    }
  }

  private func withToken(
    _ reference: String, _ job: PleoJob, _ body: (Site) async throws -> Void
  ) async throws {
    let routes = [Routes.queue(), Routes.books()]
    try await Site.with(job, source: ["token: \"\(reference)\""], routes: routes) { site in
      var site = site
      if reference.contains("env") {
        site.sluice.environment["PLEO_TOKEN"] = Self.token
      } else {
        try site.write("\(Self.token)\n", to: "token")
      }
      try await body(site)
    }
  }

  /// Looks for the token, in either case, in everything that was printed or written, and in what
  /// other commands print afterwards.
  private func expectNowhere(
    in ended: Ended, of site: Site, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let status = try await site.sluice.run("status", "job.yaml")
    let check = try await site.sluice.run("check", "job.yaml")
    for text in [ended, status, check].flatMap({ [$0.stdout, $0.stderr] }) {
      #expect(!text.lowercased().contains(Self.token.lowercased()), sourceLocation: sourceLocation)
    }
    for file in try site.files() where file != "token" {
      guard let data = FileManager.default.contents(atPath: "\(site.folder)/\(file)") else {
        continue
      }
      #expect(
        data.range(of: Data(Self.token.utf8)) == nil, "\(file)", sourceLocation: sourceLocation)
    }
  }
}
