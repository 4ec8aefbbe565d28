/// One request as it stood on the wire.
public struct ScriptedRequest: Sendable {
  /// Which request of the server it is, counted from 1.
  public let number: Int
  /// The method, such as `GET`.
  public let method: String
  /// The target as it came, percent-encoding and all.
  public let uri: String
  /// The headers in the order they came.
  public let headers: [(name: String, value: String)]
  /// The body of a `POST`.
  public var body = ""

  /// The first value of a header, whose name is in any case.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// What a scripted server does with one request.
public enum ScriptedAnswer: Sendable {
  /// A complete answer with a JSON body; the connection stays open.
  case json(Int, headers: [(name: String, value: String)] = [], String)
  /// A complete 200 whose body is packed so.
  case packed([UInt8], encoding: String)
  /// These bytes and nothing else, and then the connection is closed.
  case raw(String)
  /// A 200 that announces the whole body, sends only its first bytes and closes the connection.
  case cut(String, after: Int)
  /// A 200 that announces the whole body, sends only its first bytes and then waits for good.
  case stall(String, after: Int)
  /// Waits for good without a byte.
  case silence
  /// Closes the connection without a byte.
  case close

  /// A complete 200 with a JSON body.
  public static func json(_ body: String) -> ScriptedAnswer { .json(200, body) }

  /// What to write, if anything, and whether to close the connection afterwards.
  var wire: (bytes: [UInt8], closes: Bool) {
    if case .packed(let body, let encoding) = self {
      let head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: \(encoding)\r\n"
        + "Content-Length: \(body.count)\r\n\r\n"
      return (Array(head.utf8) + body, false)
    }
    let text = text
    return (Array(text.bytes.utf8), text.closes)
  }

  private var text: (bytes: String, closes: Bool) {
    switch self {
    case .packed: return ("", true)
    case .json(let status, let headers, let body):
      let lines = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
      let head = "HTTP/1.1 \(status) Scripted\r\nContent-Type: application/json\r\n\(lines)"
      return ("\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)", false)
    case .raw(let bytes): return (bytes, true)
    case .cut(let body, let count): return (Self.beginning(of: body, count), true)
    case .stall(let body, let count): return (Self.beginning(of: body, count), false)
    case .silence: return ("", false)
    case .close: return ("", true)
    }
  }

  private static func beginning(of body: String, _ count: Int) -> String {
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
      + String(decoding: body.utf8.prefix(count), as: UTF8.self)
  }
}
