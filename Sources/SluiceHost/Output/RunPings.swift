import Foundation
import HTTPExchange
import JobFile
import Logging
import PageSourceKit
import Settings
import Synchronization

/// Tells a monitoring service when a run begins and ends, where the job file has URLs for that.
///
/// A URL that cannot be asked is a warning: the run and its exit code stay as they are. No URL is in a message,
/// because who knows it can speak for the run.
final class RunPings: Sendable {
  private static let attempts = 3
  private static let limits = Exchange.Limits(
    timeout: .seconds(5), connectTimeout: .seconds(5), bodyBytes: 1024 * 1024, connections: 1)

  /// The longest that one ping may take: all attempts, and the waits between them.
  static let longest = limits.timeout * attempts + .seconds((1..<attempts).reduce(0, +))

  private struct State {
    var begun: Task<Void, Never>?
    var statuses: [ExitStatus] = []
    var isBusy = false
  }

  private let settings: PingSettings?
  private let logger: Logger
  private let clock: any RunClock
  private let environment: @Sendable (String) -> String?
  private let state = Mutex(State())

  init(
    _ settings: PingSettings?, logger: Logger, clock: any RunClock = SystemClock(),
    environment: @escaping @Sendable (String) -> String? = processEnvironment
  ) {
    self.settings = settings
    self.logger = logger
    self.clock = clock
    self.environment = environment
  }

  /// Says that the run has begun, beside what it does.
  func begin() {
    guard let start = settings?.start else { return }
    // On a thread of its own: a sink may block those that tasks share.
    let task = Task(executorPreference: WatchExecutor()) { [self] in
      await ask(start.address(exitCode: nil), "start")
    }
    state.withLock { $0.begun = task }
  }

  /// Takes note of how the run ended, or how it ended for one of its export jobs.
  ///
  /// - Parameter isBusy: whether another run has the lock.
  func add(_ status: ExitStatus, isBusy: Bool = false) {
    state.withLock { state in
      state.statuses.append(status)
      state.isBusy = state.isBusy || isBusy
    }
  }

  /// Says how the run has ended: by the worst of what was noted.
  func end() async {
    let (begun, statuses, isBusy) = state.withLock { ($0.begun, $0.statuses, $0.isBusy) }
    await begun?.value
    // What another run does is that run's to say.
    guard !isBusy, !statuses.isEmpty else { return }
    let status = ExitStatus.combined(statuses)
    let (name, url) =
      status == .done ? ("success", settings?.success) : ("failure", settings?.failure)
    for (name, url) in [(name, url), ("end", settings?.end)] {
      guard let url else { continue }
      await ask(url.address(exitCode: status.rawValue), name)
    }
  }

  /// What would keep a run from asking its URLs, as far as that is known without asking.
  static func problem(
    of settings: PingSettings?, environment: (String) -> String? = processEnvironment
  ) -> ConnectionError? {
    for url in [settings?.start, settings?.success, settings?.failure, settings?.end] {
      guard let url else { continue }
      do throws(ConnectionError) {
        _ = try way(to: url.address(exitCode: nil), environment)
      } catch {
        return error
      }
    }
    return nil
  }

  private func ask(_ url: Secret, _ name: String) async {
    let exchange: Exchange
    do throws(ConnectionError) {
      let way = try Self.way(to: url, environment)
      exchange = Exchange(
        Self.limits, isPlain: way.isPlain, proxy: way.proxy, authorities: way.authorities)
    } catch {
      return warn(name, "was not sent: \(error.message)", hint: error.hint)
    }
    if let problem = await problem(asking: url, by: exchange) {
      warn(
        name, problem,
        hint: "the run is as its log says; look at observe.ping.\(name) and the network")
    }
    await exchange.shutdown()
  }

  private func warn(_ name: String, _ problem: String, hint: String?) {
    Console.noteBriefly { [logger] in
      logger.warning("the ping '\(name)' \(problem)", metadata: hint.map { ["hint": "\($0)"] })
    }
  }

  /// Asks a URL, again where that can help; nil where it was answered well.
  private func problem(asking url: Secret, by exchange: Exchange) async -> String? {
    var attempt = 1
    while true {
      let (problem, isPassing) = await problem(askingOnce: url, by: exchange)
      guard problem != nil, isPassing, attempt < Self.attempts else { return problem }
      do {
        try await clock.sleep(for: .seconds(attempt))
      } catch {
        return problem
      }
      attempt += 1
    }
  }

  private func problem(
    askingOnce url: Secret, by exchange: Exchange
  ) async -> (problem: String?, isPassing: Bool) {
    do throws(ExchangeFailure) {
      let sent = exchange.send(url.revealed, userAgent: "sluice/\(Version.text)")
      let status = try await sent.response().status
      guard !(200..<300).contains(status) else { return (nil, false) }
      return ("was answered with status \(status)", status >= 500 || [408, 429].contains(status))
    } catch {
      return switch error {
      // The status was 200.
      case .tooLarge: (nil, false)
      case .passing(let reason, _, _): ("was not answered: \(reason)", true)
      case .untrusted(let reason, _):
        ("was not sent: the server cannot be trusted: \(reason)", false)
      case .proxyDenied: ("was not sent: the proxy does not accept its user and password", false)
      case .notLoopback(let peer):
        ("was not sent: it leads to \(peer.address), which is not this machine", false)
      case .unreadablePacking: ("has an answer that cannot be unpacked", false)
      case .cancelled: ("was not answered before the run was stopped", false)
      }
    }
  }

  /// How a URL is reached, as the environment says.
  private static func way(
    to url: Secret, _ environment: (String) -> String?
  ) throws(ConnectionError) -> (
    isPlain: Bool, proxy: ProxyAddress?, authorities: TrustedAuthorities
  ) {
    guard let origin = Origin(url.revealed) else {
      preconditionFailure("a checked URL has an origin")
    }
    let isPlain = origin.scheme == "http"
    return (
      isPlain, try ProxyAddress.forRequests(to: origin, environment: environment),
      try TrustedAuthorities(caFile: nil, isPlain: isPlain, environment: environment)
    )
  }
}

/// The value of an environment variable of this process.
@Sendable private func processEnvironment(_ name: String) -> String? {
  ProcessInfo.processInfo.environment[name]
}
