import AsyncHTTPClient
import NIOHTTP1

/// Why there was no answer, in the operator's words instead of the library's types.
func networkReason(
  _ error: any Error, timeout: Duration, connectTimeout: Duration
) -> String {
  if let error = error as? HTTPClientError {
    return clientReason(error, timeout: timeout, connectTimeout: connectTimeout)
  }
  if let error = error as? HTTPParserError {
    return error == .invalidEOFState ? cutShort : "the answer is not HTTP"
  }
  // Connection errors are types of modules below AsyncHTTPClient, which differ by platform;
  // what the system or the TLS library said is only in their text. None of it is shown.
  let text = String(describing: error)
  if text.contains("connectTimeout") {
    return "connecting took longer than \(connectTimeout.words)"
  }
  return needles.first { text.contains($0.needle) }?.reason
    ?? "the network failed (\(type(of: error)))"
}

private func clientReason(
  _ error: HTTPClientError, timeout: Duration, connectTimeout: Duration
) -> String {
  switch error {
  case .deadlineExceeded, .readTimeout, .writeTimeout:
    "no complete answer within \(timeout.words)"
  case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout:
    "connecting took longer than \(connectTimeout.words)"
  case .remoteConnectionClosed: cutShort
  case .proxyAuthenticationRequired:
    "the proxy wants a user and a password, or does not accept those of HTTPS_PROXY"
  case .invalidProxyResponse: "the proxy refused to connect"
  // Not the description: its associated values can hold a header's value.
  default: error.shortDescription.lowercased()
  }
}

private let cutShort = "the connection was closed before the answer was complete"

private let needles: [(needle: String, reason: String)] = [
  ("DNS error", "cannot resolve host"),
  ("Connection refused", "connection refused"),
  ("Connection reset", "connection reset by the other side"),
  ("Broken pipe", "connection reset by the other side"),
  ("Network is unreachable", "network unreachable"),
  ("No route to host", "no route to host"),
  ("CERTIFICATE_VERIFY_FAILED", "TLS: certificate not trusted, or out of date"),
  ("failedToValidateHostname", "TLS: certificate for another host"),
  ("unableToValidateUniqueIdentity", "TLS: certificate for another host"),
  ("WRONG_VERSION_NUMBER", "TLS: the other side does not speak TLS"),
  ("uncleanShutdown", cutShort),
  ("handshakeFailed", "TLS: the handshake failed"),
]
