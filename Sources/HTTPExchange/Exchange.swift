import AsyncHTTPClient
import NIOCore
public import NIOHTTP1
import NIOHTTPCompression

/// Sends one request and reads the whole answer, once.
public struct Exchange: Sendable {
  /// The largest body of an error that is read, in bytes.
  public static let errorBodyLimit = 64 * 1024

  /// What no exchange may go beyond.
  public struct Limits: Sendable {
    /// How long one may take, from connecting to the last byte of the body.
    public let timeout: Duration
    /// How long connecting may take, the look-up of the host included.
    public let connectTimeout: Duration
    /// The largest body of an answer, in bytes.
    public let bodyBytes: Int
    /// How many connections are kept to one host.
    public let connections: Int

    /// Creates limits.
    public init(
      timeout: Duration, connectTimeout: Duration, bodyBytes: Int, connections: Int
    ) {
      self.timeout = timeout
      self.connectTimeout = connectTimeout
      self.bodyBytes = bodyBytes
      self.connections = connections
    }
  }

  private let client: HTTPClient
  private let limits: Limits
  private let outstanding = OutstandingRequests()
  /// Where requests with a body are sent and answered.
  private let loop: any EventLoop

  /// Sets up connections through `proxy`, and makes none yet.
  ///
  /// - Parameter isPlain: whether requests go over plain HTTP, which may lead to this machine alone.
  public init(
    _ limits: Limits, isPlain: Bool, proxy: ProxyAddress?,
    authorities: TrustedAuthorities
  ) {
    var settings = HTTPClient.Configuration()
    settings.redirectConfiguration = .disallow
    settings.tlsConfiguration = authorities.tlsConfiguration
    // Not asked for, and some gateways pack in spite of that: unpacked up to the limit of a body.
    settings.decompression = .enabled(limit: .size(limits.bodyBytes))
    settings.httpVersion = .http1Only
    // Otherwise each request gets a span, though nobody collects them.
    settings.tracing.tracer = nil
    settings.timeout.connect = TimeAmount(limits.connectTimeout)
    // Otherwise a refused connection is tried again and again until the request's own deadline.
    settings.connectionPool.retryConnectionEstablishment = false
    settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = limits.connections
    settings.proxy = proxy.map { address in
      .server(
        host: address.host, port: address.port,
        authorization: address.credentials.map {
          .basic(username: $0.user, password: $0.password)
        })
    }
    if isPlain { settings.http1_1ConnectionDebugInitializer = PeerElsewhere.refuse }
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    loop = client.eventLoopGroup.any()
    self.limits = limits
  }

  /// Ends every request that is on its way, and closes every connection.
  public func shutdown() async {
    // The client forgets its connections at once. One that a request gives back after that would end the process.
    await outstanding.end()
    for loop in client.eventLoopGroup.makeIterator() { try? await loop.submit {}.get() }
    // It fails only when the client is closed already, and then there is nothing left to do.
    try? await client.shutdown()
  }

  /// Sends a request; its answer is there when the last byte has come.
  ///
  /// It is sent without a task of its own, which would be two more threads to wake for each page.
  ///
  /// - Parameter body: what a `POST` brings; nil for a `GET`.
  public func send(_ url: String, headers: HTTPHeaders, body: [UInt8]? = nil) -> SentRequest {
    let sent = Result {
      try HTTPClient.Request(
        url: url, method: body == nil ? .GET : .POST, headers: headers,
        body: body.map { .bytes($0) })
    }.map { request in
      let task = client.execute(
        request: request, delegate: ResponseCollector(bodyLimit: limits.bodyBytes),
        // On one event loop a body is sent and ended in one go. On two an answer can come in between, and then its request
        // gives the connection back after whoever waits has the answer, and may have shut everything down.
        eventLoop: body == nil ? .indifferent : .delegateAndChannel(on: loop),
        deadline: .now() + TimeAmount(limits.timeout))
      outstanding.add(task)
      return task
    }
    return SentRequest(url: url) { () async throws(ExchangeFailure) in
      try await answer(to: sent)
    } cancel: {
      if case .success(let task) = sent { task.cancel() }
    }
  }

  /// Sends a request whose answer counts by its status alone.
  public func send(_ url: String, userAgent: String) -> SentRequest {
    send(url, headers: ["user-agent": userAgent])
  }

  private func answer(
    to sent: Result<HTTPClient.Task<WholeResponse>, any Error>
  ) async throws(ExchangeFailure) -> WholeResponse {
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
      throw networkFailure(error, limits)
    }
  }
}
