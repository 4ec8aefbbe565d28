public import Diagnostics

extension ValueType {
  /// A list that is not empty, with each value once.
  public static func list<Element: Hashable>(of element: ValueType<Element>) -> ValueType
  where Value == [Element] {
    let (name, example) = ("a list, each \(element.name)", "[\(element.example)]")
    return ValueType(
      name: name, example: example, shape: .set(of: element.shape),
      read: { node, context, findings in
        node.list(
          "expected \(name)", help: "write it as \(example)",
          findings: &findings
        )?.readEachOnce(name: { _ in "the same value" }, findings: &findings) { node, findings in
          element.read(node, context, &findings)
        }
      }, write: { "[\($0.map(element.write).joined(separator: ", "))]" })
  }
}

extension ValueType {
  /// A mapping with keys of the user's own.
  ///
  /// - Parameters:
  ///   - key: what a key is called, with an article, and a regular expression that it matches as a whole.
  ///   - element: what is under each.
  public static func mapping<Element>(
    of element: ValueType<Element>, by key: (name: String, example: String, pattern: String)
  ) -> ValueType where Value == [String: Element] {
    let example = "{ \(key.example): \(element.example) }"
    let name = "a mapping, \(element.name) under \(key.name)"
    return ValueType(
      name: name, example: example, shape: .named(pattern: key.pattern, element.shape),
      read: { node, context, findings in
        guard case .mapping(let entries) = node.content else {
          findings.add(
            Diagnostic(
              id: .settingsShape, "expected \(name), found \(node.kind)", at: node.span,
              help: "write it as \(example)"))
          return nil
        }
        return entries.readEach(of: node, by: key, findings: &findings) {
          element.read($0, context, &$1)
        }.map { Dictionary(uniqueKeysWithValues: $0.map { ($0.key, $0.value) }) }
      },
      write: { values in
        let entries = values.sorted { $0.key < $1.key }
        return entries.isEmpty
          ? "{}"
          : "{ " + entries.map { "\($0.key): \(element.write($0.value))" }.joined(separator: ", ")
            + " }"
      })
  }
}

extension Collection where Element == Node.Entry {
  /// Reads the values under keys of the user's own, in the order of the file; nil, with findings, when a key or a value is
  /// wrong or a key is given twice.
  ///
  /// - Parameters:
  ///   - node: the mapping that the entries are of.
  ///   - key: what a key is called, with an article; an example of one; and a regular expression that it matches as a whole.
  ///   - read: reads a value; nil, with a finding, when it is wrong.
  public func readEach<Value>(
    of node: Node, by key: (name: String, example: String, pattern: String),
    findings: inout Findings, _ read: (Node, inout Findings) -> Value?
  ) -> [(key: String, value: Value)]? {
    // Repeated keys are its findings.
    let fields = Fields(node, of: "it", known: map(\.key), findings: &findings)
    var values: [(key: String, value: Value)] = []
    for entry in self {
      guard (try? Regex(key.pattern).wholeMatch(in: entry.key)) != nil else {
        findings.add(
          Diagnostic(
            id: .settingsUnknown, "'\(entry.key)' is not \(key.name)", at: entry.keySpan,
            help: "write \(key.name), such as \(key.example)"))
        continue
      }
      if let value = read(entry.value, &findings) { values.append((entry.key, value)) }
    }
    let isWhole = values.count == count && Set(values.map(\.key)).count == count
    return fields != nil && isWhole ? values : nil
  }
}
