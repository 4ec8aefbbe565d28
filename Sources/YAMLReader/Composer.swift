import Diagnostics
import Settings

/// Builds the tree of one document from libyaml's events.
struct Composer: ~Copyable {
  /// What is known of an anchor.
  private enum Anchor {
    /// Its value has begun, at this place, and has not ended.
    case open(SourcePosition)
    /// Its value; nil when the value was refused.
    case complete(Node?)
  }

  /// What was found wrong and did not end the reading.
  private(set) var findings = Findings()

  private var events: EventStream
  private let file: String
  private let limits: YAMLLimits
  private var anchors: [String: Anchor] = [:]
  private var nodes = 0
  private var bytesFromAliases = 0

  init(_ events: consuming EventStream, file: String, limits: YAMLLimits) {
    self.events = events
    self.file = file
    self.limits = limits
  }

  /// The root of the only document; throws what ends the reading.
  ///
  /// The result is the whole document only when there are no findings.
  mutating func compose() throws(Diagnostic) -> Node? {
    _ = try events.next()
    guard case .documentStart = try events.next().kind else { throw empty }
    let root = try node(from: events.next(), depth: 0)
    if case .scalar(let scalar) = root?.content, scalar.isAbsent { throw empty }
    _ = try events.next()
    let after = try events.next()
    if case .documentStart = after.kind {
      throw Diagnostic(
        id: .yamlDocuments, "a second document begins here", at: after.span,
        help: "keep one document in a file")
    }
    return root
  }

  private var empty: Diagnostic {
    Diagnostic(
      id: .yamlEmpty, "the file is empty, or has only comments", at: .top(of: file),
      help: "write at least one key")
  }

  /// The value that `event` begins; nil when a finding was reported in its place.
  ///
  /// - Parameter depth: how many lists and mappings the value is in.
  private mutating func node(from event: Event, depth: Int) throws(Diagnostic) -> Node? {
    try count(1, at: event.span)
    if let tag = event.tag { refuse(tag: tag, at: event.span) }
    if let name = event.anchor { anchors[name] = .open(event.span.start) }
    let node: Node?
    switch event.kind {
    case .alias(let name): node = try expand(name, at: event.span, depth: depth)
    case .scalar(let scalar): node = Node(.scalar(scalar), at: event.span)
    case .sequenceStart: node = try sequence(from: event, depth: depth + 1)
    // With nothing else does libyaml begin a value.
    default: node = try mapping(from: event, depth: depth + 1)
    }
    // An anchor of the same name may have begun inside: then that one is meant from here on.
    if let name = event.anchor, case .open(event.span.start) = anchors[name] {
      anchors[name] = .complete(node)
    }
    return node
  }

  private mutating func sequence(from start: Event, depth: Int) throws(Diagnostic) -> Node {
    try check(depth: depth, at: start.span)
    var items: [Node] = []
    while true {
      let event = try events.next()
      if case .collectionEnd = event.kind {
        return Node(.sequence(items), at: span(from: start, to: event, last: items.last))
      }
      if let item = try node(from: event, depth: depth) { items.append(item) }
    }
  }

  private mutating func mapping(from start: Event, depth: Int) throws(Diagnostic) -> Node {
    try check(depth: depth, at: start.span)
    var entries = MappingEntries()
    while true {
      let event = try events.next()
      if case .collectionEnd = event.kind {
        let span = span(from: start, to: event, last: entries.last)
        return Node(.mapping(entries.merged(findings: &findings)), at: span)
      }
      let key = try node(from: event, depth: depth)
      let value = try node(from: events.next(), depth: depth)
      if let key, let value { entries.add(key, value, findings: &findings) }
    }
  }

  /// The stretch of a list or mapping; without brackets it ends with its last value, because libyaml
  /// would have it end where the next thing begins.
  private func span(from start: Event, to end: Event, last: Node?) -> SourceSpan {
    let place = start.isFlow ? end.span.end : last?.span.end ?? start.span.end
    return SourceSpan(file: file, start: start.span.start, end: place)
  }

  /// The value that an alias names, at the place of the alias.
  private mutating func expand(
    _ name: String, at span: SourceSpan, depth: Int
  ) throws(Diagnostic) -> Node? {
    switch anchors[name] {
    case .complete(let node):
      guard let node else { return nil }
      let extent = NodeExtent(of: node)
      try count(extent.nodes - 1, at: span)
      try check(depth: depth + extent.depth, at: span)
      bytesFromAliases += extent.bytes
      if bytesFromAliases > limits.bytes {
        throw .overLimit("aliases put in more than the limit of \(limits.bytes) bytes", at: span)
      }
      return node.moved(to: span)
    case .open:
      findings.add(
        Diagnostic(
          id: .yamlAlias, "alias '*\(name.shortened)' is inside the value it names", at: span,
          help: "write the value out"))
    case nil:
      // Only the first alias gets a suggestion: comparing all with all takes time.
      let nearest = findings.hasErrors ? nil : Suggestion.nearest(to: name, among: anchors.keys)
      findings.add(
        Diagnostic(
          id: .yamlAlias, "alias '*\(name.shortened)' has no anchor above it", at: span,
          help: nearest.map { "did you mean '*\($0)'?" }
            ?? "mark a value above with '&\(name.shortened)'"))
    }
    return nil
  }

  private mutating func refuse(tag: String, at span: SourceSpan) {
    let standard = "tag:yaml.org,2002:"
    let written = tag.hasPrefix(standard) ? "!!\(tag.dropFirst(standard.count))" : tag
    findings.add(
      Diagnostic(
        id: .yamlTag, "tag '\(written.shortened)' is not allowed", at: span,
        help: "take the tag out: each setting decides how its value is read"))
  }

  private mutating func count(_ more: Int, at span: SourceSpan) throws(Diagnostic) {
    nodes += more
    if nodes > limits.nodes {
      throw .overLimit(
        "the file is over the limit of \(limits.nodes) keys and values, aliases written out",
        at: span)
    }
  }

  private func check(depth: Int, at span: SourceSpan) throws(Diagnostic) {
    if depth > limits.depth {
      throw .overLimit(
        "lists and mappings are nested beyond the limit of \(limits.depth) levels", at: span)
    }
  }
}

extension String {
  /// At most 40 characters, for a message.
  fileprivate var shortened: String { count > 40 ? "\(prefix(40))…" : self }
}
