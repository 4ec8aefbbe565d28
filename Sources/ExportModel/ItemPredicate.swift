/// A question about an item: the meaning of a route's `when`.
public indirect enum ItemPredicate: Hashable, Sendable {
  /// True of every item: a route without `when`.
  case always
  /// True of an item whose status is this one.
  case statusIs(ItemStatus)
  /// True of an item whose status is one of these.
  case statusIn([ItemStatus])
  /// True of an item of which the other is not.
  case not(ItemPredicate)

  /// Whether the predicate is true of an item with `status`; pure and total.
  public func accepts(status: ItemStatus) -> Bool {
    switch self {
    case .always: true
    case .statusIs(let wanted): status == wanted
    case .statusIn(let wanted): wanted.contains(status)
    case .not(let other): !other.accepts(status: status)
    }
  }
}

extension ItemPredicate: CustomStringConvertible {
  /// The predicate in canonical text of the language: equal predicates have equal texts.
  public var description: String {
    switch self {
    case .always: "true"
    case .statusIs(let status): "status == \"\(status)\""
    case .statusIn(let statuses):
      "status in [\(statuses.map { "\"\($0)\"" }.joined(separator: ", "))]"
    case .not(.statusIs(let status)): "status != \"\(status)\""
    case .not(let other): "not (\(other))"
    }
  }
}
