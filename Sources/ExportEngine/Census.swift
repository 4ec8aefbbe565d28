import ExportModel

/// How many items a run leaves alone, and how many it leaves to a person.
struct Census: Sendable {
  /// Items that a person must decide on: in a status that is held, due but taken by no route, or no
  /// longer listed though a route still owes them.
  private(set) var held = 0
  /// Items that need no work.
  private(set) var skipped = 0
  /// Of those, the ones that a route still owed when they became final.
  private(set) var withdrawn = 0

  init(_ work: Worklist, plan: ExportRun.Plan, progress: [Name: RouteProgress]) {
    let classes = StatusClasses(plan.recovery, of: work.items.table)
    let takes = plan.routes.map { work.takes($0.predicate) }
    let isTaken = (0...work.items.table.all.count).map { code in takes.contains { $0[code] } }
    for ordinal in 0..<work.items.count {
      if work.missing.contains(ordinal) {
        if Self.isOwed(ordinal, in: work, routes: plan.routes, takes, progress) { held += 1 }
        continue
      }
      let status = work.items.statuses[ordinal]
      switch work.isWork(ordinal) ? classes.ofWork(status) : classes.ofNew(status) {
      case .due: if !isTaken[Int(work.items.work[ordinal].byte)] { held += 1 }
      case .skipped:
        skipped += 1
        if work.isWork(ordinal),
          Self.isOwed(ordinal, in: work, routes: plan.routes, takes, progress)
        {
          withdrawn += 1
        }
      case .held: held += 1
      }
    }
  }

  private static func isOwed(
    _ ordinal: Ordinal, in work: Worklist, routes: [ExportRun.Route], _ takes: [[Bool]],
    _ progress: [Name: RouteProgress]
  ) -> Bool {
    zip(routes, takes).contains { route, takes in
      guard takes[Int(work.items.work[ordinal].byte)] else { return false }
      guard let progress = progress[route.name] else { return true }
      return ordinal >= progress.position || progress.late.contains(ordinal)
    }
  }
}
