import Foundation
import Hummingbird
import Logging
import NIOCore

/// Brings requests to the simulated API, and its answers back.
struct SandboxResponder: HTTPResponder {
  /// A request's connection, which a fault may end.
  struct Context: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
      coreContext = .init(source: source)
      channel = source.channel
    }
  }

  /// The connection is to end here.
  private struct Ended: Error {}

  let api: FaultyAPI

  func respond(to request: Request, context: Context) async throws -> Response {
    let reply = try await reply(to: request)
    if let delay = reply.delay { try await Task.sleep(for: delay) }
    let channel = context.channel
    switch reply.course {
    case .silence: try await Self.wait(for: channel)
    case .closed: try await channel.close()
    case .reset: try await Self.reset(channel)
    default: break
    }
    var headers: HTTPFields = [.contentType: reply.contentType]
    if reply.code == 405 { headers[.allow] = "GET" }
    if let seconds = reply.retryAfter { headers[.retryAfter] = "\(seconds)" }
    if let location = reply.location { headers[.location] = location }
    if reply.isPacked { headers[.contentEncoding] = "gzip" }
    return Response(
      status: .init(code: reply.code), headers: headers, body: Self.body(of: reply, on: channel))
  }

  private func reply(to request: Request) async throws -> SandboxReply {
    if request.method == .post {
      let form = try await request.body.collect(upTo: 64 * 1024)
      if let reply = api.reply(posted: Array(form.readableBytesView), to: request.uri.path) {
        return reply
      }
    }
    return api.reply(
      method: request.method.rawValue, path: request.uri.path, query: request.uri.query,
      authorization: request.headers[.authorization])
  }

  private static func body(of reply: SandboxReply, on channel: any Channel) -> ResponseBody {
    let bytes = reply.body
    func body(
      _ count: Int, announcing length: Int?,
      _ then: @escaping @Sendable () async throws -> Void
    ) -> ResponseBody {
      ResponseBody(contentLength: length) { writer in
        try await writer.write(ByteBuffer(bytes: bytes.prefix(count)))
        try await then()
        try await writer.finish(nil)
      }
    }
    switch reply.course {
    case .cut(let count): return body(count, announcing: bytes.count) { throw Ended() }
    case .chunkCut(let count): return body(count, announcing: nil) { throw Ended() }
    case .stalled(let count):
      return body(count, announcing: bytes.count) { try await wait(for: channel) }
    case .announced(let more): return body(bytes.count, announcing: bytes.count + more) {}
    case .whole, .silence, .closed, .reset:
      return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    }
  }

  /// Waits until the other side ends the connection, or the sandbox itself ends.
  private static func wait(for channel: any Channel) async throws {
    try await withTaskCancellationHandler {
      try await channel.closeFuture.get()
    } onCancel: {
      channel.close(promise: nil)
    }
    throw Ended()
  }

  private static func reset(_ channel: any Channel) async throws {
    // Whoever closes without lingering resets (socket(7), SO_LINGER).
    if let options = channel as? any SocketOptionProvider {
      try await options.unsafeSetSocketOption(
        level: .socket, name: .init(rawValue: SO_LINGER), value: Linger()
      ).get()
    }
    try await channel.close()
  }

  /// `struct linger` of socket(7).
  private struct Linger {
    var isOn: CInt = 1
    var seconds: CInt = 0
  }
}
