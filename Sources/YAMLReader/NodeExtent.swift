import Diagnostics
import Settings

/// How much a value holds: what an alias to it costs.
struct NodeExtent {
  /// Keys, values, lists and mappings, the value itself included.
  private(set) var nodes = 1
  /// Lists and mappings inside one another; 0 for a single value.
  private(set) var depth = 0
  /// Text in bytes, keys included.
  private(set) var bytes = 0

  init(of node: Node) {
    switch node.content {
    case .scalar(let scalar): bytes = scalar.text.utf8.count
    case .sequence(let items):
      depth = 1
      for item in items { add(NodeExtent(of: item)) }
    case .mapping(let entries):
      depth = 1
      for entry in entries {
        nodes += 1
        bytes += entry.key.utf8.count
        add(NodeExtent(of: entry.value))
      }
    }
  }

  private mutating func add(_ inner: NodeExtent) {
    nodes += inner.nodes
    depth = max(depth, inner.depth + 1)
    bytes += inner.bytes
  }
}

extension Node {
  /// The same value with everything in it standing at `span`.
  func moved(to span: SourceSpan) -> Node {
    switch content {
    case .scalar: Node(content, at: span)
    case .sequence(let items): Node(.sequence(items.map { $0.moved(to: span) }), at: span)
    case .mapping(let entries):
      Node(
        .mapping(
          entries.map { Entry(key: $0.key, keySpan: span, value: $0.value.moved(to: span)) }),
        at: span)
    }
  }
}
