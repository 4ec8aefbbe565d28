import PageSourceKit

/// A token or another secret, and how it got into the file.
struct WrittenToken: Sendable {
  let secret: Secret
  /// Whether any of it is in the file itself.
  let isLiteral: Bool
  /// How to read it once more, where it is a file; anything that is none is not given.
  let rereading: Rereading?
  let span: SourceSpan
}

extension ValueType where Value == WrittenToken {
  /// A bearer token: letters, digits and `-._~+/`, then `=` (RFC 6750, section 2.1), 5 or more.
  ///
  /// No finding quotes it, not even as written.
  static var token: ValueType {
    written("a token", "${env:PLEO_TOKEN}", of: "bearer token", isOfOne: isOfAToken)
  }

  /// Another secret that is sent: characters that are seen, 5 or more.
  ///
  /// - Parameters:
  ///   - name: what it is called.
  ///   - example: a reference to one.
  static func written(_ name: String, _ example: String) -> ValueType {
    let noun = name.split(separator: " ").dropFirst().joined(separator: " ")
    return written(name, example, of: noun) { (0x21...0x7E).contains($0) }
  }

  private static func written(
    _ name: String, _ example: String, of noun: String,
    isOfOne: @escaping @Sendable (UInt8) -> Bool
  ) -> ValueType {
    let subject = "the " + name.split(separator: " ").dropFirst().joined(separator: " ")
    return ValueType(
      name: name, example: example, shape: .secret,
      read: { node, _, findings in
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        if let problem = problem(with: scalar.text, of: noun, isOfOne) {
          findings.add(
            Diagnostic(
              id: .secretForm, "\(subject) \(problem)", at: node.span,
              help: "check the place that \(subject) comes from"))
          return nil
        }
        return WrittenToken(
          secret: Secret(scalar.text), isLiteral: scalar.standsInFile,
          rereading: scalar.rereading.map { file in
            Rereading {
              file.value().flatMap { problem(with: $0, of: noun, isOfOne) == nil ? $0 : nil }
            }
          }, span: node.span)
      }, write: { "\($0.secret)" })
  }

  private static func problem(
    with text: String, of noun: String, _ isOfOne: (UInt8) -> Bool
  ) -> String? {
    if text.isEmpty { return "is empty" }
    let end = text.lastIndex { $0 != "=" }.map { text.index(after: $0) } ?? text.startIndex
    guard text[..<end].utf8.allSatisfy(isOfOne) else {
      return "has a character that no \(noun) has, such as a quotation mark, a space or a line end"
    }
    return text.utf8.count < shortest
      ? "is too short to be one: it has fewer than \(shortest) characters" : nil
  }

  /// What is shorter is found by chance in any text, so that it could not be kept out of a log.
  private static var shortest: Int { 5 }

  @Sendable private static func isOfAToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~+/".utf8.contains(byte)
    }
  }
}
