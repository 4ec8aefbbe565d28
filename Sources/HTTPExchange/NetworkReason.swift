import AsyncHTTPClient
import NIOHTTP1
import NIOHTTPCompression

/// Why there was no answer, and whether another attempt can help.
func networkFailure(_ error: any Error, _ limits: Exchange.Limits) -> ExchangeFailure {
  if let error = error as? HTTPClientError, error == .proxyAuthenticationRequired {
    return .proxyDenied
  }
  // Connection errors are types of modules below AsyncHTTPClient, which differ by platform;
  // what the system or the TLS library said is only in their text.
  let text = String(describing: error)
  if let error = error as? NIOHTTPDecompression.DecompressionError {
    if case .limit = error { return .tooLarge }
    return .unreadablePacking
  }
  if error is NIOHTTPDecompression.ExtraDecompressionError { return .unreadablePacking }
  if let check = untrusted.first(where: { text.contains($0.needle) }) {
    return .untrusted(check.reason, cause: error)
  }
  let reason = networkReason(error, limits)
  // A name that is not there now is not there in a minute: a few tries are for a resolver that hiccups.
  return .passing(reason, attempts: reason == unresolved ? 3 : nil, cause: error)
}

/// Why there was no answer, in the operator's words instead of the library's types.
func networkReason(_ error: any Error, _ limits: Exchange.Limits) -> String {
  if let error = error as? HTTPClientError {
    return clientReason(error, limits)
  }
  if let error = error as? HTTPParserError {
    return error == .invalidEOFState ? cutShort : "the answer is not HTTP"
  }
  // As above.
  let text = String(describing: error)
  if text.contains("connectTimeout") {
    return "connecting took longer than \(limits.connectTimeout.words)"
  }
  return needles.first { text.contains($0.needle) }?.reason
    ?? "the connection failed for a reason that the system did not name"
}

private func clientReason(_ error: HTTPClientError, _ limits: Exchange.Limits) -> String {
  switch error {
  case .deadlineExceeded, .readTimeout, .writeTimeout:
    "no complete answer within \(limits.timeout.words)"
  case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout:
    "connecting took longer than \(limits.connectTimeout.words)"
  case .remoteConnectionClosed: cutShort
  case .invalidProxyResponse: "the proxy refused to connect"
  // Not the description: its associated values can hold a header's value.
  default: error.shortDescription.lowercased()
  }
}

private let cutShort = "the connection was closed before the answer was complete"

private let needles: [(needle: String, reason: String)] = [
  ("DNS error", unresolved),
  ("NameResolution", unresolved),
  ("Too many open files", "too many files are open"),
  ("Connection refused", "connection refused"),
  ("Connection reset", "connection reset by the other side"),
  ("Broken pipe", "connection reset by the other side"),
  ("Network is unreachable", "network unreachable"),
  ("No route to host", "no route to host"),
  ("WRONG_VERSION_NUMBER", "TLS: the other side does not speak TLS"),
  ("uncleanShutdown", cutShort),
  ("handshakeFailed", "TLS: the handshake failed"),
]

private let unresolved = "cannot resolve host"

/// What the TLS library finds fault with in a certificate.
private let untrusted: [(needle: String, reason: String)] = [
  ("failedToValidateHostname", "its certificate is for another host"),
  ("unableToValidateUniqueIdentity", "its certificate is for another host"),
  (
    "CERTIFICATE_VERIFY_FAILED",
    "its certificate is not from an authority that is trusted here, or is out of date"
  ),
]
