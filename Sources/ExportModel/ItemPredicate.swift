/// A question about an item: the meaning of a route's `when` (`config/README.md`, *Values*).
public indirect enum ItemPredicate: Hashable, Sendable {
  /// True of every item: a route without `when`.
  case always
  /// True of no item.
  case never
  /// True of an item that has this field; today's items have all of them.
  case exists(Field)
  /// True of an item whose status is this one.
  case statusIs(ItemStatus)
  /// True of an item whose status is one of these.
  case statusIn([ItemStatus])
  /// True of an item whose entry id compares so with this one.
  case entryID(Comparison, EntryID)
  /// True of an item whose entry id is one of these.
  case entryIDIn([EntryID])
  /// True of an item whose export job's id compares so with this one.
  case jobID(Comparison, JobID)
  /// True of an item whose export job's id is one of these.
  case jobIDIn([JobID])
  /// True of an item of which the other is not.
  case not(ItemPredicate)
  /// True of an item of which all of these are; two or more.
  case and([ItemPredicate])
  /// True of an item of which at least one of these is; two or more.
  case or([ItemPredicate])

  /// What a predicate may ask for; the raw value is the name in the language.
  public enum Field: String, CaseIterable, Sendable {
    /// The item's status.
    case status
    /// The item's id, a UUID.
    case entryID = "entry_id"
    /// The id of the item's export job, a UUID.
    case jobID = "job_id"
  }

  /// How two ids compare, as their texts do; the raw value is the operator of the language.
  ///
  /// `!=` is missing: it is ``ItemPredicate/not(_:)`` of `==`.
  public enum Comparison: String, CaseIterable, Sendable {
    case equal = "=="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// Whether `left` compares so with `right`.
    func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
      switch self {
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
  public func accepts(status: ItemStatus, entryID: EntryID, jobID: JobID) -> Bool {
    switch self {
    case .always, .exists: true
    case .never: false
    case .statusIs(let wanted): status == wanted
    case .statusIn(let wanted): wanted.contains(status)
    case .entryID(let comparison, let other): comparison.holds(entryID, other)
    case .entryIDIn(let wanted): wanted.contains(entryID)
    case .jobID(let comparison, let other): comparison.holds(jobID, other)
    case .jobIDIn(let wanted): wanted.contains(jobID)
    case .not(let other): !other.accepts(status: status, entryID: entryID, jobID: jobID)
    case .and(let others):
      others.allSatisfy { $0.accepts(status: status, entryID: entryID, jobID: jobID) }
    case .or(let others):
      others.contains { $0.accepts(status: status, entryID: entryID, jobID: jobID) }
    }
  }

  /// Whether the answer depends on this field of the item.
  public func looks(at field: Field) -> Bool {
    switch self {
    case .always, .never, .exists: false
    case .statusIs, .statusIn: field == .status
    case .entryID, .entryIDIn: field == .entryID
    case .jobID, .jobIDIn: field == .jobID
    case .not(let other): other.looks(at: field)
    case .and(let others), .or(let others): others.contains { $0.looks(at: field) }
    }
  }
}
