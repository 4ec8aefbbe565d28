/// An answer as it goes to the network: what the sandbox says, and what becomes of it on the way.
struct SandboxReply: Sendable {
  /// How it goes.
  enum Course: Sendable {
    /// All of it, and the connection stays open.
    case whole
    /// So many bytes of the body, of which all were announced, and then the end of the connection.
    case cut(after: Int)
    /// The same, and then nothing.
    case stalled(after: Int)
    /// So many bytes of a body whose length nobody announced, and then the end of the connection.
    case chunkCut(after: Int)
    /// All of it, and so many bytes more are announced.
    case announced(more: Int)
    /// Nothing.
    case silence
    /// The end of the connection.
    case closed
    /// A reset of the connection.
    case reset
  }

  var code: Int
  var body: [UInt8]
  /// What `Retry-After` says, in seconds.
  var retryAfter: Int?
  /// What `Location` says.
  var location: String?
  /// Whether the body is gzip.
  var isPacked = false
  var contentType = "application/json;charset=UTF-8"
  var course = Course.whole
  /// How long it is held back.
  var delay: Duration?

  init(_ response: SandboxResponse) { (code, body) = (response.code, response.body) }

  /// An error in Pleo's form.
  static func error(_ code: Int, _ type: String, _ message: String) -> SandboxReply {
    SandboxReply(SandboxErrorResponse(code: code, type: type, message: message).answer)
  }
}
