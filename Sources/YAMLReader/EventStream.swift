import CLibYAML
import Diagnostics
import Settings

/// libyaml's parser over one text: the only place that holds its pointers.
struct EventStream: ~Copyable {
  private let file: String
  /// libyaml reads from here, so it lives as long as the parser.
  private let input: UnsafeMutableBufferPointer<UInt8>
  /// libyaml keeps pointers into its own structure, so it has an address of its own.
  private let parser: UnsafeMutablePointer<yaml_parser_t>

  /// - Parameter bytes: text in UTF-8 without a byte order mark.
  init(_ bytes: ArraySlice<UInt8>, file: String) {
    self.file = file
    input = .allocate(capacity: max(1, bytes.count))
    _ = input.initialize(from: bytes)
    parser = .allocate(capacity: 1)
    precondition(yaml_parser_initialize(parser) == 1, "libyaml has no memory for a parser")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The next event; throws the error of syntax that libyaml finds, after which nothing follows.
  mutating func next() throws(Diagnostic) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxProblem().finding }
    defer { yaml_event_delete(&event) }
    return read(event)
  }

  private func read(_ event: yaml_event_t) -> Event {
    let span = SourceSpan(
      file: file, start: SourcePosition(event.start_mark), end: SourcePosition(event.end_mark))
    switch event.type {
    case YAML_ALIAS_EVENT:
      return Event(.alias(text(event.data.alias.anchor) ?? ""), at: span)
    case YAML_SCALAR_EVENT:
      let data = event.data.scalar
      let bytes = UnsafeBufferPointer(start: data.value, count: data.length)
      let scalar = Scalar(
        String(decoding: bytes, as: UTF8.self), isPlain: data.style == YAML_PLAIN_SCALAR_STYLE)
      return Event(.scalar(scalar), at: span, anchor: text(data.anchor), tag: text(data.tag))
    case YAML_SEQUENCE_START_EVENT:
      let data = event.data.sequence_start
      return Event(
        .sequenceStart, at: span, anchor: text(data.anchor), tag: text(data.tag),
        isFlow: data.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_MAPPING_START_EVENT:
      let data = event.data.mapping_start
      return Event(
        .mappingStart, at: span, anchor: text(data.anchor), tag: text(data.tag),
        isFlow: data.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return Event(.collectionEnd, at: span)
    case YAML_DOCUMENT_START_EVENT: return Event(.documentStart, at: span)
    case YAML_DOCUMENT_END_EVENT: return Event(.documentEnd, at: span)
    case YAML_STREAM_START_EVENT: return Event(.streamStart, at: span)
    default: return Event(.streamEnd, at: span)
    }
  }

  private func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  /// What libyaml says went wrong, with the text that is there.
  private func syntaxProblem() -> SyntaxProblem {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) }
    return SyntaxProblem(
      problem: problem ?? "there is not enough memory to read the file",
      context: state.context.map { String(cString: $0) } ?? "", file: file,
      place: place(state.problem_mark), contextPlace: place(state.context_mark))
  }

  private func place(_ mark: yaml_mark_t) -> SyntaxProblem.Place {
    let source = String(decoding: input, as: UTF8.self).unicodeScalars
    let index = source.index(source.startIndex, offsetBy: mark.index, limitedBy: source.endIndex)
    let before = source[..<(index ?? source.endIndex)].reversed().prefix { $0 != "\n" }
    let rest = source[(index ?? source.endIndex)...]
    let position = SourcePosition(mark)
    return SyntaxProblem.Place(
      position: position, rest: rest,
      isFirstOnLine: before.allSatisfy { $0 == " " || $0 == "\t" }, before: before.first,
      line: SourceLine(
        number: position.line, scalars: before.reversed() + rest.prefix { $0 != "\n" }),
      lineAbove: lineAbove(position.line, in: source))
  }

  /// The nearest line above that says something.
  private func lineAbove(_ number: Int, in source: String.UnicodeScalarView) -> SourceLine? {
    let lines = source.split(
      separator: "\n", maxSplits: number - 1, omittingEmptySubsequences: false)
    for index in (0..<min(number - 1, lines.count)).reversed() {
      let scalars = Array(lines[index])
      guard let first = scalars.first(where: { !" \t\r".unicodeScalars.contains($0) }),
        first != "#"
      else { continue }
      return SourceLine(number: index + 1, scalars: scalars)
    }
    return nil
  }
}

extension SourcePosition {
  /// libyaml counts lines and columns from 0, columns in Unicode scalars.
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: mark.line + 1, column: mark.column + 1)
  }
}
