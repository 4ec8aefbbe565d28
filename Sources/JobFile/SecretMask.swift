import Diagnostics
import Settings

/// Hides tokens that stand in a file, for findings show the lines of it.
///
/// Columns stay: every character becomes one asterisk.
struct SecretMask {
  private var lines: [[Unicode.Scalar]]

  /// The text with every literal token hidden: whatever has the key `token`, or one so near that
  /// it may be meant.
  ///
  /// - Parameter root: the text's tree; nil when it has none, and then whatever follows the word
  ///   `token` on its line is hidden.
  static func mask(_ text: String, root: Node?) -> String {
    var mask = SecretMask(
      lines: text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        .map(Array.init))
    if let root { mask.hideTokens(in: root) } else { mask.hideAfterKeys() }
    var masked = String.UnicodeScalarView()
    masked.append(contentsOf: mask.lines.joined(separator: ["\n"]))
    return String(masked)
  }

  private mutating func hideTokens(in node: Node) {
    switch node.content {
    case .scalar: return
    case .sequence(let list): for item in list { hideTokens(in: item) }
    case .mapping(let entries):
      for entry in entries {
        if case .scalar(let scalar) = entry.value.content, Self.isSecret(entry.key),
          Template(scalar.written).hasLiteral
        {
          hide(entry.value.span)
          hide(scalar.written)
        } else {
          hideTokens(in: entry.value)
        }
      }
    }
  }

  private static func isSecret(_ key: String) -> Bool {
    Suggestion.nearest(to: key, among: ["token"]) != nil
  }

  private mutating func hide(_ span: SourceSpan) {
    for number in span.start.line...span.end.line where number <= lines.count {
      let from = number == span.start.line ? span.start.column - 1 : 0
      let to = number == span.end.line ? span.end.column - 1 : lines[number - 1].count
      hide(from..<max(from, to), inLine: number - 1)
    }
  }

  /// Wherever the same text stands, for an alias stands apart from its value.
  private mutating func hide(_ text: String) {
    let wanted = Array(text.unicodeScalars)
    // A shorter one would hide half the file, and is no token of anyone's.
    guard wanted.count >= 8 else { return }
    for line in lines.indices {
      var from = 0
      while from + wanted.count <= lines[line].count {
        if lines[line][from..<from + wanted.count].elementsEqual(wanted) {
          hide(from..<from + wanted.count, inLine: line)
        }
        from += 1
      }
    }
  }

  private mutating func hideAfterKeys() {
    let key = Array("token".unicodeScalars)
    for line in lines.indices {
      let starts = lines[line].indices.filter { lines[line][$0...].starts(with: key) }
      guard let start = starts.first else { continue }
      // The colon stays, so that the line still reads as what it is.
      hide(start + key.count + 1..<max(lines[line].count, start + key.count + 1), inLine: line)
    }
  }

  private mutating func hide(_ range: Range<Int>, inLine line: Int) {
    for index in range where index < lines[line].count && lines[line][index] != " " {
      lines[line][index] = "*"
    }
  }
}
