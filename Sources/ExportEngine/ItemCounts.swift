import ExportModel

/// How many items a run leaves alone, how many it leaves to a person, and what each route owes.
struct ItemCounts: Sendable {
  /// What each route has of each kind: those of the definition in its order, then those that it no longer
  /// has and that owe items or rejected some.
  private(set) var routes: [(name: Name, tally: RouteTally)] = []
  /// Items in a status that is held, by the status' code.
  private var heldByStatus = [Int](repeating: 0, count: 256)
  /// Items that need no work, by the code of their status.
  private var skippedByStatus = [Int](repeating: 0, count: 256)
  /// Items that are due and that no route takes.
  private(set) var untaken = 0
  /// The first five of them.
  private(set) var firstUntaken: [Ordinal] = []
  /// Items that a route owes and a person must decide on, for another reason than their status; an item
  /// is counted once, for the first route that holds it.
  private(set) var heldByRoutes: [HeldReason: Int] = [:]
  /// Items that no route takes, and that became final or are not listed any more.
  private(set) var untakenSince = 0
  private let table: StatusTable
  private let unmatched: UnmatchedPolicy

  /// Items that a person must decide on.
  var held: Int { heldByRoutes.values.reduce(0, +) + heldByNone }
  /// Items that a person must decide on and that no route owes.
  var heldByNone: Int {
    heldByStatus.reduce(0, +) + untakenSince + (unmatched == .skip ? 0 : untaken)
  }
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
    self.init(JobObligations(plan, work, progress: progress))
  }

  /// Counts every item of a job.
  init(_ obligations: JobObligations) {
    let work = obligations.work
    table = work.items.table
    unmatched = obligations.unmatched
    var tallies = obligations.routes.map { _ in RouteTally() }
    for ordinal in 0..<work.items.count {
      let fate = obligations.fate(of: ordinal) { tallies[$0].count($1) }
      count(fate, ordinal, status: work.items.statuses[ordinal])
    }
    routes = zip(obligations.routes.map(\.name), tallies).enumerated()
      .filter { place, route in
        place < obligations.own || route.1.owed + route.1.rejected > 0
      }
      .map { (name: $0.element.0, tally: $0.element.1) }
  }

  private mutating func count(_ fate: ItemFate, _ ordinal: Ordinal, status: StatusCode) {
    switch fate {
    case .left, .taken: break
    case .skipped: skippedByStatus[Int(status.byte)] += 1
    case .held(let reason): heldByRoutes[reason, default: 0] += 1
    case .heldForStatus: heldByStatus[Int(status.byte)] += 1
    case .untaken:
      untaken += 1
      if untaken <= 5 { firstUntaken.append(ordinal) }
    case .untakenSince: untakenSince += 1
    }
  }

  private func counted(_ counts: [Int]) -> [StatusCount] {
    table.all.enumerated().map { StatusCount(status: $1, count: counts[$0 + 1]) }
      .filter { $0.count > 0 }
  }
}
