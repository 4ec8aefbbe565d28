extension SandboxReply {
  /// Goes as a fault lets it, whatever it says.
  mutating func suffer(_ kind: SandboxFaultKind) {
    switch kind {
    case .status(let code):
      self = .error(code, "simulated", "The sandbox was started with this fault.")
    case .slow: delay = .seconds(1)
    case .silence: course = .silence
    case .closed: course = .closed
    case .reset: course = .reset
    case .cut: course = .cut(after: body.count / 2)
    case .stalled: course = .stalled(after: body.count / 2)
    case .chunkCut: course = .chunkCut(after: body.count / 2)
    case .lengthLong: course = .announced(more: 10)
    case .lengthShort: course = .announced(more: -10)
    case .retryAfter:
      self = .error(429, "too_many_requests", "Too many requests.")
      retryAfter = 1
    case .redirect:
      self = .error(302, "found", "Found.")
      location = "https://elsewhere.example/v3"
    case .html:
      contentType = "text/html"
      body = Array("<!doctype html><html><title>Sign in</title></html>".utf8)
    case .text: contentType = "text/plain"
    case .gzip: pack(Gzip.stored(body))
    case .gzipBomb: pack(Gzip.zeros(200_000_000))
    case .empty: body = []
    case .brokenJSON: body = Array(body.prefix(body.count / 2))
    case .missingContraAccounts:
      self = .error(400, "MISSING_CONTRA_ACCOUNTS", "Some items have no contra account.")
    default: break
    }
  }

  private mutating func pack(_ packed: [UInt8]) {
    isPacked = true
    body = packed
  }
}
