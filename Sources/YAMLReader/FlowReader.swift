import Diagnostics
import Settings

/// Reads a list or mapping in brackets, with its parts as long as each is written the plain way.
struct FlowReader {
  private var cursor: LayoutCursor
  /// Whether something in it is written in a way that is better left alone.
  private var isOdd = false
  /// Where it ends.
  private(set) var end: SourcePosition

  init(cursor: LayoutCursor) {
    self.cursor = cursor
    end = cursor.position
  }

  /// The parts; nil where the text is better left as written. All events are taken either way.
  mutating func read(
    _ start: Event, from events: inout EventStream
  ) throws(Diagnostic) -> FlowLayout? {
    let layout = try node(start, from: &events)
    return isOdd ? nil : layout
  }

  private mutating func node(
    _ event: Event, from events: inout EventStream
  ) throws(Diagnostic) -> FlowLayout {
    switch event.kind {
    case .sequenceStart, .mappingStart: return try collection(event, from: &events)
    default:
      _ = cursor.trivia()
      if cursor.position != event.span.start || event.span.start == event.span.end
        || event.span.start.line != event.span.end.line
      {
        isOdd = true
      }
      return .text(text(of: event))
    }
  }

  private mutating func collection(
    _ start: Event, from events: inout EventStream
  ) throws(Diagnostic) -> FlowLayout {
    let isMapping = if case .mappingStart = start.kind { true } else { false }
    _ = cursor.trivia()
    if cursor.position != start.span.start { isOdd = true }
    let anchor = start.anchor == nil ? nil : cursor.anchor()
    pass(isMapping ? "{" : "[")
    var items: [FlowLayout] = []
    var pairs: [(key: Layout.Key, value: FlowLayout)] = []
    while true {
      let event = try events.next()
      if case .collectionEnd = event.kind {
        end = event.span.end
        break
      }
      if !(items.isEmpty && pairs.isEmpty) { pass(",") }
      let item = try node(event, from: &events)
      guard isMapping else {
        items.append(item)
        continue
      }
      let key = if case .text(let text) = item { event.key(text) } else { event.key("") }
      pass(":")
      pairs.append((key, try node(events.next(), from: &events)))
    }
    cursor.move(to: end)
    return isMapping ? .mapping(anchor: anchor, pairs) : .list(anchor: anchor, items)
  }

  private mutating func text(of event: Event) -> String {
    cursor.move(to: event.span.start)
    return cursor.text(to: event.span.end).first ?? ""
  }

  private mutating func pass(_ sign: Unicode.Scalar) {
    do throws(Diagnostic) { try cursor.pass(sign) } catch { isOdd = true }
  }
}
