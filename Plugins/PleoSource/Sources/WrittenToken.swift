import PageSourceKit

/// A token and how it got into the file.
struct WrittenToken: Sendable {
  let secret: Secret
  /// Whether any of it is in the file itself.
  let isLiteral: Bool
  let span: SourceSpan
}

extension ValueType where Value == WrittenToken {
  /// A bearer token: letters, digits and `-._~+/`, then `=` (RFC 6750, section 2.1), 5 or more.
  ///
  /// No finding quotes it, not even as written.
  static var token: ValueType {
    let name = "a token"
    let example = "${env:PLEO_TOKEN}"
    return ValueType(
      name: name, example: example, shape: .secret,
      read: { node, _, findings in
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        if let message = problem(with: scalar.text) {
          findings.add(
            Diagnostic(
              id: .secretForm, message, at: node.span,
              help: "check the place that the token comes from"))
          return nil
        }
        return WrittenToken(
          secret: Secret(scalar.text), isLiteral: scalar.standsInFile,
          span: node.span)
      }, write: { "\($0.secret)" })
  }

  private static func problem(with text: String) -> String? {
    if text.isEmpty { return "the token is empty" }
    let end = text.lastIndex { $0 != "=" }.map { text.index(after: $0) } ?? text.startIndex
    guard text[..<end].utf8.allSatisfy(isOfAToken) else {
      return
        "the token has a character that no bearer token has, such as a quotation mark, a space or "
        + "a line end"
    }
    return text.utf8.count < shortest
      ? "the token is too short to be one: it has fewer than \(shortest) characters" : nil
  }

  /// What is shorter is found by chance in any text, so that it could not be kept out of a log.
  private static var shortest: Int { 5 }

  private static func isOfAToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~+/".utf8.contains(byte)
    }
  }
}
