import Diagnostics
import Settings

extension SecretMask {
  /// Hides comments, in which anything may be; the sign that begins one stays.
  mutating func hideComments(beside root: Node) {
    var values: [Int: [Range<Int>]] = [:]
    noteValues(of: root, in: &values)
    for line in original.indices {
      guard let start = commentStart(inLine: line, beside: values[line] ?? []) else { continue }
      hide(start + 1..<original[line].count, inLine: line)
    }
  }

  /// Where a comment begins in a line: a `#` at the line's start or after a blank, and in no value.
  private func commentStart(inLine line: Int, beside values: [Range<Int>]) -> Int? {
    let text = original[line]
    var ranges = values.sorted { $0.lowerBound < $1.lowerBound }[...]
    for (index, scalar) in text.enumerated() {
      while let first = ranges.first, first.upperBound <= index { ranges.removeFirst() }
      guard scalar == "#", ranges.first?.contains(index) != true,
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
