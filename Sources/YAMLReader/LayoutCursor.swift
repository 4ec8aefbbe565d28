import Diagnostics

/// A place in a text that moves over what no event of libyaml has: spaces, comments, empty
/// lines and the signs of the syntax.
struct LayoutCursor {
  private let file: String
  private let lines: [[Unicode.Scalar]]
  /// Counted from 0.
  private(set) var line = 0
  /// Counted from 0.
  private(set) var column = 0

  init(_ bytes: ArraySlice<UInt8>, file: String) {
    self.file = file
    lines = String(decoding: bytes, as: UTF8.self).unicodeScalars
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { Array($0.last == "\r" ? $0.dropLast() : $0) }
  }

  /// The character here; nil at the end of a line.
  var scalar: Unicode.Scalar? { rest.first }

  var isAtEnd: Bool { line >= lines.count }

  var position: SourcePosition { SourcePosition(line: line + 1, column: column + 1) }

  /// What is left of the line.
  private var rest: ArraySlice<Unicode.Scalar> {
    isAtEnd ? [] : lines[line][min(column, lines[line].count)...]
  }

  mutating func move(to position: SourcePosition) {
    (line, column) = (position.line - 1, position.column - 1)
  }

  private mutating func skipSpaces() {
    column += rest.prefix { $0 == " " || $0 == "\t" }.count
  }

  /// Moves past a sign of the syntax after spaces.
  mutating func pass(_ sign: Unicode.Scalar) throws(Diagnostic) {
    skipSpaces()
    guard scalar == sign else { throw unsafe("fmt cannot keep what is here") }
    column += 1
  }

  /// Moves past `---` at the beginning of a line; false when it is not here.
  mutating func passDocumentStart() -> Bool {
    guard column == 0, rest.starts(with: "---".unicodeScalars),
      rest.count == 3 || rest[3] == " " || rest[3] == "\t"
    else { return false }
    column = 3
    return true
  }

  /// The anchor that begins here, which is behind the cursor afterwards.
  mutating func anchor() -> String {
    let text = rest.prefix { $0 != " " && $0 != "\t" }
    column += text.count
    return Self.text(text)
  }

  /// The comment in the rest of a line that has something before it, if that is what there is.
  mutating func trailingComment() -> Layout.Trailing? {
    guard column > 0 else { return nil }
    let space = rest.prefix { $0 == " " || $0 == "\t" }
    guard rest.dropFirst(space.count).first == "#" else { return nil }
    let comment = Layout.Trailing(
      space: space.isEmpty ? " " : Self.text(space), text: Self.trimmed(rest))
    column = lines[line].count
    return comment
  }

  /// Moves over comments and empty lines to whatever comes next.
  mutating func trivia() -> [Layout.Trivia] {
    var found: [Layout.Trivia] = []
    while !isAtEnd {
      let isWhole = column == 0
      skipSpaces()
      if scalar == "#" {
        found.append(.comment(Self.trimmed(rest)))
      } else if scalar != nil {
        break
      } else if isWhole, found.last != .blank, line + 1 < lines.count {
        found.append(.blank)
      }
      (line, column) = (line + 1, 0)
    }
    return found
  }

  /// Moves over the comments below a mapping or list that has ended: those that are no further
  /// out than it, and further in than what comes next.
  mutating func footer(of column: Int) -> [Layout.Trivia] {
    var probe = self
    var (taken, found, end): ([Layout.Trivia], [Layout.Trivia], LayoutCursor) = ([], [], self)
    let next = probe.columnOfNext()
    probe = self
    while !probe.isAtEnd {
      let isWhole = probe.column == 0
      probe.skipSpaces()
      if probe.scalar == "#" {
        guard probe.column >= column, probe.column > next else { break }
        found.append(.comment(Self.trimmed(probe.rest)))
      } else if probe.scalar != nil {
        break
      } else if isWhole, found.last != .blank {
        found.append(.blank)
      }
      (probe.line, probe.column) = (probe.line + 1, 0)
      if case .comment = found.last { (taken, end) = (found, probe) }
    }
    self = end
    return taken
  }

  /// The column of what comes next; -1 at the end of the file.
  private mutating func columnOfNext() -> Int {
    _ = trivia()
    return isAtEnd ? -1 : column
  }

  /// The lines from here to a position, as written; the cursor is there afterwards.
  mutating func text(to end: SourcePosition) -> [String] {
    var found: [String] = []
    while line < end.line - 1 {
      found.append(Self.text(rest))
      (line, column) = (line + 1, 0)
    }
    let length = end.column - 1 - column
    if length > 0 { found.append(Self.text(rest.prefix(length))) }
    move(to: end)
    return found
  }

  /// The whole next line if it is one of a text under `|` or `>`, and moves past it.
  mutating func blockLine() -> [Unicode.Scalar]? {
    guard !isAtEnd else { return nil }
    defer { (line, column) = (line + 1, 0) }
    return lines[line]
  }

  /// What is here cannot be laid out without a risk.
  func unsafe(_ message: String) -> Diagnostic {
    Diagnostic(
      id: .formatUnsafe, message,
      at: SourceSpan(file: file, start: position, end: position).part(from: 0, length: 1),
      help: "the file stays as it is: write this part the plain way, or lay it out by hand")
  }

  static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func trimmed(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" }
    let end = scalars.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? scalars.startIndex
    return text(scalars[..<end].drop(while: isSpace))
  }
}
