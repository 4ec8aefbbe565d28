import ExportEngine
import Foundation
import JobFile
import Logging
import PageSourceKit
import PleoSandbox
import PleoSource
import Settings

/// Makes the page source of a job definition, starting the sandbox where the definition asks for it,
/// and lets it go when `body` is done.
func withPageSource<Result: Sendable>(
  _ source: PleoSource, clock: some RunClock, logger: Logger,
  _ body: (any PageSource) async throws -> Result
) async throws -> Result {
  if let base = source.baseURL {
    return try await withClient(of: source, at: base, clock: clock, logger: logger, body)
  }
  return try await Sandbox.withSandbox { sandbox in
    try await withClient(of: source, at: sandbox.baseURL, clock: clock, logger: logger, body)
  }
}

/// Why the API of a source cannot be asked at all, found without asking; nil where it can.
func problem(with source: PleoSource) -> PleoConfigurationError? {
  do throws(PleoConfigurationError) {
    try PleoClient.check(configuration(of: source, at: source.baseURL ?? "http://127.0.0.1"))
    return nil
  } catch {
    return error
  }
}

private func configuration(of source: PleoSource, at base: String) -> PleoConfiguration {
  let environment = ProcessInfo.processInfo.environment
  return PleoConfiguration(
    version: Version.text, baseURL: base, token: source.token, pageSize: source.pageSize,
    timeout: source.timeout,
    retry: .init(
      attempts: source.retry.attempts, base: source.retry.base, cap: source.retry.cap,
      giveUpAfter: source.retry.giveUpAfter),
    requestsPerMinute: source.rate.map(\.perMinute),
    httpsProxy: environment["HTTPS_PROXY"] ?? environment["https_proxy"],
    noProxy: environment["NO_PROXY"] ?? environment["no_proxy"], caFile: source.caFile,
    certificateFile: environment["SSL_CERT_FILE"], certificateFolder: environment["SSL_CERT_DIR"])
}

private func withClient<Result: Sendable>(
  of source: PleoSource, at base: String, clock: some RunClock, logger: Logger,
  _ body: (any PageSource) async throws -> Result
) async throws -> Result {
  let client = try PleoClient(
    configuration(of: source, at: base), clock: clock, random: { Double.random(in: 0..<1) },
    onRetry: { notice in
      logger.warning(
        "\(notice.what): \(notice.reason); trying again in \(notice.wait.seconds) s",
        metadata: [
          "attempt": .number(notice.attempt), "attempts": .number(notice.of),
          "wait_seconds": .number(notice.wait.seconds),
        ])
    })
  do {
    let result = try await body(client)
    await client.shutdown()
    return result
  } catch {
    await client.shutdown()
    throw error
  }
}

extension RequestRate {
  /// The rate per minute.
  fileprivate var perMinute: Int { interval == .seconds(1) ? requests * 60 : requests }
}
