import Diagnostics
import Settings

extension ValueType where Value == String {
  /// The name of an environment variable, as POSIX has them; it is in the file as it is, because
  /// findings quote it.
  static var variableName: ValueType {
    let (name, example) = ("a name of an environment variable", "EXPORT_JOB")
    return ValueType(
      name: name, example: example, shape: .text(pattern: "^[A-Za-z_][A-Za-z0-9_]*$"),
      read: { node, _, findings in
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        if !scalar.isFromOutside, scalar.text.isVariableName { return scalar.text }
        findings.add(
          Diagnostic(
            id: .settingsType, "'\(scalar.written)' is not \(name)", at: node.span,
            help: "write \(name), such as \(example)"))
        return nil
      }, write: { $0 })
  }
}

extension ValueType where Value == Scalar {
  /// Any single value, an empty text too.
  static var anyValue: ValueType {
    ValueType(
      name: "a value", example: "production",
      read: { node, _, findings in
        Scalar(node, as: "a value", example: "production", findings: &findings)
      }, write: { $0.written })
  }
}

extension ValueType where Value == [Scalar] {
  /// A list of texts, each once, not empty.
  static var words: ValueType {
    ValueType(
      name: "a list of values", example: "[production, staging]",
      shape: .set(of: .text(pattern: nil)), read: readWords,
      write: { "[\($0.map(\.written).joined(separator: ", "))]" })
  }

  @Sendable
  private static func readWords(
    _ node: Node, context: ReadingContext, findings: inout Findings
  ) -> [Scalar]? {
    let list = node.list(
      "expected a list of values", help: "write a list of values, such as [production, staging]",
      findings: &findings)
    let words = list?.readEachOnce(name: { _ in "a value" }, findings: &findings) {
      node, findings in
      ValueType<String>.text.read(node, context, &findings)
    }
    guard let list, words != nil else { return nil }
    return list.compactMap { if case .scalar(let scalar) = $0.content { scalar } else { nil } }
  }
}
