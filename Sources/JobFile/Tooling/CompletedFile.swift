import Settings
import SinkKit

/// Writes a file with every default in its place.
///
/// Aliases are written out, values from outside stay references, and what is secret is a mask.
struct CompletedFile {
  private let root: Node
  private let sinks: SinkCatalog
  private let maskedParameters: Set<String>
  private var lines: [String] = []

  /// The text of a file that has no errors.
  static func text(_ root: Node, language: JobLanguage) -> String {
    var file = CompletedFile(root: root, language: language)
    file.write(language.keys, of: root, at: 0, path: "")
    return file.lines.joined(separator: "\n") + "\n"
  }

  private init(root: Node, language: JobLanguage) {
    self.root = root
    sinks = language.catalog.sinks
    maskedParameters = SecretMask.secretParameters(in: root, shape: language.shape)
  }

  /// Writes the keys that are there or have a default; an empty mapping where there are none.
  private mutating func write(
    _ keys: [KeyDescription], of node: Node?, at indent: Int, path: String
  ) {
    for key in keys {
      let place = path.isEmpty ? key.name : "\(path).\(key.name)"
      let start = String(repeating: " ", count: indent) + key.name + ":"
      if let value = node?[key.name] {
        write(value, of: key.shape, after: start, at: indent, path: place)
      } else if case .mapping(let inner) = key.shape {
        lines.append(start)
        write(inner, of: nil, at: indent + 2, path: place)
      } else if let fallback = key.fallback ?? inferred(place, beside: node) {
        lines.append("\(start) \(fallback)")
      }
    }
  }

  /// A default that follows from the rest of the file.
  private func inferred(_ path: String, beside node: Node?) -> String? {
    switch path {
    case "run.state":
      guard case .scalar(let name) = root[JobSection.name.name]?.content else { return nil }
      return Self.text(Scalar(".sluice/\(name.written)", isPlain: name.isPlain))
    case "routes[].name": return node?["sink"]?.keys.first
    case "routes[].batch":
      return node?["sink"]?.keys.first.flatMap { sinks[$0]?.descriptor.batch.description }
    default: return nil
    }
  }

  private mutating func write(
    _ node: Node, of shape: ValueShape, after start: String, at indent: Int, path: String
  ) {
    switch (shape, node.content) {
    case (.optional(let shape), _):
      write(node, of: shape, after: start, at: indent, path: path)
    case (.secret, _): lines.append("\(start) \(Secret(""))")
    case (.named(_, let shape), .mapping(let entries)):
      lines.append(start)
      for entry in entries {
        let start = String(repeating: " ", count: indent + 2) + Self.text(key: entry.key) + ":"
        let inner = maskedParameters.contains(entry.key) ? entry.value.maskingValues : entry.value
        write(inner, of: shape, after: start, at: indent + 2, path: "\(path).<name>")
      }
    case (.list(let element, _), .sequence(let items)) where !element.keys.isEmpty:
      lines.append(start)
      for item in items { write(item: item, of: element.keys, at: indent + 2, path: "\(path)[]") }
    case (.either(let shapes), .mapping) where shapes.contains(where: \.isNamed):
      guard let named = shapes.first(where: \.isNamed) else { return }
      write(node, of: named, after: start, at: indent, path: path)
    case (.mapping, .mapping), (.either, .mapping):
      lines.append(start)
      write(shape.keys, of: node, at: indent + 2, path: path)
    case (.kind(let kinds), .mapping(let entries)):
      lines.append(start)
      write(
        kinds.filter { entries.map(\.key).contains($0.name) }, of: node, at: indent + 2, path: path)
    default: lines.append("\(start) \(Self.text(node))")
    }
    // What has neither keys nor defaults is still a mapping.
    if lines.last == start, case .mapping = node.content { lines[lines.count - 1] += " {}" }
  }

  /// An item of a list: its first key is beside the dash.
  private mutating func write(item: Node, of keys: [KeyDescription], at indent: Int, path: String) {
    let first = lines.count
    write(keys, of: item, at: indent + 2, path: path)
    guard first < lines.count else { return }
    lines[first] = String(repeating: " ", count: indent) + "- " + lines[first].dropFirst(indent + 2)
  }

  /// A key of the user's own; in quotes where it needs some.
  private static func text(key: String) -> String {
    key.wholeMatch(of: /[A-Za-z][A-Za-z0-9_ ()-]*/) != nil && !key.hasSuffix(" ")
      ? key : OrderedJSON.quoted(key)
  }

  /// A value on one line.
  private static func text(_ node: Node, inBrackets: Bool = false) -> String {
    switch node.content {
    case .scalar(let scalar): return text(scalar, inBrackets: inBrackets)
    case .sequence(let items):
      return "[\(items.map { text($0, inBrackets: true) }.joined(separator: ", "))]"
    case .mapping(let entries):
      let inner = entries.map { "\($0.key): \(text($0.value, inBrackets: true))" }
      return inner.isEmpty ? "{}" : "{ \(inner.joined(separator: ", ")) }"
    }
  }

  /// As written in the file; in quotes unless it stood without them and can do so here.
  private static func text(_ scalar: Scalar, inBrackets: Bool = false) -> String {
    if SecretKey.isInside(scalar.written), !Template(scalar.written).isReference {
      return "\(Secret(""))"
    }
    let unsafe = inBrackets ? "\n,[]{}" : "\n"
    var shown = Array(scalar.written.unicodeScalars)
    for range in UserInfo.ranges(in: shown) + Credential.ranges(in: shown) { shown.hide(range) }
    let isSafe = scalar.isPlain && !scalar.written.contains { unsafe.contains($0) }
    return isSafe ? shown.text : OrderedJSON.quoted(shown.text)
  }
}

extension ValueShape {
  fileprivate var isNamed: Bool { if case .named = self { true } else { false } }
}

extension Node {
  /// A parameter's settings with those hidden that say what its value may be.
  fileprivate var maskingValues: Node {
    guard case .mapping(let entries) = content else { return self }
    let masked = entries.map { entry in
      guard !ParameterSection.openSettings.contains(entry.key) else { return entry }
      let mask = Node(.scalar(Scalar("\(Secret(""))", isPlain: true)), at: entry.value.span)
      return Entry(key: entry.key, keySpan: entry.keySpan, value: mask)
    }
    return Node(.mapping(masked), at: span)
  }
}
