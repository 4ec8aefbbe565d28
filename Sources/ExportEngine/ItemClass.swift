import ExportModel

/// What a run does with an item.
public enum ItemClass: Equatable, Sendable {
  /// It needs processing.
  case due
  /// It needs none.
  case skipped
  /// A person must decide.
  case held
}

extension RecoveryPolicy {
  /// What to do with an item of a status.
  ///
  /// - Parameter isWork: whether an earlier run of ours stored the item as work: then it is ours
  ///   until delivered, also while it is `in_progress`, and while it is `pending` though the definition
  ///   does not process such items any more.
  func itemClass(of status: ItemStatus, isWork: Bool) -> ItemClass {
    if process.contains(status) || isWork && status == .pending { return .due }
    if status == .inProgress {
      if isWork { return .due }
      switch inProgress {
      case .skip: return .skipped
      case .hold: return .held
      case .process: return .due
      }
    }
    if status.isKnown { return .skipped }
    return unknownStatus == .hold ? .held : .skipped
  }
}

/// The class of every status of a table, looked up instead of worked out for each item.
struct StatusClasses: Sendable {
  private let new: [ItemClass]
  private let work: [ItemClass]

  init(_ recovery: RecoveryPolicy, of table: StatusTable) {
    new = [.skipped] + table.all.map { recovery.itemClass(of: $0, isWork: false) }
    work = [.skipped] + table.all.map { recovery.itemClass(of: $0, isWork: true) }
  }

  /// The class of an item that was never stored as work.
  func ofNew(_ code: StatusCode) -> ItemClass { new[Int(code.byte)] }

  /// The class of an item that was stored as work.
  func ofWork(_ code: StatusCode) -> ItemClass { work[Int(code.byte)] }
}
