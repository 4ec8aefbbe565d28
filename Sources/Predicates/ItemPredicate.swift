public import ExportModel

/// A question about an item: the meaning of a route's `when` (`config/README.md`, *Values*).
///
/// The fields that it asks for are those that its user declares, as ``PredicateFields``.
public indirect enum ItemPredicate: Hashable, Sendable {
  /// True of every item: a route without `when`.
  case always
  /// True of no item.
  case never
  /// True of an item that has this field.
  case exists(Field)
  /// True of an item whose field compares so with this value; false without the field.
  case compares(Field, Comparison, Value)
  /// True of an item whose field is one of these values; false without the field.
  case isOneOf(Field, [Value])
  /// True of an item of which the other is not.
  case not(ItemPredicate)
  /// True of an item of which all of these are; two or more.
  case and([ItemPredicate])
  /// True of an item of which at least one of these is; two or more.
  case or([ItemPredicate])

  /// What a predicate may ask for.
  public struct Field: Hashable, Sendable {
    /// The name in the language.
    public let name: String

    /// Names a field.
    public init(_ name: String) { self.name = name }
  }

  /// What a field may hold.
  public enum Value: Hashable, Sendable {
    /// A word of a set; words have no order.
    case word(String)
    /// An id; ids are ordered as their texts are.
    case id(Identifier)
    /// Any text; texts have no order.
    case text(String)
    /// A whole number.
    case integer(Int64)
    /// A day or a moment.
    case date(Period)
    /// A list or an object, of which nothing is asked but whether it is there.
    case json
  }

  /// How two values compare; the raw value is the operator of the language.
  ///
  /// `!=` is missing: it is ``ItemPredicate/not(_:)`` of `==`.
  public enum Comparison: String, CaseIterable, Sendable {
    case equal = "=="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// Whether an item's value compares so with one of a predicate; values of two types never do, and those without an
    /// order only as equal.
    func holds(_ own: Value, _ wanted: Value) -> Bool {
      switch (own, wanted) {
      case (.id(let own), .id(let wanted)): holds(own, wanted...wanted)
      case (.integer(let own), .integer(let wanted)): holds(own, wanted...wanted)
      case (.date(let own), .date(let wanted)): holds(own.first, wanted.first...wanted.last)
      default: self == .equal && own == wanted
      }
    }

    private func holds<Ordered: Comparable>(
      _ own: Ordered, _ wanted: ClosedRange<Ordered>
    ) -> Bool {
      switch self {
      case .equal: wanted.contains(own)
      case .less: own < wanted.lowerBound
      case .lessOrEqual: own <= wanted.upperBound
      case .greater: own > wanted.upperBound
      case .greaterOrEqual: own >= wanted.lowerBound
      }
    }
  }
}

extension ItemPredicate {
  /// Whether the predicate is true of an item; pure and total.
  ///
  /// - Parameter value: what a field of the item holds; nil for a field that it does not have.
  public func accepts(_ value: (Field) -> Value?) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .exists(let field): value(field) != nil
    case .compares(let field, let comparison, let other):
      value(field).map { comparison.holds($0, other) } ?? false
    case .isOneOf(let field, let wanted):
      value(field).map { own in wanted.contains { Comparison.equal.holds(own, $0) } } ?? false
    case .not(let other): !other.accepts(value)
    case .and(let others): others.allSatisfy { $0.accepts(value) }
    case .or(let others): others.contains { $0.accepts(value) }
    }
  }

  /// The fields that it asks for.
  public var fields: Set<Field> {
    switch self {
    case .always, .never: []
    case .exists(let field), .compares(let field, _, _), .isOneOf(let field, _): [field]
    case .not(let other): other.fields
    case .and(let others), .or(let others): Set(others.flatMap(\.fields))
    }
  }
}
