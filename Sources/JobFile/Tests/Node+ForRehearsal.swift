import PageSourceKit
import Settings

extension Node {
  /// The file for a rehearsal: with a log for people as all that is seen of a run, without its tests, and with the source
  /// and the batches of the rehearsal. Where the source has no simulated API, it is left as it is.
  func forRehearsal(_ rehearsal: Rehearsal, _ catalog: SourceCatalog) -> Node {
    guard case .mapping(let entries) = content else { return self }
    let kept = entries.filter { !["observe", "tests"].contains($0.key) }.map { entry in
      switch entry.key {
      case "source": entry.with(entry.value.simulated(rehearsal, catalog))
      case "routes": entry.with(entry.value.withBatches(of: rehearsal.batch))
      default: entry
      }
    }
    let used = Set(kept.filter { $0.key != JobSection.params }.flatMap { $0.value.parameters })
    let log = Node(.mapping([]), at: span).setting(LogSection.format.name, to: "text")
    let observe = entry("observe", Node(.mapping([entry(ObserveSection.log.name, log)]), at: span))
    return Node(
      .mapping(
        kept.map { entry in
          entry.key == JobSection.params ? entry.with(entry.value.keeping(used)) : entry
        } + [observe]), at: span)
  }

  private func entry(_ key: String, _ value: Node) -> Entry {
    Entry(key: key, keySpan: span, value: value)
  }

  /// The source, asking the simulated API.
  private func simulated(_ rehearsal: Rehearsal, _ catalog: SourceCatalog) -> Node {
    guard case .mapping(let entries) = content, let entry = entries.first, entries.count == 1,
      let settings = catalog[entry.key]?.descriptor.simulated?(rehearsal.api, rehearsal.exportJob)
    else { return self }
    var node = entry.value
    for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
      node = node.setting(key, to: value)
    }
    return Node(.mapping([entry.with(node)]), at: span)
  }

  /// The routes, each with smaller batches.
  private func withBatches(of limit: Int?) -> Node {
    guard let limit, case .sequence(let routes) = content else { return self }
    return Node(
      .sequence(routes.map { $0.setting(RouteSection.batch.name, to: "\(limit)") }), at: span)
  }

  /// The mapping with a value under a key, or without the key; anything else as it is.
  private func setting(_ key: String, to value: String?) -> Node {
    guard case .mapping(let entries) = content else { return self }
    let others = entries.filter { $0.key != key }
    let new = value.map { entry(key, Node(.scalar(Scalar($0, isPlain: true)), at: span)) }
    return Node(.mapping(others + [new].compactMap(\.self)), at: span)
  }
}

extension Node.Entry {
  /// The key with another value.
  fileprivate func with(_ value: Node) -> Node.Entry {
    Node.Entry(key: key, keySpan: keySpan, value: value)
  }
}
