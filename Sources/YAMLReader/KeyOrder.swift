import Settings

/// The order of a mapping's keys: `<<` first, then those of the language in its order, then others
/// as they are.
struct KeyOrder {
  private let keys: [KeyDescription]
  private let isRoot: Bool

  /// - Parameter shape: the form of the mapping; nil where keys stay in their order.
  init(_ shape: ValueShape?, isRoot: Bool) {
    keys = shape?.keys ?? []
    self.isRoot = isRoot
  }

  /// The entries of a mapping in order; where another one becomes the first, the empty line above
  /// it goes to the one that was.
  func arranged(_ entries: [Layout.Entry]) -> [Layout.Entry] {
    let order = sorted(Array(entries.indices), by: { entries[$0].key })
    var entries = entries
    if let first = order.first, first != 0, entries[first].lead.first == .blank {
      entries[first].lead.removeFirst()
      if entries[0].lead.first != .blank { entries[0].lead.insert(.blank, at: 0) }
    }
    return order.map { entries[$0] }
  }

  /// Elements sorted by their key; equal ones stay in their order.
  func sorted<Element>(_ elements: [Element], by key: (Element) -> Layout.Key?) -> [Element] {
    elements.enumerated()
      .sorted { (rank(key($0.element)), $0.offset) < (rank(key($1.element)), $1.offset) }
      .map(\.element)
  }

  private func rank(_ key: Layout.Key?) -> Int {
    guard let key, !keys.isEmpty else { return 0 }
    if key.isPlain, key.name == "<<" { return -1 }
    if let index = keys.firstIndex(where: { $0.name == key.name }) { return 2 * index }
    // What is the user's own is before the first section, because it may hold anchors.
    if isRoot, key.name.hasPrefix("x-") {
      return 2 * (keys.firstIndex { !$0.shape.isSingle } ?? keys.count) - 1
    }
    return 2 * keys.count
  }
}

extension ValueShape {
  /// Whether values are single ones, and no list or mapping.
  fileprivate var isSingle: Bool {
    switch self {
    case .text, .secret, .condition, .integer, .choice: true
    case .optional(let shape): shape.isSingle
    case .either(let shapes): shapes.allSatisfy(\.isSingle)
    case .list, .set, .mapping, .kind, .named, .anything: false
    }
  }
}
