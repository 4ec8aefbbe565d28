/// Which Export API to talk to.
enum PleoEnvironment: Hashable, Sendable {
  /// Pleo's own.
  case production
  /// Pleo's, for integrations under test.
  case staging
  /// A simulated one inside this process.
  case sandbox
  /// One at a base URL, checked and without a slash at the end: HTTPS, or HTTP to loopback.
  case address(String)

  /// The base URL (*The Export API*, *Requests*); nil for the sandbox.
  var baseURL: String? {
    switch self {
    case .production: "https://external.pleo.io"
    case .staging: "https://external.staging.pleo.io"
    case .sandbox: nil
    case .address(let text): text
    }
  }

  /// Where access tokens are asked for (*The Export API*, *Who asks*); nil where only the job file can say it.
  var tokenURL: String? {
    switch self {
    case .production: "https://auth.pleo.io/oauth/token"
    case .staging: "https://auth.staging.pleo.io/oauth/token"
    case .sandbox, .address: nil
    }
  }

  /// Whether nothing leaves this machine, so that no token has to be kept from anyone.
  var isLocal: Bool {
    switch self {
    case .production, .staging: false
    case .sandbox: true
    case .address(let text): BaseURL(text).map(\.isLoopback) ?? false
    }
  }
}
