import ExportModel
import Predicates

/// The items of a job after a snapshot, or by the ledger alone, and what each needs by its status.
struct Worklist: Sendable {
  /// What an item that was stored as work is now.
  enum Standing: Sendable {
    /// It needs processing.
    case due
    /// It is final at the source.
    case finished
    /// It is in a status that the API does not document.
    case unknown
  }

  let jobID: JobID
  let items: ItemTable
  let order: ItemOrder
  let recovery: RecoveryPolicy
  /// Known items that the newest snapshot does not list.
  let missing: Set<Ordinal>
  /// The earlier export job that a route delivered an item as part of.
  let previous: [Name: [Ordinal: JobID]]
  /// The later export job that a route delivered an entry as part of.
  let later: [Name: [Ordinal: JobID]]
  /// Whether the export job has ended, so that nothing may be delivered.
  let isJobEnded: Bool
  /// Items that a route owes and of which the API has no accounting data, where that was asked for.
  var withoutData: Set<Ordinal>
  private let standings: [Standing]

  init(_ plan: ExportRun.Plan, _ record: JobRecord) {
    jobID = plan.jobID
    items = record.items
    order = plan.order
    recovery = plan.recovery
    missing = record.missing
    withoutData = record.withoutData
    previous = record.previous
    later = record.later
    isJobEnded = record.ended != nil
    standings =
      [.due]
      + record.items.table.all.map { status in
        switch plan.recovery.itemClass(of: status, isWork: true) {
        case .due: .due
        case .skipped, .held: status.isKnown ? .finished : .unknown
        }
      }
  }

  /// Whether the item was ever stored as work.
  func isWork(_ ordinal: Ordinal) -> Bool { items.work[ordinal] != .none }

  /// Whether a route delivered the item's entry as part of a later export job.
  func wasDeliveredLater(_ ordinal: Ordinal) -> Bool {
    later.contains { $0.value[ordinal] != nil }
  }

  /// What an item that was stored as work is by its status.
  func standing(_ ordinal: Ordinal) -> Standing { standings[Int(items.statuses[ordinal].byte)] }

  /// The items that a route takes, by what it decided under the same condition.
  func filter(of route: ExportRun.Route, _ progress: RouteProgress?) -> RouteFilter {
    let isSame = progress?.terms.value?.predicate == route.predicate
    return filter(route.predicate, isSame ? progress : nil)
  }

  /// The items that a route with `predicate` takes.
  ///
  /// - Parameter progress: that of the route, which was made under this predicate.
  func filter(_ predicate: ItemPredicate, _ progress: RouteProgress?) -> RouteFilter {
    RouteFilter(
      predicate, of: jobID, items: items, choices: progress?.choices ?? RouteChoices())
  }

  /// What a route took under the terms that it had before, and up to where.
  func formerFilters(_ progress: RouteProgress?) -> [(filter: RouteFilter, end: Ordinal)] {
    (progress?.former ?? []).map { (filter($0.terms.predicate, progress), $0.end) }
  }

  /// The item as a sink receives it.
  func storedItem(
    _ ordinal: Ordinal, for route: Name, _ data: ItemData? = nil
  ) -> StoredItem {
    StoredItem(
      ordinal: ordinal, jobID: jobID, entryID: items.entryIDs[ordinal],
      status: items.table[items.statuses[ordinal]] ?? .pending,
      orderKey: order == .entryID ? nil : Self.orderKey(ordinal),
      previousJobID: previous.isEmpty ? nil : previous[route]?[ordinal],
      data: data)
  }

  /// The ordinal with leading zeros, so that text sorts as numbers do.
  private static func orderKey(_ ordinal: Ordinal) -> String {
    let digits = String(ordinal)
    return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
  }
}
