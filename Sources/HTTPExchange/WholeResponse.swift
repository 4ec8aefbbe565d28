public import NIOHTTP1

/// One complete answer of the other side.
public struct WholeResponse: Sendable {
  /// The status code.
  public let status: Int
  /// The headers.
  public let headers: HTTPHeaders
  /// The whole body; of a status other than 200 nothing, where it is over ``Exchange/errorBodyLimit``.
  public let body: [UInt8]

  /// Creates an answer.
  public init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first value of a header, whose name is in any case.
  public func header(_ name: String) -> String? { headers.first(name: name) }
}
