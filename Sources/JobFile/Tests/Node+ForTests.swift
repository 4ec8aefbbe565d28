import PageSourceKit
import Settings

extension Node {
  /// The file for its tests, which do not call an API and ask no URL. Where the source takes values from outside, a
  /// source that needs none is used instead, and the parameters that nothing else refers to are left out.
  func forTests(_ catalog: SourceCatalog) -> Node {
    withoutPings.withExampleSource(catalog)
  }

  private var withoutPings: Node {
    guard case .mapping(let entries) = content else { return self }
    return Node(
      .mapping(
        entries.map { entry in
          guard entry.key == "observe", case .mapping(let settings) = entry.value.content else {
            return entry
          }
          let kept = settings.filter { $0.key != ObserveSection.ping.name }
          return Entry(
            key: entry.key, keySpan: entry.keySpan,
            value: Node(.mapping(kept), at: entry.value.span))
        }), at: span)
  }

  private func withExampleSource(_ catalog: SourceCatalog) -> Node {
    guard case .mapping(let entries) = content, let source = self[Self.source],
      source.refersOutside,
      let module = source.keys.first.flatMap({ catalog[$0] }) ?? catalog.modules.first
    else { return self }
    let others = entries.filter { ![Self.source, JobSection.params].contains($0.key) }
    let used = Set(others.flatMap { $0.value.parameters })
    return Node(
      .mapping(
        entries.map { entry in
          let value =
            switch entry.key {
            case Self.source: Self.example(of: module.descriptor, at: source)
            case JobSection.params: entry.value.keeping(used)
            default: entry.value
            }
          return Entry(key: entry.key, keySpan: entry.keySpan, value: value)
        }), at: span)
  }

  private static let source = "source"

  /// A source that needs nothing from outside: the settings of an example, and those of the file that need nothing either.
  private static func example(of source: SourceDescriptor, at node: Node) -> Node {
    func mapping(_ values: [(key: String, value: Content)]) -> Content {
      .mapping(
        values.map {
          Entry(key: $0.key, keySpan: node.span, value: Node($0.value, at: node.span))
        })
    }
    let settings = source.example.map {
      (key: $0.key, value: Content.scalar(Scalar($0.value, isPlain: true)))
    }
    let example = Set(settings.map(\.key))
    var kept: [Entry] = []
    if case .mapping(let entries) = node[source.kind]?.content {
      kept = entries.filter { !example.contains($0.key) && !$0.value.refersOutside }
    }
    guard case .mapping(let entries) = mapping(settings) else { return node }
    let whole = Node(.mapping(entries + kept), at: node.span)
    return Node(mapping([(source.kind, whole.content)]), at: node.span)
  }

  func keeping(_ names: Set<String>) -> Node {
    guard case .mapping(let entries) = content else { return self }
    return Node(.mapping(entries.filter { names.contains($0.key) }), at: span)
  }

  var parameters: [String] { scalars.flatMap { Template($0.written).parameters } }

  private var refersOutside: Bool {
    scalars.contains { scalar in
      Template(scalar.written).pieces.contains { piece in
        if case .literal = piece { false } else { true }
      }
    }
  }
}
