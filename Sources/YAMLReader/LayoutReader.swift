import Diagnostics
import Settings

/// Reads how a document is in its file: libyaml gives the values and their places, the cursor
/// finds what is between them.
///
/// The text is one that ``YAMLDocument`` took. What cannot be laid out without a risk is thrown.
struct LayoutReader: ~Copyable {
  private var events: EventStream
  private var cursor: LayoutCursor

  init(_ bytes: ArraySlice<UInt8>, file: String) {
    events = EventStream(bytes, file: file)
    cursor = LayoutCursor(bytes, file: file)
  }

  mutating func document() throws(Diagnostic) -> DocumentLayout {
    _ = try events.next()
    _ = try events.next()
    var above = cursor.trivia()
    guard cursor.scalar != "%" else {
      throw cursor.unsafe("fmt does not keep directives")
    }
    var prolog: [Layout.Trivia]?
    var prologComment: Layout.Trailing?
    if cursor.passDocumentStart() {
      prolog = above
      prologComment = cursor.trailingComment()
      let line = cursor.line
      above = cursor.trivia()
      guard cursor.line > line else {
        throw cursor.unsafe("fmt cannot keep a value on the line of '---'")
      }
    }
    let start = try events.next()
    guard start.isCollection, !start.isFlow, start.anchor == nil else {
      throw cursor.unsafe("fmt lays out files with each key on a line of its own")
    }
    var root = try collection(from: start)
    if var first = root.entries.first {
      let split = (above.lastIndex(of: .blank) ?? -1) + 1
      first.lead = above[split...] + first.lead
      root.entries[0] = first
      above = Array(above[..<split])
    }
    _ = cursor.trivia()
    guard cursor.isAtEnd else { throw cursor.unsafe("fmt cannot keep the end of a document") }
    return DocumentLayout(
      prolog: prolog, prologComment: prologComment, header: above, root: root)
  }

  /// A mapping or list without brackets, the cursor at its anchor or first entry.
  private mutating func collection(from start: Event) throws(Diagnostic) -> Layout.Collection {
    let isMapping = if case .mappingStart = start.kind { true } else { false }
    var entries: [Layout.Entry] = []
    var column = 0
    while true {
      let event = try events.next()
      if case .collectionEnd = event.kind { break }
      let lead = cursor.trivia()
      if entries.isEmpty { column = cursor.column }
      if isMapping {
        let key = try key(from: event)
        let (value, comment) = try value(from: events.next(), in: column)
        entries.append(Layout.Entry(lead: lead, key: key, value: value, comment: comment))
      } else {
        try cursor.pass("-")
        let (value, comment) = try value(from: event, in: column)
        entries.append(Layout.Entry(lead: lead, key: nil, value: value, comment: comment))
      }
    }
    return Layout.Collection(
      isMapping: isMapping, anchor: nil, entries: entries, footer: cursor.footer(of: column))
  }

  /// A key, the cursor before it; afterwards the cursor is behind its colon.
  private mutating func key(from event: Event) throws(Diagnostic) -> Layout.Key {
    guard cursor.position == event.span.start, event.span.start.line == event.span.end.line else {
      throw cursor.unsafe("fmt cannot keep a key with a '?' before it")
    }
    let text = cursor.text(to: event.span.end).first ?? ""
    try cursor.pass(":")
    return event.key(text)
  }

  /// The value of a key or an item, the cursor behind the `:` or `-`.
  ///
  /// - Parameter column: where the mapping or list is that the value is in.
  private mutating func value(
    from event: Event, in column: Int
  ) throws(Diagnostic) -> (Layout, Layout.Trailing?) {
    var comment = cursor.trailingComment()
    if event.isLeftOut { return (.line(""), comment) }
    if event.isCollection, !event.isFlow {
      var anchor: String?
      if event.anchor != nil {
        guard !cursor.trivia().hasComment else { throw misplacedComment }
        anchor = cursor.anchor()
        if let second = cursor.trailingComment() {
          guard comment == nil else { throw misplacedComment }
          comment = second
        }
      }
      let inner = try collection(from: event)
      return (
        .collection(
          Layout.Collection(
            isMapping: inner.isMapping, anchor: anchor, entries: inner.entries,
            footer: inner.footer)), comment
      )
    }
    guard !cursor.trivia().hasComment, cursor.position == event.span.start else {
      throw misplacedComment
    }
    let value = try event.isFlow ? flow(from: event, in: column) : single(event, in: column)
    if let second = cursor.trailingComment() {
      guard comment == nil else { throw misplacedComment }
      comment = second
    }
    return (value, comment)
  }

  private var misplacedComment: Diagnostic {
    cursor.unsafe("fmt cannot keep a comment between a key and its value")
  }

  /// A scalar or an alias.
  private mutating func single(_ event: Event, in column: Int) throws(Diagnostic) -> Layout {
    var probe = cursor
    if event.anchor != nil {
      _ = probe.anchor()
      _ = probe.trivia()
    }
    if case .scalar(let scalar) = event.kind, !scalar.isPlain,
      probe.scalar == "|" || probe.scalar == ">"
    {
      guard probe.line == cursor.line else {
        throw cursor.unsafe("fmt cannot keep an anchor on a line of its own")
      }
      return cursor.block(in: column)
    }
    return raw(to: event.span.end, in: column) { _ in 2 }
  }

  /// A value as written; `depth` gives how far a line beyond the first is indented, from its column.
  private mutating func raw(
    to end: SourcePosition, in column: Int, depth: (Int) -> Int
  ) -> Layout {
    let lines = cursor.text(to: end)
    guard lines.count > 1 else { return .line(lines.first ?? "") }
    let rest = lines.dropFirst().map { line in
      let text = line.drop { $0 == " " || $0 == "\t" }
      return Layout.Line(depth: depth(line.count - text.count), text: String(text))
    }
    return .lines(first: lines[0], rest: rest)
  }

  /// A list or mapping in brackets: with its parts where it is on one line and has no oddities.
  private mutating func flow(from start: Event, in column: Int) throws(Diagnostic) -> Layout {
    var reader = FlowReader(cursor: cursor)
    let parts = try reader.read(start, from: &events)
    if reader.end.line == start.span.start.line, let parts {
      cursor.move(to: reader.end)
      return .flow(parts)
    }
    return raw(to: reader.end, in: column) { max(0, $0 - column) }
  }
}

extension LayoutCursor {
  /// A text under `|` or `>`, the cursor at its anchor or sign.
  ///
  /// - Parameter column: where the mapping or list is that the text is in.
  fileprivate mutating func block(in column: Int) -> Layout {
    let header = restOfLine()
    let signs = header.drop { $0 != "|" && $0 != ">" }.prefix { $0 != " " && $0 != "\t" }
    let digit = signs.lazy.compactMap(\.wholeNumberValue).first
    var probe = self
    var indentation = digit.map { column + $0 }
    while indentation == nil, let line = probe.blockLine() {
      let spaces = line.prefix { $0 == " " }.count
      // A text of empty lines ends at whatever is no further in than its key.
      if spaces < line.count { indentation = spaces > column ? spaces : .max }
    }
    let depth = indentation ?? .max
    var (lines, end): ([String], LayoutCursor) = ([], self)
    var blanks: [String] = []
    probe = self
    while let line = probe.blockLine() {
      let spaces = line.prefix { $0 == " " }.count
      let isBlank = spaces == line.count
      guard isBlank || spaces >= depth else { break }
      let text = Self.text(line.dropFirst(depth))
      if isBlank, text.isEmpty {
        if !probe.isAtEnd { blanks.append("") }
        continue
      }
      lines += blanks + [text]
      (blanks, end) = ([], probe)
    }
    // Only a text that keeps them says something with the empty lines after it.
    if signs.contains("+") {
      lines += blanks
      for _ in blanks { _ = end.blockLine() }
    }
    self = end
    return .block(header: header, indentation: digit, lines: lines)
  }

  private mutating func restOfLine() -> String {
    let start = column
    let text = Self.text(blockLine()?.dropFirst(start) ?? [])
    let end = text.lastIndex { $0 != " " && $0 != "\t" }.map(text.index(after:))
    return String(text[..<(end ?? text.startIndex)])
  }
}

extension [Layout.Trivia] {
  fileprivate var hasComment: Bool { contains { $0 != .blank } }
}

extension Event {
  fileprivate var isCollection: Bool {
    switch kind {
    case .mappingStart, .sequenceStart: true
    default: false
    }
  }

  /// Whether nothing is written where the value would be.
  fileprivate var isLeftOut: Bool {
    if case .scalar(let scalar) = kind { scalar.isAbsent && span.start == span.end } else { false }
  }

  /// The event as a key whose text is `written`.
  func key(_ written: String) -> Layout.Key {
    switch kind {
    case .scalar(let scalar):
      Layout.Key(text: written, name: scalar.text, isPlain: scalar.isPlain)
    default: Layout.Key(text: written, name: written, isPlain: true)
    }
  }
}
