import ExportModel

/// Values of a field as ranges of places in order, none beside another.
struct Values {
  private(set) var ranges: [ClosedRange<Identifier>]

  /// Every value that an item may have, where it has one.
  static func all(of field: PredicateFields.Declaration) -> Values {
    Values(ranges: [.smallest...largest(of: field)])
  }

  private init(ranges: [ClosedRange<Identifier>]) { self.ranges = ranges }

  /// The last place that a value may have: behind it is that of an item without one.
  private static func largest(of field: PredicateFields.Declaration) -> Identifier {
    field.isOptional ? Identifier(high: .max, low: .max - 1) : .largest
  }

  /// The values that compare so with one.
  init(
    _ comparison: ItemPredicate.Comparison, _ value: ItemPredicate.Value,
    _ field: PredicateFields.Declaration
  ) {
    let places = field.type.places(of: value)
    let range: ClosedRange<Identifier>? =
      switch comparison {
      case .equal: places
      case .lessOrEqual: .smallest...places.upperBound
      case .less: places.lowerBound.previous.map { .smallest...$0 }
      case .greaterOrEqual: places.lowerBound...Self.largest(of: field)
      case .greater: places.upperBound.next.map { $0...max($0, Self.largest(of: field)) }
      }
    ranges = range.map { [$0] } ?? []
  }

  init(_ values: [ItemPredicate.Value], _ field: PredicateFields.Declaration) {
    ranges = []
    for places in values.map(field.type.places).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let last = ranges.last,
        last.upperBound.next.map({ places.lowerBound <= $0 }) ?? true
      else {
        ranges.append(places)
        continue
      }
      ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, places.upperBound)
    }
  }
}

extension PredicateFields.FieldType {
  /// Where what is equal to a value is in the order of the values of its field; all words that are not known are at one
  /// place, and texts at any, each at its own.
  func places(of value: ItemPredicate.Value) -> ClosedRange<Identifier> {
    switch (self, value) {
    case (_, .id(let id)): id...id
    case (.word(let words), .word(let word)):
      .place(UInt64(words.known.firstIndex(of: word) ?? words.known.count))
    case (_, .integer(let number)): .place(UInt64(ordered: number))
    case (_, .date(let period)):
      Identifier(
        high: 0, low: UInt64(ordered: period.first))...Identifier(
          high: 0, low: UInt64(ordered: period.last))
    case (_, .text(let text)):
      // Beside the last place of all, which is that of an item without a text.
      Identifier(
        high: .hash(of: text, 0) / 2, low: .hash(of: text, 1))...Identifier(
          high: .hash(of: text, 0) / 2, low: .hash(of: text, 1))
    case (_, .word), (_, .json): .largest ... .largest
    }
  }
}

extension ClosedRange<Identifier> {
  fileprivate static func place(_ number: UInt64) -> Self {
    let place = Identifier(high: 0, low: number)
    return place...place
  }
}

extension UInt64 {
  /// A number that is ordered as the one with a sign is.
  fileprivate init(ordered number: Int64) { self = UInt64(bitPattern: number) ^ (1 << 63) }

  fileprivate static func hash(of text: String, _ seed: Int) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(seed)
    hasher.combine(text)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
}

extension Identifier {
  static let smallest = Identifier(high: 0, low: 0)
  static let largest = Identifier(high: .max, low: .max)

  /// The one after this; nil after the last.
  var next: Identifier? {
    if low < .max { return Identifier(high: high, low: low + 1) }
    return high < .max ? Identifier(high: high + 1, low: 0) : nil
  }

  /// The one before this; nil before the first.
  var previous: Identifier? {
    if low > 0 { return Identifier(high: high, low: low - 1) }
    return high > 0 ? Identifier(high: high - 1, low: .max) : nil
  }
}
