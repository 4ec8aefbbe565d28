import Settings

/// Writes a document in canonical form: two spaces for each level, keys in the order of the
/// language, at most one empty line in a row.
struct LayoutWriter {
  private var lines: [String] = []

  /// The text of a document.
  ///
  /// - Parameter shape: the form of the file, for the order of keys; without one they stay in their
  ///   order.
  static func text(of document: DocumentLayout, shape: ValueShape?) -> String {
    var writer = LayoutWriter()
    if let prolog = document.prolog {
      writer.write(prolog, at: 0)
      writer.lines.append("---" + Self.text(document.prologComment))
    }
    var header = document.header
    if header.first == .blank { header.removeFirst() }
    writer.write(header, at: 0)
    writer.write(document.root, at: 0, shape: shape, isRoot: true)
    return writer.lines.joined(separator: "\n") + "\n"
  }

  private mutating func write(_ trivia: some Sequence<Layout.Trivia>, at indent: Int) {
    for line in trivia {
      switch line {
      case .blank: lines.append("")
      case .comment(let text): lines.append(spaces(indent) + text)
      }
    }
  }

  /// Writes a mapping or list.
  ///
  /// - Parameter opening: what its first line begins with in place of spaces: the dashes of lists.
  private mutating func write(
    _ collection: Layout.Collection, at indent: Int, shape: ValueShape?, isRoot: Bool = false,
    opening: String? = nil
  ) {
    var opening = opening
    let entries =
      collection.isMapping
      ? KeyOrder(shape, isRoot: isRoot).arranged(collection.entries) : collection.entries
    for (index, entry) in entries.enumerated() {
      write(index == 0 ? entry.lead.drop { $0 == .blank } : entry.lead[...], at: indent)
      let start = opening ?? spaces(indent)
      opening = nil
      if let key = entry.key {
        write(
          entry, at: indent, opening: start + key.withColon, shape: shape?.value(under: key.name))
      } else {
        write(entry, at: indent, opening: start + "-", shape: shape?.element)
      }
    }
    write(collection.footer, at: indent)
  }

  /// Writes an entry after what its line begins with.
  private mutating func write(
    _ entry: Layout.Entry, at indent: Int, opening: String, shape: ValueShape?
  ) {
    let comment = Self.text(entry.comment)
    switch entry.value {
    case .line(let text):
      lines.append(opening + (text.isEmpty ? "" : " " + text) + comment)
    case .flow(let flow):
      lines.append("\(opening) \(flow.text(shape: shape))\(comment)")
    case .lines(let first, let rest):
      lines.append("\(opening) \(first)")
      for line in rest {
        lines.append(line.text.isEmpty ? "" : spaces(indent + line.depth) + line.text)
      }
      lines[lines.count - 1] += comment
    case .block(let header, let digit, let rest):
      lines.append("\(opening) \(header)\(comment)")
      let prefix = spaces(indent + (digit ?? 2))
      for line in rest { lines.append(line.isEmpty ? "" : prefix + line) }
    case .collection(let inner):
      // An item's first entry is beside its dash, unless something has to be between.
      let first = inner.entries.first?.lead ?? []
      if entry.key == nil, inner.anchor == nil, comment.isEmpty, first.allSatisfy({ $0 == .blank })
      {
        write(inner, at: indent + 2, shape: shape, opening: opening + " ")
      } else {
        lines.append(opening + (inner.anchor.map { " " + $0 } ?? "") + comment)
        write(inner, at: indent + 2, shape: shape)
      }
    }
  }

  private static func text(_ comment: Layout.Trailing?) -> String {
    comment.map { $0.space + $0.text } ?? ""
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

extension Layout.Key {
  /// The key with its colon; an alias would take a colon beside it for a part of its name.
  fileprivate var withColon: String { text.hasPrefix("*") ? "\(text) :" : "\(text):" }
}

extension FlowLayout {
  /// The text on one line.
  fileprivate func text(shape: ValueShape?) -> String {
    switch self {
    case .text(let text): return text
    case .list(let anchor, let items):
      let inner = items.map { $0.text(shape: shape?.element) }.joined(separator: ", ")
      return Self.prefix(anchor) + "[\(inner)]"
    case .mapping(let anchor, let pairs):
      let inner = KeyOrder(shape, isRoot: false).sorted(pairs, by: \.key).map { pair in
        "\(pair.key.withColon) \(pair.value.text(shape: shape?.value(under: pair.key.name)))"
      }
      return Self.prefix(anchor) + (inner.isEmpty ? "{}" : "{ \(inner.joined(separator: ", ")) }")
    }
  }

  private static func prefix(_ anchor: String?) -> String { anchor.map { $0 + " " } ?? "" }
}
