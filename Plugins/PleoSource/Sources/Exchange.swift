import AsyncHTTPClient
import JSONReader
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// One complete answer of the other side.
struct APIResponse: Sendable {
  let status: Int
  let headers: HTTPHeaders
  /// The whole body; of a status other than 200 nothing, where it is over `errorBodyLimit`.
  let body: [UInt8]

  /// The first value of a header, whose name is in any case.
  func header(_ name: String) -> String? { headers.first(name: name) }

  /// Whether the body is JSON that ends early, where no header gave its length.
  ///
  /// Such a body ends where the connection is closed, which a broken connection is too
  /// (RFC 9112, section 6.3).
  var endsInTheMiddle: Bool {
    guard header("content-length") == nil, header("transfer-encoding") == nil else { return false }
    return JSONFault.first(in: body)?.problem == .ended
  }
}

/// Why there is no complete answer.
enum ExchangeFailure: Error {
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

/// Sends one request and reads the whole answer, once.
struct Exchange: Sendable {
  /// The largest body of an error that is read, in bytes.
  static let errorBodyLimit = 64 * 1024

  private let client: HTTPClient
  private let timeout: Duration
  private let connectTimeout: Duration
  private let bodyLimit: Int

  /// Sets up connections through `proxy`, and makes none yet.
  ///
  /// - Parameter isPlain: whether the API is asked over plain HTTP, which may lead to this machine alone.
  init(
    _ configuration: PleoConfiguration, isPlain: Bool, proxy: ProxyAddress?,
    authorities: TrustedAuthorities
  ) {
    var settings = HTTPClient.Configuration()
    settings.redirectConfiguration = .disallow
    settings.tlsConfiguration = authorities.tlsConfiguration
    // Not asked for, and some gateways pack in spite of that: unpacked up to the limit of a body.
    settings.decompression = .enabled(limit: .size(configuration.bodyLimit))
    settings.httpVersion = .http1Only
    // Otherwise each request gets a span, though nobody collects them.
    settings.tracing.tracer = nil
    settings.timeout.connect = TimeAmount(configuration.limits.connectTimeout)
    // Otherwise a refused connection is tried again and again until the request's own deadline.
    settings.connectionPool.retryConnectionEstablishment = false
    // The job and the first page are asked for side by side.
    settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
      max(2, configuration.pages.concurrency)
    settings.proxy = proxy.map { address in
      .server(
        host: address.host, port: address.port,
        authorization: address.credentials.map {
          .basic(username: $0.user, password: $0.password)
        })
    }
    if isPlain { settings.http1_1ConnectionDebugInitializer = PeerElsewhere.refuse }
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    timeout = configuration.timeout
    connectTimeout = configuration.limits.connectTimeout
    bodyLimit = configuration.bodyLimit
  }

  /// Closes every connection.
  func shutdown() async {
    // It fails only when the client is closed already, and then there is nothing left to do.
    try? await client.shutdown()
  }

  /// Sends a request; its answer is there when the last byte has come.
  ///
  /// It is sent without a task of its own, which would be two more threads to wake for each page.
  func send(_ url: String, headers: HTTPHeaders) -> SentRequest {
    let sent = Result { try HTTPClient.Request(url: url, headers: headers) }.map { request in
      client.execute(
        request: request, delegate: ResponseCollector(bodyLimit: bodyLimit),
        deadline: .now() + TimeAmount(timeout))
    }
    return SentRequest(url: url) { () async throws(ExchangeFailure) in
      try await answer(to: sent)
    } cancel: {
      if case .success(let task) = sent { task.cancel() }
    }
  }

  private func answer(
    to sent: Result<HTTPClient.Task<APIResponse>, any Error>
  ) async throws(ExchangeFailure) -> APIResponse {
    do {
      let task = try sent.get()
      let answer = try await withTaskCancellationHandler {
        try await task.get()
      } onCancel: {
        task.cancel()
      }
      try Task.checkCancellation()
      return answer
    } catch {
      if Task.isCancelled { throw .cancelled }
      if let oversized = error as? ResponseCollector.Oversized { return oversized.answer }
      if let failure = error as? ExchangeFailure { throw failure }
      if let peer = error as? PeerElsewhere { throw .notLoopback(peer) }
      throw networkFailure(error, timeout: timeout, connectTimeout: connectTimeout)
    }
  }
}
