import Diagnostics
import Settings

/// A place for values made by hand: line 1, at a column.
func span(_ column: Int, length: Int = 1) -> SourceSpan {
  SourceSpan(
    file: "f.yaml", start: SourcePosition(line: 1, column: column),
    end: SourcePosition(line: 1, column: column + length))
}

/// A value at a column of line 1.
func value(_ text: String, plain: Bool = true, at column: Int = 1) -> Node {
  Node(.scalar(Scalar(text, isPlain: plain)), at: span(column, length: text.unicodeScalars.count))
}

/// A mapping at column 1, each key at ten times its index and each value five after.
func mapping(_ entries: [(String, Node.Content)]) -> Node {
  let entries = entries.enumerated().map { index, entry in
    Node.Entry(
      key: entry.0, keySpan: span(10 * (index + 1)),
      value: Node(entry.1, at: span(10 * (index + 1) + 5)))
  }
  return Node(.mapping(entries), at: span(1))
}

extension Node.Content {
  /// Text without quotes.
  static func plain(_ text: String) -> Node.Content { .scalar(Scalar(text, isPlain: true)) }
}

/// What relative paths are relative to.
let context = ReadingContext(folder: "/jobs")

extension Findings {
  /// Each finding: `column: severity: message [id] help`.
  var messages: [String] {
    sorted.map { finding in
      "\(finding.span?.start.column ?? 0): \(finding.severity): \(finding.message)"
        + " [\(finding.id)] \(finding.help ?? "no help")"
    }
  }
}

/// Reads a node.
func reading<Value>(
  _ type: ValueType<Value>, _ node: Node
) -> (value: Value?, messages: [String]) {
  var findings = Findings()
  let value = type.read(node, context, &findings)
  return (value, findings.messages)
}
