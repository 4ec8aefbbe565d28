import ExportModel

/// The items that a predicate accepts, of all that there can be: for each status and each job, the entries.
///
/// Ids are compared only with ids that a predicate names, so the accepted ones are few ranges. Joining sets
/// walks along their ranges: the work grows with the number of comparisons, not with its square.
struct ItemSet {
  /// How much work may still be done, in ranges: where both entries and jobs are named by the hundred, their
  /// combinations are too many to look at.
  struct Budget {
    private var ranges: Int

    /// Is for a condition of so many characters.
    init(length: Int) { ranges = 20_000 + 4 * length }

    fileprivate mutating func spend(_ count: Int) throws(Exceeded) {
      ranges -= count + 1
      if ranges < 0 { throw Exceeded() }
    }
  }

  /// That a set takes more work than the budget has.
  struct Exceeded: Error {}

  /// How two sets are joined.
  enum Joining { case union, intersection }

  private static let undocumented = ItemStatus("something else")
  private static let statuses = ItemStatus.known + [undocumented].compactMap(\.self)

  /// What is accepted of each status; one where all of them are alike.
  private var rows: [JobStrips]

  /// The set of a predicate that nothing is joined or negated in.
  init(of predicate: ItemPredicate, _ budget: inout Budget) throws(Exceeded) {
    switch predicate {
    case .always, .exists: rows = [JobStrips(entries: .all)]
    case .never: rows = [JobStrips(entries: .none)]
    case .statusIs(let wanted): rows = Self.rows { $0 == wanted }
    case .statusIn(let wanted): rows = Self.rows(wanted.contains)
    case .entryID(let comparison, let id):
      rows = [JobStrips(entries: IDRanges(comparison, id.identifier))]
    case .entryIDIn(let ids):
      try budget.spend(ids.count)
      rows = [JobStrips(entries: IDRanges(ids.map(\.identifier)))]
    case .jobID(let comparison, let id):
      rows = [JobStrips(jobs: IDRanges(comparison, id.identifier))]
    case .jobIDIn(let ids):
      try budget.spend(ids.count)
      rows = [JobStrips(jobs: IDRanges(ids.map(\.identifier)))]
    case .not(let other): self = try ItemSet(of: other, &budget).inverted(&budget)
    case .and(let others): self = try Self.joined(others, .intersection, &budget)
    case .or(let others): self = try Self.joined(others, .union, &budget)
    }
    try budget.spend(rows.reduce(0) { $0 + $1.size })
  }

  private static func joined(
    _ predicates: [ItemPredicate], _ joining: Joining, _ budget: inout Budget
  ) throws(Exceeded) -> ItemSet {
    var sets: [ItemSet] = []
    for predicate in predicates { sets.append(try ItemSet(of: predicate, &budget)) }
    return try joined(sets, joining, &budget)
  }

  /// Joins one or more sets, two and two, so that none is walked along often.
  static func joined(
    _ sets: [ItemSet], _ joining: Joining, _ budget: inout Budget
  ) throws(Exceeded) -> ItemSet {
    var sets = sets
    while sets.count > 1 {
      var next: [ItemSet] = []
      for index in stride(from: 0, to: sets.count, by: 2) {
        next.append(
          index + 1 < sets.count
            ? try sets[index].joined(sets[index + 1], joining, &budget) : sets[index])
      }
      sets = next
    }
    return sets[0]
  }

  private func joined(
    _ other: ItemSet, _ joining: Joining, _ budget: inout Budget
  ) throws(Exceeded) -> ItemSet {
    var result = self
    result.rows = []
    for index in 0..<max(rows.count, other.rows.count) {
      let row = self[index].joined(other[index], joining)
      try budget.spend(row.size)
      result.rows.append(row)
    }
    return result
  }

  /// The items that are not in the set.
  func inverted(_ budget: inout Budget) throws(Exceeded) -> ItemSet {
    var result = self
    result.rows = rows.map(\.inverted)
    try budget.spend(result.rows.reduce(0) { $0 + $1.size })
    return result
  }

  /// The answers that items with these statuses get, by default all items.
  func answers(to statuses: [ItemStatus] = Self.statuses) -> Set<Bool> {
    statuses.reduce(into: []) { answers, status in
      guard let index = Self.statuses.firstIndex(of: status) else { return }
      answers.formUnion(self[index].answers)
    }
  }

  private static func rows(_ isWanted: (ItemStatus) -> Bool) -> [JobStrips] {
    statuses.map { JobStrips(entries: isWanted($0) ? .all : .none) }
  }

  private subscript(status: Int) -> JobStrips { rows.count == 1 ? rows[0] : rows[status] }
}

/// All jobs, cut where the accepted entries change.
private struct JobStrips {
  private struct Strip {
    /// The first job of the strip, which ends before the next strip.
    let first: Identifier
    let entries: IDRanges
  }

  private var strips: [Strip]

  /// The same entries of every job.
  init(entries: IDRanges) { strips = [Strip(first: .smallest, entries: entries)] }

  /// All entries of some jobs.
  init(jobs: IDRanges) {
    strips = jobs.ranges.flatMap { range in
      [Strip(first: range.lowerBound, entries: .all)]
        + (range.upperBound.next.map { [Strip(first: $0, entries: .none)] } ?? [])
    }
    if strips.first?.first != .smallest {
      strips.insert(Strip(first: .smallest, entries: .none), at: 0)
    }
  }

  /// How many ranges there are.
  var size: Int { strips.reduce(0) { $0 + $1.entries.ranges.count + 1 } }

  var inverted: JobStrips {
    var result = self
    result.strips = strips.map { Strip(first: $0.first, entries: $0.entries.inverted) }
    return result
  }

  var answers: Set<Bool> {
    strips.reduce(into: []) { answers, strip in
      if strip.entries != .none { answers.insert(true) }
      if strip.entries != .all { answers.insert(false) }
    }
  }

  func joined(_ other: JobStrips, _ joining: ItemSet.Joining) -> JobStrips {
    var result = self
    result.strips = []
    var (left, right) = (0, 0)
    while left < strips.count, right < other.strips.count {
      let (a, b) = (strips[left], other.strips[right])
      let entries = a.entries.joined(b.entries, joining)
      if result.strips.last?.entries != entries {
        result.strips.append(Strip(first: max(a.first, b.first), entries: entries))
      }
      let ends = (next(after: left), other.next(after: right))
      // The strip that ends first is past; the last ones end together.
      if ends.1 == nil || ends.0.map({ $0 <= ends.1 ?? $0 }) == true { left += 1 }
      if ends.0 == nil || ends.1.map({ $0 <= ends.0 ?? $0 }) == true { right += 1 }
    }
    return result
  }

  private func next(after index: Int) -> Identifier? {
    index + 1 < strips.count ? strips[index + 1].first : nil
  }
}

/// Ids as ranges in order, none beside another.
private struct IDRanges: Equatable {
  private(set) var ranges: [ClosedRange<Identifier>]

  static let all = IDRanges(ranges: [.smallest ... .largest])
  static let none = IDRanges(ranges: [])

  private init(ranges: [ClosedRange<Identifier>]) { self.ranges = ranges }

  /// The ids that compare so with one.
  init(_ comparison: ItemPredicate.Comparison, _ id: Identifier) {
    let range: ClosedRange<Identifier>? =
      switch comparison {
      case .equal: id...id
      case .lessOrEqual: .smallest...id
      case .less: id.previous.map { .smallest...$0 }
      case .greaterOrEqual: id ... .largest
      case .greater: id.next.map { $0 ... .largest }
      }
    ranges = range.map { [$0] } ?? []
  }

  init(_ ids: [Identifier]) {
    ranges = []
    for id in ids.sorted() { append(id...id) }
  }

  /// Adds a range that begins after the beginning of the last one.
  private mutating func append(_ range: ClosedRange<Identifier>) {
    guard let last = ranges.last, last.upperBound.next.map({ range.lowerBound <= $0 }) ?? true
    else { return ranges.append(range) }
    ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
  }

  var inverted: IDRanges {
    var result = IDRanges.none
    var first: Identifier? = .smallest
    for range in ranges {
      if let first, first < range.lowerBound, let last = range.lowerBound.previous {
        result.ranges.append(first...last)
      }
      first = range.upperBound.next
    }
    if let first { result.ranges.append(first ... .largest) }
    return result
  }

  func joined(_ other: IDRanges, _ joining: ItemSet.Joining) -> IDRanges {
    switch joining {
    case .union: union(other)
    case .intersection: intersection(other)
    }
  }

  private func union(_ other: IDRanges) -> IDRanges {
    if ranges.isEmpty || other == .all { return other }
    if other.ranges.isEmpty || self == .all { return self }
    var result = IDRanges.none
    var (left, right) = (0, 0)
    while left < ranges.count || right < other.ranges.count {
      let isLeft =
        right == other.ranges.count
        || left < ranges.count && ranges[left].lowerBound <= other.ranges[right].lowerBound
      result.append(isLeft ? ranges[left] : other.ranges[right])
      if isLeft { left += 1 } else { right += 1 }
    }
    return result
  }

  private func intersection(_ other: IDRanges) -> IDRanges {
    var result = IDRanges.none
    var (left, right) = (0, 0)
    while left < ranges.count, right < other.ranges.count {
      let (a, b) = (ranges[left], other.ranges[right])
      let (first, last) = (max(a.lowerBound, b.lowerBound), min(a.upperBound, b.upperBound))
      if first <= last { result.ranges.append(first...last) }
      if a.upperBound <= b.upperBound { left += 1 }
      if b.upperBound <= a.upperBound { right += 1 }
    }
    return result
  }
}

extension Identifier {
  fileprivate static let smallest = Identifier(high: 0, low: 0)
  fileprivate static let largest = Identifier(high: .max, low: .max)

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
