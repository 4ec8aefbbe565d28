import Diagnostics
import Settings

/// A token and how it got into the file.
struct WrittenToken: Sendable {
  let secret: Secret
  /// Whether any of it stands in the file itself.
  let isLiteral: Bool
  let span: SourceSpan
}

extension ValueType where Value == WrittenToken {
  /// A bearer token: visible ASCII (RFC 6750, section 2.1). No finding quotes it, not even as
  /// written.
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
              id: "secret.form", message, at: node.span,
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
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return "the token has a space, a line end or another character that no token has"
    }
    return nil
  }
}
