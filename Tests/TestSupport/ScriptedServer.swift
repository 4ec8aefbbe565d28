import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP/1.1 server on a free port of this machine that answers as a test says.
public final class ScriptedServer: Sendable {
  /// The port it listens on.
  public let port: Int
  private let script: Script

  fileprivate init(port: Int, script: Script) {
    self.port = port
    self.script = script
  }

  /// `http://127.0.0.1:<port>`.
  public var baseURL: String { "http://127.0.0.1:\(port)" }

  /// `https://localhost:<port>`, of a server with a certificate.
  public var secureURL: String { "https://localhost:\(port)" }

  /// Every request so far, in the order they came.
  public var requests: [ScriptedRequest] { script.state.withLock { $0.requests } }

  /// How many connections were opened so far.
  public var connections: Int { script.state.withLock { $0.connections.count } }
}

/// Runs a scripted server while `body` runs, and closes all of its connections afterwards.
///
/// - Parameters:
///   - certificate: what it shows over TLS; nil for plain HTTP.
///   - answer: called for each request, one at a time.
public func withScriptedServer<Result>(
  certificate: TestCertificate? = nil,
  answering answer: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer,
  _ body: (ScriptedServer) async throws -> Result
) async throws -> Result {
  let script = Script(answer: answer)
  let tls = try certificate.map { try tlsContext(of: $0) }
  let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
    .childChannelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        script.state.withLock { $0.connections.append(channel) }
        if let tls {
          try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
        }
        try channel.pipeline.syncOperations.addHandlers([
          ByteToMessageHandler(HTTPRequestDecoder()), ScriptedHandler(script: script),
        ])
      }
    }
    .bind(host: "127.0.0.1", port: 0).get()
  let server = ScriptedServer(port: listener.localAddress?.port ?? 0, script: script)
  let outcome: Swift.Result<Result, any Error>
  do {
    outcome = .success(try await body(server))
  } catch {
    outcome = .failure(error)
  }
  try await listener.close()
  for connection in script.state.withLock({ $0.connections }) {
    // Those that the other side has closed say so by an error.
    try? await connection.close()
  }
  return try outcome.get()
}

private func tlsContext(of certificate: TestCertificate) throws -> NIOSSLContext {
  let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.certificate.utf8))
  let key = try NIOSSLPrivateKey(bytes: Array(certificate.key.utf8), format: .pem)
  return try NIOSSLContext(
    configuration: .makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
}

private final class Script: Sendable {
  struct State {
    var requests: [ScriptedRequest] = []
    var connections: [any Channel] = []
  }

  let state = Mutex(State())
  let answer: @Sendable (ScriptedRequest) -> ScriptedAnswer

  init(answer: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer) { self.answer = answer }
}

private final class ScriptedHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private let script: Script
  /// A `POST` whose body is not there yet.
  private var posted: (head: HTTPRequestHead, body: ByteBuffer)?

  init(script: Script) { self.script = script }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head) where head.method == .POST: posted = (head, ByteBuffer())
    case .head(let head): answer(head, "", context)
    case .body(var bytes): posted?.body.writeBuffer(&bytes)
    case .end:
      guard let (head, body) = posted else { return }
      posted = nil
      answer(head, String(buffer: body), context)
    }
  }

  private func answer(_ head: HTTPRequestHead, _ body: String, _ context: ChannelHandlerContext) {
    let request = script.state.withLock { state in
      var request = ScriptedRequest(
        number: state.requests.count + 1, method: head.method.rawValue, uri: head.uri,
        headers: head.headers.map { ($0.name, $0.value) })
      request.body = body
      state.requests.append(request)
      return request
    }
    let (bytes, closes) = script.answer(request).wire
    if !bytes.isEmpty {
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }
    if closes { context.close(promise: nil) }
  }

  /// What is not HTTP, a TLS greeting among it, is answered as web servers do.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let answer = ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\n\r\n")
    context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
    context.close(promise: nil)
  }
}
