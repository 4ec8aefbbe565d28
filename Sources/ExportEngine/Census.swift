import ExportModel

/// A route, and what it has to do with the items of a job.
struct RouteDuty: Sendable {
  let name: Name
  let duty: RouteObligations
}

/// How many items a run leaves alone, how many it leaves to a person, and what each route owes.
struct Census: Sendable {
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
  private var tallies: [RouteTally]
  private let table: StatusTable
  private let unmatched: UnmatchedPolicy

  /// Items that a person must decide on.
  var held: Int { heldByRoutes.values.reduce(0, +) + heldByNone }
  /// Items that a person must decide on and that no route owes.
  var heldByNone: Int {
    heldByStatus.reduce(0, +) + (unmatched == .skip ? 0 : untaken + untakenSince)
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
    let own = plan.routes.map {
      RouteDuty(name: $0.name, duty: RouteObligations($0, work, progress: progress[$0.name]))
    }
    self.init(
      work, own, removed: plan.removedRoutes(progress, work), unmatched: plan.unmatched)
  }

  /// - Parameters:
  ///   - own: the routes that decide whether an item is taken.
  ///   - removed: those that the job definition no longer has.
  init(_ work: Worklist, _ own: [RouteDuty], removed: [RouteDuty] = [], unmatched: UnmatchedPolicy)
  {
    table = work.items.table
    self.unmatched = unmatched
    let classes = StatusClasses(work.recovery, of: work.items.table)
    let all = own + removed
    let duties = all.map(\.duty)
    tallies = duties.map { _ in RouteTally() }
    for ordinal in 0..<work.items.count {
      guard work.isWork(ordinal) else {
        // What never was work is nobody's business once the job has ended.
        if !work.missing.contains(ordinal), !work.isJobEnded {
          count(work.items.statuses[ordinal], classes.ofNew)
        }
        continue
      }
      countWork(ordinal, work, duties, own: own.count, classes)
    }
    routes = Array(zip(all.map(\.name), tallies))
      .enumerated()
      .filter { $0.offset < own.count || $0.element.1.owed + $0.element.1.rejected > 0 }
      .map { (name: $0.element.0, tally: $0.element.1) }
  }

  private mutating func countWork(
    _ ordinal: Ordinal, _ work: Worklist, _ duties: [RouteObligations], own: Int,
    _ classes: StatusClasses
  ) {
    var reason: HeldReason?
    var isTaken = false
    for (route, duty) in duties.enumerated() {
      let obligation = duty.obligation(ordinal)
      tallies[route].count(obligation)
      if obligation != .notTaken, route < own { isTaken = true }
      if reason == nil, case .held(let held) = obligation { reason = held }
    }
    if let reason, reason != .unknownStatus {
      heldByRoutes[reason, default: 0] += 1
    } else if !isTaken {
      countUntaken(ordinal, work, classes)
    } else if !work.missing.contains(ordinal) {
      count(work.items.statuses[ordinal], classes.ofWork)
    }
  }

  private mutating func countUntaken(
    _ ordinal: Ordinal, _ work: Worklist, _ classes: StatusClasses
  ) {
    // A route that was added since got the entry when it was exported again.
    if work.wasDeliveredLater(ordinal) { return }
    if !work.missing.contains(ordinal), work.standing(ordinal) == .due {
      untaken += 1
      if untaken <= 5 { firstUntaken.append(ordinal) }
    } else if work.missing.contains(ordinal)
      || work.standing(ordinal) == .finished && work.recovery.finished != .skip
    {
      if unmatched != .skip { untakenSince += 1 }
    } else {
      count(work.items.statuses[ordinal], classes.ofWork)
    }
  }

  private mutating func count(_ status: StatusCode, _ itemClass: (StatusCode) -> ItemClass) {
    switch itemClass(status) {
    case .due: break
    case .skipped: skippedByStatus[Int(status.byte)] += 1
    case .held: heldByStatus[Int(status.byte)] += 1
    }
  }

  private func counted(_ counts: [Int]) -> [StatusCount] {
    table.all.enumerated().map { StatusCount(status: $1, count: counts[$0 + 1]) }
      .filter { $0.count > 0 }
  }
}
