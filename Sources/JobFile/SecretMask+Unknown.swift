import Diagnostics
import Settings

extension SecretMask {
  /// Hides what stands under keys that a source or a sink does not have: it may be a secret under another
  /// name.
  mutating func hideUnknown(in root: Node, shape: ValueShape) {
    for (key, node) in Self.plugins(in: root) {
      guard
        let kinds = shape.value(under: key)
          ?? shape.value(under: "routes")?.element?.value(under: key)
      else { continue }
      hideUnknown(node, kinds)
    }
  }

  /// What is under `source` and under the `sink` of each route.
  private static func plugins(in root: Node) -> [(key: String, node: Node)] {
    var plugins = root["source"].map { [("source", $0)] } ?? []
    if case .sequence(let routes)? = root["routes"]?.content {
      plugins += routes.compactMap { route in route["sink"].map { ("sink", $0) } }
    }
    return plugins
  }

  private mutating func hideUnknown(_ node: Node, _ shape: ValueShape) {
    guard case .mapping(let entries) = node.content, !shape.keys.isEmpty else { return }
    for entry in entries {
      if let inner = shape.value(under: entry.key) {
        hideUnknown(entry.value, inner)
      } else {
        hideSecrets(in: entry.value, isBeneath: true)
      }
    }
  }

  /// Hides comments, in which anything may stand; the sign that begins one stays.
  ///
  /// - Parameter root: the text's tree; nil for a text that is no YAML.
  mutating func hideComments(beside root: Node?) {
    var values: [Int: [Range<Int>]] = [:]
    if let root { noteValues(of: root, in: &values) }
    for line in original.indices {
      guard
        let start = commentStart(inLine: line, beside: values[line] ?? [], isParsed: root != nil)
      else { continue }
      hide(start + 1..<original[line].count, inLine: line)
    }
  }

  /// Where a comment begins in a line: a `#` at the line's start or after a blank, and in no value.
  private func commentStart(
    inLine line: Int, beside values: [Range<Int>], isParsed: Bool
  ) -> Int? {
    let text = original[line]
    var quote: Unicode.Scalar?
    var ranges = values.sorted { $0.lowerBound < $1.lowerBound }[...]
    for (index, scalar) in text.enumerated() {
      while let first = ranges.first, first.upperBound <= index { ranges.removeFirst() }
      if !isParsed, scalar == "'" || scalar == "\"" {
        quote = quote == nil ? scalar : quote == scalar ? nil : quote
      }
      guard scalar == "#", quote == nil, ranges.first?.contains(index) != true,
        index == 0 || text[index - 1] == " " || text[index - 1] == "\t"
      else { continue }
      return index
    }
    return nil
  }

  private func noteValues(of node: Node, in values: inout [Int: [Range<Int>]]) {
    switch node.content {
    case .scalar: note(node.span, in: &values)
    case .sequence(let list): for item in list { noteValues(of: item, in: &values) }
    case .mapping(let entries):
      for entry in entries {
        note(entry.keySpan, in: &values)
        noteValues(of: entry.value, in: &values)
      }
    }
  }

  private func note(_ span: SourceSpan, in values: inout [Int: [Range<Int>]]) {
    for (line, range) in ranges(of: span) { values[line, default: []].append(range) }
  }
}
