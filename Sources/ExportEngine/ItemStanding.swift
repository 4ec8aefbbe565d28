public import ExportModel

/// Where one item stands by the ledger alone, and why.
public struct ItemStanding: Sendable {
  /// What is to be said of one route.
  public struct Route: Sendable {
    /// The route.
    public let name: Name
    /// What it has to do with the item.
    public let obligation: Obligation
    /// Whether the route has yet to decide whether it takes the item.
    public let isUndecided: Bool
    /// Why the next run would refuse the route; nil where it would not.
    public let refusal: RunTrouble?
    /// The later export job that it delivered the entry as part of; nil where it did not.
    public let laterJobID: JobID?

    init(_ route: RouteDuty, _ ordinal: Ordinal, refusal: RunTrouble?) {
      name = route.name
      obligation = route.duty.obligation(ordinal)
      isUndecided = obligation.isOwed && route.duty.isUndecided(ordinal)
      self.refusal = refusal
      laterJobID = route.duty.laterJob(of: ordinal)
    }
  }

  /// What a run does with the item now.
  public enum Now: String, Sendable {
    /// It delivers the item where it is owed.
    case process
    /// It leaves the item.
    case skip
    /// A person must decide.
    case hold
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
  public let now: Now
  /// Whether it is work that no route takes.
  public let isUntaken: Bool
  /// The earlier export job that it was delivered as part of.
  public let previousJobID: JobID?
  /// How the export job has ended; nil while it is open.
  public let ended: ExportJobStatus?
  /// Each route of the definition, in its order; then those that it no longer has and that owe the item.
  public let routes: [Route]

  /// Works out where the item at `ordinal` stands.
  public init(of ordinal: Ordinal, _ plan: ExportRun.Plan, _ record: JobRecord) {
    let items = record.items
    let work = Worklist(plan, record)
    self.ordinal = ordinal
    entryID = items.entryIDs[ordinal]
    status = items.table[items.statuses[ordinal]]
    self.work = items.table[items.work[ordinal]]
    previousJobID = plan.routes.compactMap { record.previous[$0.name]?[ordinal] }.first
    ended = record.ended
    let obligations = JobObligations(plan, work, progress: record.routes)
    let own = zip(plan.routes, obligations.routes).map { route, duty in
      Route(duty, ordinal, refusal: plan.refusal(of: route, after: record.routes, work))
    }
    let removed = obligations.routes.dropFirst(own.count).map { Route($0, ordinal, refusal: nil) }
    routes = own + removed.filter(\.obligation.isOwed)
    isUntaken = work.isWork(ordinal) && own.allSatisfy { $0.obligation == .notTaken }
    let fate = obligations.fate(of: ordinal)
    let isOutstanding = routes.contains {
      if case .outstanding = $0.obligation { true } else { false }
    }
    now =
      if isOutstanding { .process } else if obligations.isHeld(fate) {
        .hold
      } else if fate == .taken {
        .process
      } else { .skip }
  }
}
