public import Diagnostics

/// The text of a file, for pointing at a part of a value: quotes and escapes shift the columns.
public struct SourceText: Sendable {
  private let lines: [[Unicode.Scalar]]

  /// Takes a file's whole text.
  public init(_ text: String) {
    // No column counts a byte order mark.
    lines = text.unicodeScalars.dropFirst(text.unicodeScalars.first == "\u{FEFF}" ? 1 : 0)
      .split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
  }

  /// Where a part of a scalar, as written, is in the file: `offset` and `length` count Unicode
  /// scalars of ``Scalar/written``.
  ///
  /// The whole node where the part is unknown: a value over several lines, an alias.
  public func place(from offset: Int, length: Int, in node: Node) -> SourceSpan {
    guard case .scalar(let scalar) = node.content,
      let columns = columns(of: scalar, at: node.span),
      columns.indices.contains(offset), columns.indices.contains(offset + length)
    else { return node.span }
    let start = columns[offset]
    return SourceSpan(
      file: node.span.file, start: SourcePosition(line: node.span.start.line, column: start),
      end: SourcePosition(
        line: node.span.start.line, column: max(start + 1, columns[offset + length])))
  }

  /// The column of each Unicode scalar of the value, and the one after the last; nil when the
  /// file's text does not give the value.
  private func columns(of scalar: Scalar, at span: SourceSpan) -> [Int]? {
    guard span.start.line == span.end.line, span.start.line <= lines.count else { return nil }
    let line = lines[span.start.line - 1]
    guard span.end.column - 1 <= line.count else { return nil }
    var raw = line[(span.start.column - 1)..<(span.end.column - 1)]
    if raw.first == "&" { raw = raw.drop { $0 != " " }.drop { $0 == " " } }
    var starts: [Int] = []
    let text = Array(scalar.written.unicodeScalars)
    let style: Unicode.Scalar = scalar.isPlain ? " " : raw.first ?? " "
    var rest = scalar.isPlain ? raw : raw.dropFirst().dropLast()
    while let next = rest.first, starts.count < text.count {
      let width = Self.width(of: rest, style: style)
      guard width > 1 || next == text[starts.count] else { return nil }
      starts.append(rest.startIndex + 1)
      rest = rest.dropFirst(width)
    }
    guard starts.count == text.count, rest.isEmpty else { return nil }
    return starts + [rest.startIndex + 1]
  }

  /// How many scalars of the file make the next one of the value (YAML 1.1, sections 5.6, 9.1).
  private static func width(of rest: ArraySlice<Unicode.Scalar>, style: Unicode.Scalar) -> Int {
    let second = rest.dropFirst().first
    if style == "'" { return rest.first == "'" && second == "'" ? 2 : 1 }
    guard style == "\"", rest.first == "\\" else { return 1 }
    return switch second {
    case "x": 4
    case "u": 6
    case "U": 10
    default: 2
    }
  }
}
