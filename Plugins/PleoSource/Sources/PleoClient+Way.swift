import HTTPExchange
import PageSourceKit
import Settings

/// How the API and the server of tokens are reached.
extension PleoClient {
  /// Looks whether a client can be made, without making one.
  static func check(
    _ configuration: PleoConfiguration, at baseURL: String, tokensAt tokenURL: String? = nil,
    on host: SourceHost
  ) throws(SourceError) {
    for url in [baseURL, tokenURL] {
      if let origin = url.flatMap({ Origin($0) }) {
        _ = try way(to: origin, configuration, on: host)
      }
    }
    if case .oauth(let settings) = configuration.credentials { try TokenRefresh.check(settings) }
  }

  /// How the API is reached, as the host's environment and the settings say.
  static func way(
    to base: Origin, _ configuration: PleoConfiguration, on host: SourceHost
  ) throws(SourceError) -> (proxy: ProxyAddress?, authorities: TrustedAuthorities) {
    do throws(ConnectionError) {
      return (
        try ProxyAddress.forRequests(to: base, environment: host.environment),
        try TrustedAuthorities(
          caFile: configuration.caFile, isPlain: base.scheme == "http",
          environment: host.environment)
      )
    } catch {
      throw SourceError(error.isDenied ? .denied : .invalid, error.message, hint: error.hint)
    }
  }
}
