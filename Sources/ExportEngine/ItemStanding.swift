public import ExportModel

/// Where one item stands by the ledger alone, and why.
public struct ItemStanding: Sendable {
  /// What a route decided about an item.
  public enum Decision: Equatable, Sendable {
    /// The route was not asked: the item never needed work.
    case notAsked
    /// The route does not take it.
    case notTaken
    /// The route's sink has it, or will never take it.
    case done
    /// The route owes it to its sink.
    ///
    /// - Parameter late: whether it lies before the route's position.
    case outstanding(late: Bool)
    /// The route takes it and has not delivered it, and it needs no work any more.
    case settled
  }

  /// What is to be said of one route.
  public struct Route: Sendable {
    /// The route.
    public let name: Name
    /// What it decided.
    public let decision: Decision
    /// Why the next run would refuse the route; nil where it would not.
    public let refusal: RunTrouble?
  }

  /// The item's place in the order.
  public let ordinal: Ordinal
  /// The item.
  public let entryID: EntryID
  /// Its newest status.
  public let status: ItemStatus?
  /// The status with which it was first stored as work; nil for an item that never needed any.
  public let work: ItemStatus?
  /// What a run does with the item now.
  public let itemClass: ItemClass
  /// Each route of the definition, in its order.
  public let routes: [Route]

  /// Works out where the item at `ordinal` stands.
  public init(of ordinal: Ordinal, _ plan: ExportRun.Plan, _ record: JobRecord) {
    let items = record.items
    let worklist = Worklist(
      jobID: plan.jobID, items: items, missing: [], order: plan.order, recovery: plan.recovery)
    let classes = StatusClasses(plan.recovery, of: items.table)
    let isWork = worklist.isWork(ordinal)
    self.ordinal = ordinal
    entryID = items.entryIDs[ordinal]
    status = items.table[items.statuses[ordinal]]
    work = items.table[items.work[ordinal]]
    itemClass =
      isWork ? classes.ofWork(items.statuses[ordinal]) : classes.ofNew(items.statuses[ordinal])
    routes = plan.routes.map { route in
      let progress = record.routes[route.name]
      let decision: Decision
      if !isWork {
        decision = .notAsked
      } else if !worklist.filter(route.predicate).takes(ordinal) {
        decision = .notTaken
      } else {
        decision = Self.decision(on: ordinal, worklist, progress)
      }
      return Route(
        name: route.name, decision: decision, refusal: plan.refusal(of: route, after: progress))
    }
  }

  /// What became of an item that a route takes.
  private static func decision(
    on ordinal: Ordinal, _ worklist: Worklist, _ progress: RouteProgress?
  ) -> Decision {
    let isBehind = progress.map { ordinal < $0.position } ?? false
    let isLate = progress.map { $0.late.contains(ordinal) } ?? false
    if isBehind && !isLate { return .done }
    return worklist.isDue(ordinal) ? .outstanding(late: isLate) : .settled
  }
}
