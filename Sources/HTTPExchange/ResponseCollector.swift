import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Collects one answer on the event loop that it arrives on, so that whoever waits for it is woken once.
final class ResponseCollector: HTTPClientResponseDelegate {
  /// The answer to a request that failed, whose body is not read because it is over the limit: such an answer
  /// counts by its status.
  struct Oversized: Error {
    let answer: WholeResponse
  }

  private struct State {
    var head: HTTPResponseHead?
    var body: [UInt8] = []
    var limit = 0
  }

  private let bodyLimit: Int
  private let state = Mutex(State())

  /// - Parameter bodyLimit: the largest body of an answer with status 200, in bytes.
  init(bodyLimit: Int) { self.bodyLimit = bodyLimit }

  func didReceiveHead(
    task: HTTPClient.Task<WholeResponse>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    let announced = head.headers.first(name: "content-length").flatMap { Int($0) }
    return task.eventLoop.makeCompletedFuture {
      try state.withLock { state in
        state.head = head
        state.limit = head.status == .ok ? bodyLimit : Exchange.errorBodyLimit
        try Self.check(announced ?? 0, state)
        state.body.reserveCapacity(announced ?? 0)
      }
    }
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<WholeResponse>, _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> {
    task.eventLoop.makeCompletedFuture {
      try state.withLock { state in
        try Self.check(state.body.count + buffer.readableBytes, state)
        state.body.append(contentsOf: buffer.readableBytesView)
      }
    }
  }

  func didFinishRequest(task: HTTPClient.Task<WholeResponse>) throws -> WholeResponse {
    try state.withLock { state in
      guard let head = state.head else { throw HTTPClientError.remoteConnectionClosed }
      return WholeResponse(
        status: Int(head.status.code), headers: head.headers, body: state.body)
    }
  }

  private static func check(_ count: Int, _ state: State) throws {
    guard count > state.limit, let head = state.head else { return }
    guard head.status != .ok else { throw ExchangeFailure.tooLarge }
    throw Oversized(
      answer: WholeResponse(status: Int(head.status.code), headers: head.headers, body: []))
  }
}
