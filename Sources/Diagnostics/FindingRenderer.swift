/// Turns findings into text for a person: place, message, the line, a caret, notes and help.
public struct FindingRenderer: Sendable {
  private let lines: [String: [[Unicode.Scalar]]]
  private let color: Bool

  /// Creates a renderer over the texts of the files that findings may point into.
  ///
  /// - Parameters:
  ///   - texts: each file's text by the name that spans carry.
  ///   - color: whether to emphasize with ANSI escapes; only for terminals.
  public init(texts: [String: String], color: Bool) {
    self.lines = texts.mapValues { text in
      // A carriage return and newline is one Character, so lines are cut at scalars.
      // No column counts a byte order mark.
      text.unicodeScalars.dropFirst(text.unicodeScalars.first == "\u{FEFF}" ? 1 : 0)
        .split(separator: "\n", omittingEmptySubsequences: false)
        .map { Array($0.last == "\r" ? $0.dropLast() : $0) }
    }
    self.color = color
  }

  /// One finding as lines of text, without a final newline.
  public func render(_ finding: Diagnostic) -> String {
    let opening = finding.span.map { "\(bold(place(of: $0))): " } ?? ""
    let word = paint(finding.severity.rawValue, finding.severity == .error ? "31;1" : "33;1")
    var parts = ["\(opening)\(word): \(visible(finding.message)) [\(finding.id)]"]
    if let span = finding.span { parts += excerpt(of: span) }
    for note in finding.notes {
      parts.append("\(place(of: note.span)): note: \(visible(note.message))")
      parts += excerpt(of: note.span)
    }
    if let help = finding.help { parts.append("  \(paint("help", "36;1")): \(visible(help))") }
    return parts.joined(separator: "\n")
  }

  private func place(of span: SourceSpan) -> String {
    "\(visible(span.file)):\(span.start.line):\(span.start.column)"
  }

  /// The line that a span begins on, at most about 100 scalars of it, and carets under the span.
  private func excerpt(of span: SourceSpan) -> [String] {
    guard let file = lines[span.file], span.start.line <= file.count else { return [] }
    let line = file[span.start.line - 1]
    let first = min(span.start.column - 1, line.count)
    let last = span.end.line == span.start.line ? min(span.end.column - 1, line.count) : line.count
    let from = first > 80 ? first - 40 : 0
    let shown = line[from..<min(line.count, from + 100)]
    let number = String(span.start.line)
    let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
    // A wide character takes two cells of a terminal, and the caret is below cells.
    let end = min(last, from + 100)
    let indent = line[from..<max(from, first)].reduce(0) { $0 + TerminalText.width(of: $1) }
    let carets = first < end ? line[first..<end].reduce(0) { $0 + TerminalText.width(of: $1) } : 1
    let mark =
      String(repeating: " ", count: indent) + "^"
      + String(repeating: "~", count: max(1, carets) - 1)
    var text = String.UnicodeScalarView()
    let lastShown = shown.lastIndex { $0 != " " } ?? shown.startIndex - 1
    text.append(contentsOf: shown[...lastShown])
    return [
      "\(gutter) | \(visible(String(text)))",
      "\(String(repeating: " ", count: gutter.count)) | \(paint(mark, "32;1"))",
    ]
  }

  /// Text with each control character shown as a harmless one, so that a file cannot drive a terminal.
  private func visible(_ text: String) -> String {
    TerminalText.visible(text)
  }

  private func bold(_ text: String) -> String { paint(text, "1") }

  private func paint(_ text: String, _ code: String) -> String {
    color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// Text from elsewhere, made safe to show on a terminal.
public enum TerminalText {
  /// How many cells of a terminal a character takes: 2 for wide ones, 0 for those that are put on the one
  /// before, 1 for all others (Unicode Standard Annex 11).
  static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    // Shown as one character of its own; see `visible`.
    case .control, .format, .lineSeparator, .paragraphSeparator: return 1
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF,
      0x20000...0x3FFFD:
      return 2
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }

  /// `text` with tabs as spaces and every other control or direction character as `�`,
  /// scalar by scalar, so that columns stay true and no text can drive a terminal.
  public static func visible(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      result.append(scalar == "\t" ? " " : isHarmful(scalar) ? "\u{FFFD}" : scalar)
    }
    return String(result)
  }

  /// The same of a text of several lines: its line ends and tabs stay.
  public static func visibleLines(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isLayout = scalar == "\n" || scalar == "\t"
      result.append(isLayout || !isHarmful(scalar) ? scalar : "\u{FFFD}")
    }
    return String(result)
  }

  /// A JSON text that says the same, with every such character escaped: none can be outside its strings
  /// but line ends (RFC 8259, section 2).
  public static func visibleJSON(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == "\n" || !isHarmful(scalar) {
        result.unicodeScalars.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result
  }

  /// Whether a character could move a terminal's cursor, or turn the direction of what follows.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20...0x7E).contains(scalar.value) { return false }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
