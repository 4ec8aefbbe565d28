public import Diagnostics

/// The text of a file, for pointing at a part of a value: quotes and escapes shift the columns.
public struct SourceText: Sendable {
  /// The lines without their ends.
  public let lines: [[Unicode.Scalar]]

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
    places(of: [offset..<offset + length], in: node)[0]
  }

  /// Where several parts of a scalar are in the file; see ``place(from:length:in:)``.
  public func places(of parts: [Range<Int>], in node: Node) -> [SourceSpan] {
    guard case .scalar(let scalar) = node.content, let last = parts.map(\.upperBound).max(),
      let columns = columns(of: scalar, upTo: last, at: node.span)
    else { return parts.map { _ in node.span } }
    return parts.map { part in
      guard columns.indices.contains(part.lowerBound), columns.indices.contains(part.upperBound)
      else { return node.span }
      let (line, start) = (node.span.start.line, columns[part.lowerBound])
      return SourceSpan(
        file: node.span.file, start: SourcePosition(line: line, column: start),
        end: SourcePosition(line: line, column: max(start + 1, columns[part.upperBound])))
    }
  }

  /// The column of each Unicode scalar of the value up to one, which may be the one after the last; nil
  /// when the file's text does not give the value.
  private func columns(of scalar: Scalar, upTo last: Int, at span: SourceSpan) -> [Int]? {
    guard span.start.line == span.end.line, span.start.line <= lines.count else { return nil }
    let line = lines[span.start.line - 1]
    var (index, end) = (span.start.column - 1, span.end.column - 1)
    guard end <= line.count else { return nil }
    if index < end, line[index] == "&" {
      while index < end, line[index] != " " { index += 1 }
      while index < end, line[index] == " " { index += 1 }
    }
    let style: Unicode.Scalar = scalar.isPlain || index >= end ? " " : line[index]
    if !scalar.isPlain { (index, end) = (index + 1, end - 1) }
    var columns: [Int] = []
    for next in scalar.written.unicodeScalars {
      guard index < end else { return nil }
      let width = Self.width(of: line[index..<end], style: style)
      guard width > 1 || next == line[index] else { return nil }
      columns.append(index + 1)
      index += width
      if columns.count > last { return columns }
    }
    return index == end ? columns + [end + 1] : nil
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
