import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

/// A token or a key from a file that somebody replaces while a run goes on.
struct RereadTokenTests {
  /// The API does not accept the first token.
  private func requests(with credentials: Credentials) async throws -> [String?] {
    try await withScriptedServer(answering: { request in
      request.header("authorization").map { $0.hasSuffix("first-token") || $0 == Self.firstKey }
        == true ? .json(401, "{}") : .json(404, "{}")
    }) { server in
      try await withClient(server.baseURL, credentials: credentials) { client in
        _ = await #expect(throws: SourceError.self) { try await client.exportJob(jobID()) }
      }
      return server.requests.map { $0.header("authorization") }
    }
  }

  /// `first-key:` in base64.
  private static let firstKey = "Basic Zmlyc3Qta2V5Og=="

  @Test func aTokenThatWasReplacedIsTaken() async throws {
    let credentials = Credentials.bearer(
      Secret("first-token"), rereading: Rereading { "second-token" })
    let asked = try await requests(with: credentials)
    #expect(asked == ["Bearer first-token", "Bearer second-token"])
  }

  @Test func aKeyThatWasReplacedIsTaken() async throws {
    let credentials = Credentials.apiKey(Secret("first-key"), rereading: Rereading { "second-key" })
    let asked = try await requests(with: credentials)
    #expect(asked == [Self.firstKey, "Basic c2Vjb25kLWtleTo="])
  }

  @Test(arguments: ["first-token", nil])
  func whatIsNoOtherTokenIsNotSent(text: String?) async throws {
    let credentials = Credentials.bearer(Secret("first-token"), rereading: Rereading { text })
    #expect(try await requests(with: credentials) == ["Bearer first-token"])
  }

  /// A token that is not from a file stays as it is.
  @Test func aTokenFromElsewhereIsNotReadAgain() async throws {
    let asked = try await requests(with: .bearer(Secret("first-token")))
    #expect(asked == ["Bearer first-token"])
  }

  /// Not for ever: the API may accept none.
  @Test func aFileIsReadOnceForARequest() async throws {
    let credentials = Credentials.bearer(
      Secret("a-first-token"), rereading: Rereading { "another-first-token" })
    let asked = try await requests(with: credentials)
    #expect(asked == ["Bearer a-first-token", "Bearer another-first-token"])
  }
}
