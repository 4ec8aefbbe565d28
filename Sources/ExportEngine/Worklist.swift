import ExportModel

/// The items of a job after a snapshot, and which of them need processing now.
struct Worklist: Sendable {
  let jobID: JobID
  let items: ItemTable
  let order: ItemOrder
  /// Known items that the snapshot does not list.
  let missing: Set<Ordinal>
  private let isDueByStatus: [Bool]

  init(
    jobID: JobID, items: ItemTable, missing: Set<Ordinal>, order: ItemOrder,
    recovery: RecoveryPolicy
  ) {
    self.jobID = jobID
    self.items = items
    self.missing = missing
    self.order = order
    let classes = StatusClasses(recovery, of: items.table)
    isDueByStatus = (0...items.table.all.count).map {
      classes.ofWork(StatusCode(byte: UInt8($0))) == .due
    }
  }

  /// Whether the item was ever stored as work.
  func isWork(_ ordinal: Ordinal) -> Bool { items.work[ordinal] != .none }

  /// Whether the item needs processing now.
  func isDue(_ ordinal: Ordinal) -> Bool {
    isWork(ordinal) && isDueByStatus[Int(items.statuses[ordinal].byte)]
      && !missing.contains(ordinal)
  }

  /// The items that a route with `predicate` takes.
  func filter(_ predicate: ItemPredicate) -> RouteFilter {
    RouteFilter(predicate, of: jobID, items: items)
  }

  /// The item as a sink receives it.
  func storedItem(_ ordinal: Ordinal) -> StoredItem {
    StoredItem(
      ordinal: ordinal, jobID: jobID, entryID: items.entryIDs[ordinal],
      status: items.table[items.statuses[ordinal]] ?? .pending,
      orderKey: order == .entryID ? nil : Self.orderKey(ordinal))
  }

  /// The ordinal with leading zeros, so that text sorts as numbers do.
  private static func orderKey(_ ordinal: Ordinal) -> String {
    let digits = String(ordinal)
    return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
  }
}
