public import Diagnostics
public import Settings

/// Lays a YAML file out in canonical form.
///
/// Keys are in the order of the language, levels are two spaces apart, comments stay with what they
/// are above or behind, empty lines are at most one in a row. Values, quotes, anchors and aliases
/// stay as written, and so does a list or mapping in brackets that goes over several lines. Where
/// another order of keys would put an alias before its anchor, every key stays in its place.
public enum YAMLFormat {
  /// The file's text in canonical form; nil exactly when an error was added to `findings`.
  ///
  /// A text is given only when it was read again and says the same with the same comments, and when
  /// laying it out again changes nothing; otherwise the finding is `format.unsafe`.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: the file's name as the user gave it: what spans carry.
  ///   - shape: the form of the file, for the order of keys.
  public static func formatted(
    _ bytes: [UInt8], file: String, shape: ValueShape, findings: inout Findings
  ) -> String? {
    guard let root = YAMLDocument.read(bytes, file: file, findings: &findings) else { return nil }
    do throws(Diagnostic) {
      let layout = try layout(of: bytes, file: file)
      for order in [shape, nil] {
        let text = LayoutWriter.text(of: layout, shape: order)
        if isFaithful(text, to: layout, root: root, order: order) { return text }
      }
      throw Diagnostic(
        id: .formatUnsafe, "fmt cannot lay this file out and keep what it says",
        at: .top(of: file), help: "the file stays as it is: lay it out by hand")
    } catch {
      findings.add(error)
      return nil
    }
  }

  private static func layout(of bytes: [UInt8], file: String) throws(Diagnostic) -> DocumentLayout {
    var reader = LayoutReader(YAMLDocument.content(of: bytes), file: file)
    return try reader.document()
  }

  private static func isFaithful(
    _ text: String, to layout: DocumentLayout, root: Node, order: ValueShape?
  ) -> Bool {
    let bytes = Array(text.utf8)
    var findings = Findings()
    guard let again = YAMLDocument.read(bytes, file: "", findings: &findings),
      again.saysTheSame(as: root),
      let laidOut = try? Self.layout(of: bytes, file: "")
    else { return false }
    return laidOut.comments == layout.comments
      && LayoutWriter.text(of: laidOut, shape: order) == text
  }
}

extension Node {
  /// Whether two values are the same but for their places and the order of keys.
  fileprivate func saysTheSame(as other: Node) -> Bool {
    switch (content, other.content) {
    case (.scalar(let scalar), .scalar(let second)): return scalar == second
    case (.sequence(let items), .sequence(let others)):
      return items.count == others.count
        && zip(items, others).allSatisfy { $0.saysTheSame(as: $1) }
    case (.mapping(let entries), .mapping(let others)):
      return entries.count == others.count
        && zip(entries.inOrder, others.inOrder).allSatisfy {
          $0.key == $1.key && $0.value.saysTheSame(as: $1.value)
        }
    default: return false
    }
  }
}

extension [Node.Entry] {
  /// Sorted by key; entries with one key stay in their order.
  fileprivate var inOrder: [Node.Entry] {
    enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }
      .map(\.element)
  }
}
