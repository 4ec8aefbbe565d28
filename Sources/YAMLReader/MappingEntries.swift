import Diagnostics
import Settings

/// The entries of a mapping while it is read, with its merge key apart
/// (https://yaml.org/type/merge.html).
struct MappingEntries {
  /// The value of `<<` and where it is among the entries.
  private struct Merge {
    let keySpan: SourceSpan
    let value: Node
    let index: Int
  }

  private var own: [Node.Entry] = []
  private var merge: Merge?
  /// The last value that was read.
  private(set) var last: Node?

  /// Takes one key and value; a key that is no single value, and a second `<<`, is a finding.
  mutating func add(_ key: Node, _ value: Node, findings: inout Findings) {
    last = value
    guard case .scalar(let scalar) = key.content else {
      findings.add(
        Diagnostic(
          id: .yamlKey, "a key is a single value, found \(key.kind)", at: key.span,
          help: "write the key as text"))
      return
    }
    guard scalar.isPlain, scalar.text == "<<" else {
      own.append(Node.Entry(key: scalar.text, keySpan: key.span, value: value))
      return
    }
    if let merge {
      findings.add(
        Diagnostic(
          id: .yamlMerge, "'<<' is given twice", at: key.span,
          help: "give one '<<' a list: <<: [*first, *second]",
          notes: [.init("first given here", at: merge.keySpan)]))
    } else {
      merge = Merge(keySpan: key.span, value: value, index: own.count)
    }
  }

  /// Every entry, what `<<` brings at its place: own keys win, then earlier mappings of its list.
  ///
  /// A key repeated within one mapping stays repeated, so that it is reported.
  func merged(findings: inout Findings) -> [Node.Entry] {
    guard let merge else { return own }
    var taken = Set(own.map(\.key))
    var brought: [Node.Entry] = []
    for source in sources(of: merge.value, findings: &findings) {
      let fresh = source.filter { !taken.contains($0.key) }
      taken.formUnion(fresh.map(\.key))
      brought += fresh
    }
    return own[..<merge.index] + brought + own[merge.index...]
  }

  private func sources(of value: Node, findings: inout Findings) -> [[Node.Entry]] {
    switch value.content {
    case .mapping(let entries): return [entries]
    case .sequence(let items):
      return items.compactMap { item in
        if case .mapping(let entries) = item.content { return entries }
        findings.add(Self.noMapping(item))
        return nil
      }
    case .scalar:
      findings.add(Self.noMapping(value))
      return []
    }
  }

  private static func noMapping(_ node: Node) -> Diagnostic {
    Diagnostic(
      id: .yamlMerge, "'<<' takes a mapping or a list of mappings, found \(node.kind)",
      at: node.span, help: "name a mapping: <<: *anchor")
  }
}
