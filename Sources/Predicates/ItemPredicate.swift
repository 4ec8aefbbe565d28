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

    /// Whether `left` compares so with `right`; values of two types never do, and words only as equal.
    func holds(_ left: Value, _ right: Value) -> Bool {
      if self == .equal { return left == right }
      guard case .id(let left) = left, case .id(let right) = right else { return false }
      return switch self {
      case .equal: left == right
      case .less: left < right
      case .lessOrEqual: left <= right
      case .greater: left > right
      case .greaterOrEqual: left >= right
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
    case .isOneOf(let field, let wanted): value(field).map(wanted.contains) ?? false
    case .not(let other): !other.accepts(value)
    case .and(let others): others.allSatisfy { $0.accepts(value) }
    case .or(let others): others.contains { $0.accepts(value) }
    }
  }

  /// Whether the answer depends on what this field of the item holds.
  public func looks(at field: Field) -> Bool {
    switch self {
    case .always, .never, .exists: false
    case .compares(let own, _, _), .isOneOf(let own, _): own == field
    case .not(let other): other.looks(at: field)
    case .and(let others), .or(let others): others.contains { $0.looks(at: field) }
    }
  }
}
