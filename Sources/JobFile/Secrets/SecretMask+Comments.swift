import Diagnostics
import Settings

extension SecretMask {
  /// A part of a line that a value or a key has.
  private struct Stretch {
    let range: Range<Int>
    /// Whether a comment may begin in it: after an anchor, after the sign of a text in lines of its own, and
    /// between the lines of a plain value.
    let mayEndInComment: Bool
  }

  /// Hides comments, in which anything may be; the sign that begins one stays, with an ellipsis after it.
  mutating func hideComments(beside root: Node) {
    var stretches: [Int: [Stretch]] = [:]
    noteValues(of: root, in: &stretches)
    for line in original.indices {
      guard let start = commentStart(inLine: line, beside: stretches[line] ?? []) else { continue }
      cut(from: start + 1, inLine: line)
    }
  }

  /// Where a comment begins in a line: the first `#` that is in no value.
  private func commentStart(inLine line: Int, beside stretches: [Stretch]) -> Int? {
    let text = original[line]
    var rest = stretches.sorted { $0.range.lowerBound < $1.range.lowerBound }[...]
    for (index, scalar) in text.enumerated() {
      while let first = rest.first, first.range.upperBound <= index { rest.removeFirst() }
      guard scalar == "#" else { continue }
      guard let stretch = rest.first, stretch.range.contains(index) else { return index }
      let isAfterBlank = index == 0 || text[index - 1] == " " || text[index - 1] == "\t"
      if stretch.mayEndInComment, isAfterBlank { return index }
    }
    return nil
  }

  private func noteValues(of node: Node, in stretches: inout [Int: [Stretch]]) {
    switch node.content {
    case .scalar: note(node.span, in: &stretches)
    case .sequence(let list): for item in list { noteValues(of: item, in: &stretches) }
    case .mapping(let entries):
      for entry in entries {
        note(entry.keySpan, in: &stretches)
        noteValues(of: entry.value, in: &stretches)
      }
    }
  }

  private func note(_ span: SourceSpan, in stretches: inout [Int: [Stretch]]) {
    var isFirst = true
    for (line, range) in ranges(of: span) {
      let mayEndInComment =
        switch firstSign(of: span) {
        case "\"", "'": false
        case "|", ">": isFirst
        default: true
        }
      stretches[line, default: []].append(
        Stretch(range: range, mayEndInComment: mayEndInComment))
      isFirst = false
    }
  }
}
