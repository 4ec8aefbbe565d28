/// What the sandbox says to a request: a status code and a JSON document.
struct SandboxResponse: Sendable {
  let code: Int
  let body: [UInt8]
}

/// A request that is answered with an error: Pleo's `type` and `message`
/// (*The Export API*, *Errors*).
struct SandboxErrorResponse: Error {
  let code: Int
  let type: String
  let message: String

  static func badRequest(_ message: String) -> SandboxErrorResponse {
    SandboxErrorResponse(code: 400, type: "bad_request", message: message)
  }

  static let unknownJob = SandboxErrorResponse(
    code: 404, type: "EXPORT_NOT_FOUND", message: "Export job not found.")

  var answer: SandboxResponse {
    var body: [UInt8] = []
    body.append(text: #"{"type":"#)
    body.append(quoted: type)
    body.append(text: #","message":"#)
    body.append(quoted: message)
    body.append(text: "}")
    return SandboxResponse(code: code, body: body)
  }
}

/// JSON written by hand: pages must be cheap, because the sandbox also serves load.
extension [UInt8] {
  /// Appends `text` as it is.
  mutating func append(text: String) {
    append(contentsOf: text.utf8)
  }

  /// Appends `text` as a JSON string (RFC 8259, section 7).
  mutating func append(quoted text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        append(UInt8(ascii: "\\"))
        append(byte)
      case 0..<0x20:
        append(text: byte < 0x10 ? "\\u000" : "\\u00")
        append(text: String(byte, radix: 16))
      default:
        append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }
}
