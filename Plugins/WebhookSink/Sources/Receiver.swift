import Foundation
import HTTPExchange
import SinkKit

/// Where requests go, and how.
struct Receiver: Sendable {
  let address: WebAddress
  let posting: Posting
  let headers: [String: Secret]
  let timeout: Duration
  let requestSize: Int
  let rejectOn: Set<Int>

  /// The connection, as the environment says: `HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`, `SSL_CERT_DIR`.
  func exchange() throws(SinkError) -> Exchange {
    let isPlain = address.origin.scheme == "http"
    do {
      return Exchange(
        .init(
          timeout: timeout, connectTimeout: min(timeout, .seconds(10)), bodyBytes: 1 << 20,
          connections: 1), isPlain: isPlain,
        proxy: try ProxyAddress.forRequests(to: address.origin, environment: Self.variable),
        authorities: try TrustedAuthorities(
          caFile: nil, isPlain: isPlain, environment: Self.variable))
    } catch {
      throw SinkError(
        error.isDenied ? .denied : .invalid, "webhook \(address.origin): \(error.message)",
        hint: error.hint)
    }
  }

  private static func variable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }
}
