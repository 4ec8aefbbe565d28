public import Diagnostics
public import ExportModel
public import Settings

/// How to reach one export job of Pleo's Export API.
public struct PleoSource: Sendable {
  /// Which API.
  public let environment: PleoEnvironment
  /// The export job to retrieve.
  public let jobID: JobID
  /// The bearer token; nil only for the sandbox and for loopback addresses.
  public let token: Secret?
  /// How many items to ask for in a page: 1 to 1,000.
  public let pageSize: Int
  /// The most requests in a time; nil for as many as can be made.
  public let rate: RequestRate?
  /// How long one request may take.
  public let timeout: Duration
  /// How failed requests are repeated.
  public let retry: RetrySettings
  /// What a count that does not add up does to the run.
  public let completeness: Completeness
  /// The absolute path of a file of certificate authorities beside the system's; nil for none.
  public let caFile: String?
  /// Where the file gives the export job: the place for errors about it.
  public let exportJobSpan: SourceSpan
  /// Where the file gives the token, if it does: the place for errors about access.
  public let tokenSpan: SourceSpan?

  /// Where the API is, without a slash at the end; nil for the sandbox, which has its address once
  /// it runs.
  public var baseURL: String? { environment.baseURL }
}

/// Which Export API to talk to.
public enum PleoEnvironment: Hashable, Sendable {
  /// Pleo's own.
  case production
  /// Pleo's, for integrations under test.
  case staging
  /// A simulated one inside this process.
  case sandbox
  /// One at a base URL, checked and without a slash at the end: HTTPS, or HTTP to loopback.
  case address(String)

  /// The base URL (`pleo-export-api.md`, section 2); nil for the sandbox.
  public var baseURL: String? {
    switch self {
    case .production: "https://external.pleo.io"
    case .staging: "https://external.staging.pleo.io"
    case .sandbox: nil
    case .address(let text): text
    }
  }

  /// Whether nothing leaves this machine, so that no token has to be kept from anyone.
  public var isLocal: Bool {
    switch self {
    case .production, .staging: false
    case .sandbox: true
    case .address(let text): BaseURL(text).map(\.isLoopback) ?? false
    }
  }
}

/// The most requests that may begin within a time.
public struct RequestRate: Hashable, Sendable, CustomStringConvertible {
  /// How many requests: 1 to 100,000.
  public let requests: Int
  /// Within how long: a second or a minute.
  public let interval: Duration

  /// `500/min` or `10/s`.
  public var description: String { "\(requests)/\(interval == .seconds(1) ? "s" : "min")" }
}

/// How failed requests are repeated.
public struct RetrySettings: Hashable, Sendable {
  /// How often one request is made at most, the first time included: 1 to 100.
  public let attempts: Int
  /// What the first wait is drawn from; it doubles with each attempt.
  public let base: Duration
  /// The longest wait; never shorter than `base`.
  public let cap: Duration
  /// How long one request is repeated at most.
  public let giveUpAfter: Duration
}
