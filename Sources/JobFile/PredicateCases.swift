import ExportModel

/// Asks a predicate of every kind of item there can be.
///
/// A predicate tells ids apart only at the ids that it names. So these, with their neighbours on
/// both sides, and the documented statuses with an undocumented one, stand for all items.
struct PredicateCases {
  /// How many comparisons may still be made: what takes longer is not reported.
  private var budget = 50_000

  private static let undocumented = ItemStatus("something else")
  private static let everyStatus = ItemStatus.known + [undocumented].compactMap(\.self)

  /// The answers that a predicate gives to items with these statuses, by default to all; nil when
  /// it would take too long to find out.
  mutating func answers(
    of predicate: ItemPredicate, to statuses: [ItemStatus] = everyStatus
  ) -> Set<Bool>? {
    guard budget > 0 else { return nil }
    var named = NamedIDs()
    named.collect(from: predicate)
    var answers: Set<Bool> = []
    for entry in named.cases(\.entries) {
      for job in named.cases(\.jobs) {
        for status in statuses {
          budget -= named.comparisons
          guard budget >= 0 else { return nil }
          answers.insert(
            predicate.accepts(status: status, entryID: EntryID(entry), jobID: JobID(job)))
          if answers.count == 2 { return answers }
        }
      }
    }
    return answers
  }
}

/// The ids that a predicate names.
private struct NamedIDs {
  var entries: Set<Identifier> = []
  var jobs: Set<Identifier> = []
  /// How many values the predicate compares with, and how many words bind them.
  var comparisons = 0

  mutating func collect(from predicate: ItemPredicate) {
    comparisons += 1
    switch predicate {
    case .always, .never, .exists, .statusIs: break
    case .statusIn(let statuses): comparisons += statuses.count
    case .entryID(_, let id): entries.insert(id.identifier)
    case .entryIDIn(let ids):
      comparisons += ids.count
      entries.formUnion(ids.map(\.identifier))
    case .jobID(_, let id): jobs.insert(id.identifier)
    case .jobIDIn(let ids):
      comparisons += ids.count
      jobs.formUnion(ids.map(\.identifier))
    case .not(let other): collect(from: other)
    case .and(let others), .or(let others): for other in others { collect(from: other) }
    }
  }

  /// The ids of a field with their neighbours, in order; any id where none is named.
  func cases(_ field: KeyPath<NamedIDs, Set<Identifier>>) -> [Identifier] {
    let ids = self[keyPath: field]
    if ids.isEmpty { return [Identifier(high: 0, low: 0)] }
    return ids.union(ids.compactMap(\.next)).union(ids.compactMap(\.previous)).sorted()
  }
}

extension Identifier {
  /// The one after this; nil after the last.
  fileprivate var next: Identifier? {
    if low < .max { return Identifier(high: high, low: low + 1) }
    return high < .max ? Identifier(high: high + 1, low: 0) : nil
  }

  /// The one before this; nil before the first.
  fileprivate var previous: Identifier? {
    if low > 0 { return Identifier(high: high, low: low - 1) }
    return high > 0 ? Identifier(high: high - 1, low: .max) : nil
  }
}
