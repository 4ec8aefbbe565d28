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
        if !scalar.isFromOutside, Template.isVariableName(scalar.text) { return scalar.text }
        findings.add(
          Diagnostic(
            id: "settings.type", "'\(scalar.written)' is not \(name)", at: node.span,
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
    if case .scalar(let scalar) = node.content, scalar.isUnresolved { return nil }
    guard case .sequence(let list) = node.content, !list.isEmpty else {
      let found = if case .sequence = node.content { "an empty one" } else { node.kind }
      findings.add(
        Diagnostic(
          id: "settings.type", "expected a list of values, found \(found)", at: node.span,
          help: "write a list of values, such as [production, staging]"))
      return nil
    }
    var places: [String: SourceSpan] = [:]
    var words: [Scalar] = []
    for item in list {
      guard let word = ValueType<String>.text.read(item, context, &findings),
        case .scalar(let scalar) = item.content
      else { continue }
      if let first = places[word] {
        findings.add(
          Diagnostic(
            id: "settings.repeated", "a value is given twice", at: item.span,
            help: "keep one of the two", notes: [.init("first given here", at: first)]))
        continue
      }
      places[word] = item.span
      words.append(scalar)
    }
    return words.count == list.count ? words : nil
  }
}
