import Foundation
import Hummingbird
public import Logging

/// A simulated Pleo Export API v3, for trying out, demos and tests.
///
/// It answers `GET /v3/export-jobs`, `GET /v3/export-jobs/{jobId}` and `GET /v3/export-jobs/{jobId}/items` as
/// Pleo's does (*The Export API*, *Requests*), for any job id and from the id alone: the same items every
/// time, in an order that is not sorted. ``SandboxJobs`` names the jobs that are special.
public enum Sandbox {
  /// Runs a sandbox for as long as `body` runs, and gives it the sandbox's address.
  ///
  /// `logger` takes what the HTTP server has to say; nothing, by default.
  /// Throws what `body` throws, and ``SandboxError`` when the sandbox cannot listen.
  public static func withSandbox<Result>(
    _ configuration: SandboxConfiguration = SandboxConfiguration(),
    logger: Logger = silent,
    _ body: (SandboxAddress) async throws -> Result
  ) async throws -> Result {
    try await withThrowingTaskGroup(of: Void.self) { group in
      let (addresses, ready) = AsyncStream<SandboxAddress>.makeStream()
      group.addTask {
        defer { ready.finish() }
        try await serve(configuration, logger: logger) { ready.yield($0) }
      }
      guard let address = await addresses.first(where: { _ in true }) else {
        try await group.waitForAll()
        throw CancellationError()
      }
      let result = try await body(address)
      group.cancelAll()
      try await group.waitForAll()
      return result
    }
  }

  /// Serves until the task is cancelled or shut down gracefully, and returns then.
  ///
  /// `onReady` is called once, when requests are answered from then on. `logger` takes what the
  /// HTTP server has to say; nothing, by default. Throws ``SandboxError`` when the sandbox cannot
  /// listen.
  public static func serve(
    _ configuration: SandboxConfiguration,
    logger: Logger = silent,
    onReady: @escaping @Sendable (SandboxAddress) async -> Void
  ) async throws {
    let application = Application(
      responder: SandboxResponder(api: FaultyAPI(configuration)),
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: Int(configuration.port))),
      onServerRunning: { channel in
        let port = channel.localAddress?.port.flatMap(UInt16.init(exactly:))
        await onReady(SandboxAddress(host: configuration.host, port: port ?? configuration.port))
      },
      logger: logger)
    do {
      try await application.run()
    } catch {
      if Task.isCancelled { return }
      throw SandboxError(host: configuration.host, port: configuration.port, cause: error)
    }
  }

  /// A logger that says nothing.
  public static let silent = Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() }
}

/// Where a sandbox listens.
public struct SandboxAddress: Sendable {
  /// The address that the sandbox was asked to listen on.
  public let host: String
  /// The port, never 0.
  public let port: UInt16

  /// The URL that Pleo's paths follow, such as `http://127.0.0.1:54321`.
  public var baseURL: String {
    host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
  }
}

/// Why a sandbox cannot serve.
public struct SandboxError: Error, CustomStringConvertible {
  /// The address that the sandbox was asked to listen on.
  public let host: String
  /// The port that the sandbox was asked to listen on.
  public let port: UInt16
  /// What the system said.
  public let cause: any Error

  /// What the system said, in its words instead of the library's.
  private var reason: String {
    let text = String(describing: cause)
    guard let code = text.firstMatch(of: /errno: (\d+)/).flatMap({ Int32($0.output.1) }) else {
      return "there is no such address"
    }
    return String(cString: strerror(code)).lowercased()
  }

  /// What happened, for a person.
  public var message: String { "the sandbox cannot listen on '\(host)', port \(port): \(reason)" }

  /// What happened and what to do about it.
  public var description: String {
    "\(message); name an address of this machine and a free port, or port 0 for any"
  }
}
