import ExportModel

/// The items that a predicate accepts, of all that there can be with the declared fields.
///
/// Values are compared only with values that a predicate names, so the accepted ones are few ranges: a set
/// cuts the values of the first field where the answer changes, within each of the strips those of the
/// second, and so on. Joining sets walks along their strips: the work grows with the number of comparisons,
/// not with its square.
public struct ItemSet: Sendable {
  /// How much work may still be done, in strips: where several fields are named by the hundred, their
  /// combinations are too many to look at.
  public struct Budget: Sendable {
    private var strips: Int

    /// Creates a budget for a condition of `length` Unicode scalars: 20,000 strips and 4 more for each.
    public init(length: Int) { strips = 20_000 + 4 * length }

    fileprivate mutating func spend(_ count: Int) throws(Exceeded) {
      strips -= count + 1
      if strips < 0 { throw Exceeded() }
    }
  }

  /// That a set takes more work than the budget has.
  public struct Exceeded: Error {}

  /// How two sets are joined.
  enum Joining { case union, intersection }

  private let fields: PredicateFields
  private let strips: Strips

  private init(_ strips: Strips, _ fields: PredicateFields) {
    self.strips = strips
    self.fields = fields
  }

  /// The set of a predicate.
  public init(
    of predicate: ItemPredicate, _ fields: PredicateFields, _ budget: inout Budget
  ) throws(Exceeded) {
    self.fields = fields
    switch predicate {
    case .always: strips = .all
    case .never: strips = .none
    case .exists(let field): strips = Self.strips(of: field, fields) { Values.all(of: $0) }
    case .compares(let field, let comparison, let value):
      strips = Self.strips(of: field, fields) { Values(comparison, value, $0) }
    case .isOneOf(let field, let values):
      try budget.spend(values.count)
      strips = Self.strips(of: field, fields) { Values(values, $0) }
    case .not(let other): strips = try ItemSet(of: other, fields, &budget).inverted(&budget).strips
    case .and(let others):
      strips = try Self.joined(others, fields, .intersection, &budget).strips
    case .or(let others): strips = try Self.joined(others, fields, .union, &budget).strips
    }
    try budget.spend(strips.size)
  }

  /// The items of which one field has some values, and the others any.
  private static func strips(
    of field: ItemPredicate.Field, _ fields: PredicateFields,
    _ values: (PredicateFields.Declaration) -> Values
  ) -> Strips {
    guard let level = fields.declared.firstIndex(where: { $0.field == field }) else { return .none }
    let own = Strips(values(fields.declared[level]))
    return (0..<level).reduce(own) { inner, _ in .cut([.init(first: .smallest, inner: inner)]) }
  }

  private static func joined(
    _ predicates: [ItemPredicate], _ fields: PredicateFields, _ joining: Joining,
    _ budget: inout Budget
  ) throws(Exceeded) -> ItemSet {
    var sets: [ItemSet] = []
    for predicate in predicates { sets.append(try ItemSet(of: predicate, fields, &budget)) }
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
    ItemSet(try strips.joined(other.strips, joining, &budget), fields)
  }

  /// The items that are not in the set.
  func inverted(_ budget: inout Budget) throws(Exceeded) -> ItemSet {
    try budget.spend(strips.size)
    return ItemSet(strips.inverted, fields)
  }

  /// The answers that all items get.
  public func answers() -> Set<Bool> { strips.answers }

  /// The answers that items get of which a field of words has one of these; a word that is not known stands
  /// for all that are not.
  public func answers(where field: ItemPredicate.Field, isOneOf words: [String]) -> Set<Bool> {
    guard let level = fields.declared.firstIndex(where: { $0.field == field }) else { return [] }
    return words.reduce(into: []) { answers, word in
      let places = fields.declared[level].type.places(of: .word(word))
      answers.formUnion(strips.answers(at: places.lowerBound, level: level))
    }
  }
}

/// All items, cut along one field after another where the answer changes.
private indirect enum Strips: Equatable, Sendable {
  /// The same answer for all that is left.
  case all, none
  /// The values of a field in order, the smallest first; no two strips beside one another are alike.
  case cut([Strip])

  struct Strip: Equatable, Sendable {
    /// The first value of the strip, which ends before the next strip.
    let first: Identifier
    /// What it holds along the fields that follow.
    let inner: Strips
  }

  /// Some values of a field, with any of the fields that follow.
  init(_ values: Values) {
    var strips: [Strip] = []
    var start: Identifier? = .smallest
    for range in values.ranges {
      if let start, start < range.lowerBound { strips.append(Strip(first: start, inner: .none)) }
      strips.append(Strip(first: range.lowerBound, inner: .all))
      start = range.upperBound.next
    }
    if let start { strips.append(Strip(first: start, inner: .none)) }
    self = .cut(strips)
  }

  /// How many strips there are.
  var size: Int {
    guard case .cut(let strips) = self else { return 1 }
    return strips.reduce(0) { $0 + $1.inner.size }
  }

  var inverted: Strips {
    switch self {
    case .all: .none
    case .none: .all
    case .cut(let strips): .cut(strips.map { Strip(first: $0.first, inner: $0.inner.inverted) })
    }
  }

  var answers: Set<Bool> {
    switch self {
    case .all: [true]
    case .none: [false]
    case .cut(let strips): strips.reduce(into: []) { $0.formUnion($1.inner.answers) }
    }
  }

  /// The answers of one value of the field that is so many levels further in.
  func answers(at place: Identifier, level: Int) -> Set<Bool> {
    guard case .cut(let strips) = self else { return answers }
    guard level == 0 else {
      return strips.reduce(into: []) { $0.formUnion($1.inner.answers(at: place, level: level - 1)) }
    }
    return strips.last { $0.first <= place }?.inner.answers ?? []
  }

  func joined(
    _ other: Strips, _ joining: ItemSet.Joining, _ budget: inout ItemSet.Budget
  ) throws(ItemSet.Exceeded) -> Strips {
    let absorbing: Strips = joining == .union ? .all : .none
    if self == absorbing || other == absorbing { return absorbing }
    // What is left and not cut changes nothing.
    guard case .cut(let left) = self else { return other }
    guard case .cut(let right) = other else { return self }
    return .cut(try Self.joined(left, right, joining, &budget))
  }

  private static func joined(
    _ left: [Strip], _ right: [Strip], _ joining: ItemSet.Joining, _ budget: inout ItemSet.Budget
  ) throws(ItemSet.Exceeded) -> [Strip] {
    var strips: [Strip] = []
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      let inner = try left[i].inner.joined(right[j].inner, joining, &budget)
      if strips.last?.inner != inner {
        try budget.spend(inner.size)
        strips.append(Strip(first: max(left[i].first, right[j].first), inner: inner))
      }
      let nextLeft = i + 1 < left.count ? left[i + 1].first : nil
      let nextRight = j + 1 < right.count ? right[j + 1].first : nil
      // The strip that ends first is past; the last ones end together.
      if nextRight == nil || nextLeft.map({ $0 <= nextRight ?? $0 }) == true { i += 1 }
      if nextLeft == nil || nextRight.map({ $0 <= nextLeft ?? $0 }) == true { j += 1 }
    }
    return strips
  }
}
