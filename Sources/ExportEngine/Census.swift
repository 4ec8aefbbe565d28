import ExportModel

/// How many items a run leaves alone, and how many it leaves to a person.
struct Census: Sendable {
  /// Items in a status that is held, by the status' code.
  private var heldByStatus = [Int](repeating: 0, count: 256)
  /// Items that need no work, by the code of their status.
  private var skippedByStatus = [Int](repeating: 0, count: 256)
  /// Items that are due and that no route takes.
  private(set) var untaken = 0
  /// The first five of them.
  private(set) var firstUntaken: [Ordinal] = []
  /// Items that are no longer listed though a route still owes them: a person must decide.
  private(set) var unlisted = 0
  /// Items that need no work any more, and that a route still owed when they became final.
  private(set) var withdrawn = 0
  private let table: StatusTable
  private let unmatched: UnmatchedPolicy

  /// Items that a person must decide on.
  var held: Int { heldByStatus.reduce(0, +) + unlisted + (unmatched == .skip ? 0 : untaken) }
  /// Items that need no work, or none that the definition has for them.
  var skipped: Int { skippedByStatus.reduce(0, +) + (unmatched == .skip ? untaken : 0) }

  /// Why nothing may be delivered; nil where something may.
  func refusal(of items: ItemTable) -> RunTrouble? {
    guard unmatched == .fail, untaken > 0 else { return nil }
    return .unmatched(first: firstUntaken.map { items.entryIDs[$0] }, count: untaken)
  }

  /// Items that are held for their status, in the order in which the table knows the statuses.
  var heldStatuses: [StatusCount] { counted(heldByStatus) }
  /// Items that need no work, in the order in which the table knows the statuses.
  var skippedStatuses: [StatusCount] { counted(skippedByStatus) }

  init(_ work: Worklist, plan: ExportRun.Plan, progress: [Name: RouteProgress]) {
    table = work.items.table
    unmatched = plan.unmatched
    let classes = StatusClasses(plan.recovery, of: work.items.table)
    let filters = plan.routes.map { work.filter($0.predicate) }
    for ordinal in 0..<work.items.count {
      if work.missing.contains(ordinal) {
        if Self.isOwed(ordinal, routes: plan.routes, filters, progress) { unlisted += 1 }
        continue
      }
      let status = work.items.statuses[ordinal]
      switch work.isWork(ordinal) ? classes.ofWork(status) : classes.ofNew(status) {
      case .due: if !filters.contains(where: { $0.takes(ordinal) }) { countUntaken(ordinal) }
      case .skipped:
        skippedByStatus[Int(status.byte)] += 1
        if work.isWork(ordinal), Self.isOwed(ordinal, routes: plan.routes, filters, progress) {
          withdrawn += 1
        }
      case .held: heldByStatus[Int(status.byte)] += 1
      }
    }
  }

  private mutating func countUntaken(_ ordinal: Ordinal) {
    untaken += 1
    if untaken <= 5 { firstUntaken.append(ordinal) }
  }

  private func counted(_ counts: [Int]) -> [StatusCount] {
    table.all.enumerated().map { StatusCount(status: $1, count: counts[$0 + 1]) }
      .filter { $0.count > 0 }
  }

  private static func isOwed(
    _ ordinal: Ordinal, routes: [ExportRun.Route], _ filters: [RouteFilter],
    _ progress: [Name: RouteProgress]
  ) -> Bool {
    zip(routes, filters).contains { route, filter in
      guard filter.takes(ordinal) else { return false }
      guard let progress = progress[route.name] else { return true }
      return ordinal >= progress.position || progress.late.contains(ordinal)
    }
  }
}
