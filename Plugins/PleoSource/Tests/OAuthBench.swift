import Foundation
import PageSourceKit
import PleoSandbox
import Synchronization
import TestSupport

@testable import PleoSource

/// The refresh token that a person wrote into the file.
let firstRefreshToken = "first-refresh-token-of-the-tests"
/// Nothing that is shown may contain it.
let clientSecret = "client-secret-of-the-tests"

/// A sandbox that gives access tokens, its time, and a file that keeps them.
struct OAuthBench: Sendable {
  let sandbox: SandboxAddress
  let folder: String
  /// What the sandbox adds to the clock's time: its access tokens end earlier by that than clients think.
  let ahead: SharedNumber
  let clock: ManualClock

  var file: String { "\(folder)/refresh-token" }

  var settings: OAuthSettings {
    OAuthSettings(
      tokenURL: nil, clientID: "sluice", clientSecret: Secret(clientSecret), tokenFile: file)
  }

  /// What is in the file.
  func tokens() throws -> Tokens {
    try TokenFile(path: file).read()
  }

  /// Writes a refresh token into the file, as a person does.
  func write(_ token: String) throws {
    try "\(token)\n".write(toFile: file, atomically: false, encoding: .utf8)
  }

  static func with(
    lifetime: Duration = .seconds(900), items: Int = 250, _ body: (OAuthBench) async throws -> Void
  ) async throws {
    let (clock, ahead) = (ManualClock(), SharedNumber(0))
    var configuration = SandboxConfiguration()
    configuration.itemCount = items
    var tokens = SandboxTokens()
    tokens.refreshToken = firstRefreshToken
    tokens.lifetime = lifetime
    configuration.tokens = tokens
    configuration.now = { clock.wallMilliseconds + ahead.value }
    try await withTemporaryFolder { folder in
      try await Sandbox.withSandbox(configuration) { sandbox in
        let bench = OAuthBench(sandbox: sandbox, folder: folder, ahead: ahead, clock: clock)
        try bench.write(firstRefreshToken)
        try await body(bench)
      }
    }
  }

  /// Runs `body` with a client of a process of its own.
  func withClient<Result>(
    at baseURL: String? = nil, tokensAt tokenURL: String? = nil, file: String? = nil,
    pageSize: Int = 100,
    pages: PagesAhead.Order = .cursor, clock: (any RunClock)? = nil,
    _ body: (PleoClient) async throws -> Result
  ) async throws -> Result {
    let settings = OAuthSettings(
      tokenURL: nil, clientID: "sluice", clientSecret: Secret(clientSecret),
      tokenFile: file ?? self.file)
    let client = try PleoClient(
      PleoConfiguration(
        credentials: .oauth(settings), search: nil, pageSize: pageSize, pages: pages,
        timeout: unhurried,
        retry: .init(
          attempts: 3, base: .seconds(1), cap: .seconds(60), giveUpAfter: .seconds(600)),
        rate: nil, limits: .init(connectTimeout: unhurried)),
      at: baseURL ?? sandbox.baseURL,
      tokensAt: tokenURL ?? "\(sandbox.baseURL)\(SandboxTokens.path)",
      on: host([:], clock: clock ?? self.clock))
    return try await using(client, body)
  }

  /// The error of asking for the job.
  func error(
    tokensAt tokenURL: String? = nil, file: String? = nil, clock: (any RunClock)? = nil
  ) async throws -> SourceError? {
    do {
      return try await withClient(tokensAt: tokenURL, file: file, clock: clock) { client in
        _ = try await client.exportJob(jobID())
        return nil
      }
    } catch let error as SourceError {
      return error
    }
  }
}

/// A number that closures and tests share.
final class SharedNumber: Sendable {
  private let mutex: Mutex<Int64>

  init(_ value: Int64) { mutex = Mutex(value) }

  var value: Int64 { mutex.withLock { $0 } }

  func set(_ value: Int64) { mutex.withLock { $0 = value } }
}
