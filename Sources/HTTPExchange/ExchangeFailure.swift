/// Why there is no complete answer.
public enum ExchangeFailure: Error {
  /// The calling task was cancelled.
  case cancelled
  /// The body is over the limit.
  case tooLarge
  /// The body was packed, and cannot be unpacked.
  case unreadablePacking
  /// Anything that another attempt may not meet, in the operator's words.
  ///
  /// - Parameters:
  ///   - attempts: how many attempts can help at most; nil for as many as the policy has.
  ///   - cause: what the library said, which may quote what was sent.
  case passing(String, attempts: Int? = nil, cause: any Error)
  /// The proxy does not let the request through: it wants another user or password.
  case proxyDenied
  /// The server cannot show that it is who it should be, in the operator's words.
  case untrusted(String, cause: any Error)
  /// A plain connection led to another machine; nothing was sent.
  case notLoopback(PeerElsewhere)
}
