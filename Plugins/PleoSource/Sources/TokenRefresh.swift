import DurableFiles
import HTTPExchange
import PageSourceKit

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Gets access tokens with a refresh token (RFC 6749, section 6; *The Export API*, *Who asks*).
///
/// Pleo replaces both tokens each time, and the ones before are of no use any more. So one process at a time asks, and
/// the new refresh token is durable before the access token is used.
struct TokenRefresh: Sendable {
  private static let pause = Duration.milliseconds(100)
  /// How long another process may take.
  private static let patience = Duration.seconds(120)
  /// How much earlier than a token's end the next one is asked for, at most.
  private static let margin: Int64 = 60_000

  let settings: OAuthSettings
  private let url: String
  private let origin: Origin
  private let exchange: Exchange
  private let retry: RequestRetry
  private let host: SourceHost
  private let file: TokenFile

  /// - Parameter url: where tokens are asked for.
  init(
    _ settings: OAuthSettings, at url: String, _ configuration: PleoConfiguration,
    on host: SourceHost
  ) throws(SourceError) {
    guard let origin = Origin(url) else {
      throw SourceError(.invalid, "token_url is not an http or https URL")
    }
    self.settings = settings
    self.url = url
    self.origin = origin
    self.host = host
    retry = configuration.retry
    file = TokenFile(path: settings.tokenFile)
    let way = try PleoClient.way(to: origin, configuration, on: host)
    exchange = Exchange(
      Exchange.Limits(
        timeout: configuration.timeout, connectTimeout: configuration.limits.connectTimeout,
        bodyBytes: 256 * 1024, connections: 1),
      isPlain: origin.scheme == "http", proxy: way.proxy, authorities: way.authorities)
  }

  /// Looks whether tokens could be kept, as every question for a token does first.
  static func check(_ settings: OAuthSettings) throws(SourceError) {
    try TokenFile(path: settings.tokenFile).check()
  }

  func shutdown() async { await exchange.shutdown() }

  /// An access token that is not `stale`: that of the file where another process or an earlier run has put one there, or
  /// a new one.
  ///
  /// - Parameter stale: the token that the API does not take any more; nil where there is none yet.
  func accessToken(replacing stale: Secret?) async throws(SourceError) -> AccessToken {
    try file.check()
    if let access = usable(try file.read(), stale) { return access }
    let begun = host.clock.elapsed
    while true {
      let killed = file.lastHolder
      if let lock = try file.locked(by: Self.holder(at: text(ofMilliseconds: now))) {
        // Whatever comes of it, only a process that is killed leaves its name in the lock.
        let access: AccessToken
        do throws(SourceError) {
          access = try await renewed(stale, killed)
        } catch {
          lock.release()
          throw error
        }
        lock.release()
        return access
      }
      if let access = usable(try file.read(), stale) { return access }
      guard host.clock.elapsed - begun < Self.patience else {
        throw SourceError(
          .unreachable,
          "another process has been asking for an access token for \(Self.patience.words): "
            + (killed?.description ?? "unknown holder"), hint: "look at that process, and run again"
        )
      }
      do {
        try await host.clock.sleep(for: Self.pause)
      } catch {
        throw SourceError(.cancelled, "stopped while another process asked for an access token")
      }
    }
  }

  private var now: Int64 { host.clock.wallMilliseconds }

  private func usable(_ tokens: Tokens, _ stale: Secret?) -> AccessToken? {
    guard let access = tokens.access, access.token != stale, !access.isDue(now) else { return nil }
    return access
  }

  /// Asks for new tokens, under the lock.
  ///
  /// - Parameter killed: who had the lock before and did not let it go.
  private func renewed(
    _ stale: Secret?, _ killed: FileLock.Holder?
  ) async throws(SourceError) -> AccessToken {
    let old = try file.read()
    // Another process was faster.
    if let access = usable(old, stale) { return access }
    // What cannot be kept is not asked for: the old token would be gone, and the new one lost.
    try file.write(old)
    let new = try await TokenQuestion(
      settings, old, to: origin, retry, on: host, killed, exchange, url, keep: keep
    ).answer()
    guard let access = new.access else { preconditionFailure("an answer has an access token") }
    return access
  }

  @Sendable private func keep(_ tokens: Tokens) throws(SourceError) {
    do {
      try file.write(tokens)
    } catch {
      throw SourceError(
        error.code,
        "the new refresh token could not be kept, and the one before is not valid any more: "
          + error.message,
        hint:
          "put that right, authorize sluice in Pleo again, and write the refresh token into \(settings.tokenFile)",
        cause: error.cause)
    }
  }

  private static func holder(at time: String) -> FileLock.Holder {
    FileLock.Holder(
      pid: ProcessInfo.processInfo.processIdentifier, host: ProcessInfo.processInfo.hostName,
      since: time)
  }

  /// When a token that lives for so many seconds is replaced: a minute before its end, or at four fifths of a life that is
  /// shorter than five.
  static func renewal(after seconds: Int, now: Int64) -> Int64 {
    let life = Int64(min(max(seconds, 0), 10_000_000)) * 1000
    return now + life - min(margin, life / 5)
  }
}

/// A moment as the lock says it.
private func text(ofMilliseconds time: Int64) -> String {
  Date(timeIntervalSince1970: Double(time / 1000)).formatted(.iso8601)
}
