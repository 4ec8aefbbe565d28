import SinkKit

/// What a header has, and how it got into the file.
struct HeaderValue: Sendable {
  let secret: Secret
  /// Whether some of it comes from outside the file.
  let isFromOutside: Bool

  /// What is wrong with a header, and what to do about it; nil where nothing is.
  static func problem(
    of name: String, _ value: HeaderValue, among names: some Collection<String>
  ) -> (message: String, help: String)? {
    let lower = name.lowercased()
    if own.contains(lower) {
      return ("header '\(name)' is written by the sink itself", "take it out")
    }
    if names.count(where: { $0.lowercased() == lower }) > 1 {
      return ("header '\(name)' is given twice", "keep one of the two")
    }
    guard !value.isFromOutside, secretWords.contains(where: lower.contains) else { return nil }
    return (
      "the value of header '\(name)' is written in the file, and whoever reads it can send items too",
      "take it out: write ${env:NAME} or ${file:/run/secrets/name} for the secret part of it"
    )
  }

  /// The headers that say what a request has and how it is sent.
  private static let own = [
    "connection", "content-length", "content-type", "host", "idempotency-key", "te", "trailer",
    "transfer-encoding", "upgrade", "user-agent",
  ]

  /// What is in the name of a header that lets somebody in.
  private static let secretWords = [
    "auth", "cookie", "credential", "key", "passw", "secret", "signature", "token",
  ]
}

extension ValueType where Value == HeaderValue {
  /// The value of a header (RFC 9110, section 5.5): characters of ASCII that are seen, and spaces within. No finding quotes
  /// it.
  static var header: ValueType {
    let (name, example) = ("a header's value", "Bearer ${env:WEBHOOK_TOKEN}")
    return ValueType(
      name: name, example: example, shape: .secret,
      read: { node, _, findings in
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        let bytes = scalar.text.utf8
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }), !bytes.isEmpty,
          bytes.first != 0x20, bytes.last != 0x20
        else {
          findings.add(
            Diagnostic(
              id: .webhookHeaders,
              "the header's value is empty, begins or ends with a space, or has a character that no header has, "
                + "such as a line end", at: node.span, help: "check the place that it comes from"))
          return nil
        }
        return HeaderValue(secret: Secret(scalar.text), isFromOutside: scalar.isFromOutside)
      }, write: { "\($0.secret)" })
  }
}
