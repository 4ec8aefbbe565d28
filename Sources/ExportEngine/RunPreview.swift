public import ExportModel
public import PageSourceKit

/// How many items have a status.
public struct StatusCount: Equatable, Sendable {
  /// The status.
  public let status: ItemStatus
  /// How many items have it; never 0.
  public let count: Int
}

/// What a run would do now.
public struct RunPreview: Sendable {
  /// What a run would do for one route.
  public struct Route: Sendable {
    /// The route.
    public let name: Name
    /// Items that would be delivered, late ones included.
    public let toDeliver: Int
    /// Items among them that come late: they lie before the route's position.
    public let late: Int
    /// Items that the route owes and a person must decide on, by reason.
    public let held: [HeldReason: Int]
    /// Items that its sink rejected, and that no person has decided on.
    public let rejected: Int
    /// Why the route would be refused, so that nothing goes to it; nil where it would not.
    public let refusal: RunTrouble?
  }

  /// Items in the snapshot.
  public let read: Int
  /// Items that are new to the ledger.
  public let new: Int
  /// Items whose status differs from the ledger's.
  public let changed: Int
  /// Items that the ledger knows and the API no longer lists.
  public let missing: Int
  /// Items that are held for their status.
  public let heldStatuses: [StatusCount]
  /// Items that are due and that no route takes: held, or skipped where the plan says so.
  public let untaken: Int
  /// Items that are held because a route owes them and a person must decide, by reason.
  public let heldByRoutes: [HeldReason: Int]
  /// Items that need no work, by status.
  public let skipped: [StatusCount]
  /// Why nothing would be delivered though there is something; nil where nothing hinders it.
  public let refusal: RunTrouble?
  /// Each route of the definition, in its order.
  public let routes: [Route]

  /// The export job, where it has ended, or is open and its time is over: a run would begin nothing of it.
  public let ended: ExportJob?

  init(_ reconciled: ExportRun.Reconciled, read: Int, plan: ExportRun.Plan) {
    self.init(
      work: reconciled.work, routes: reconciled.routes, change: reconciled.change, read: read,
      ended: nil, plan: plan)
  }

  init(ended: ExportJob, _ record: JobRecord, plan: ExportRun.Plan) {
    self.init(
      work: Worklist(plan, record), routes: record.routes, change: nil, read: 0, ended: ended,
      plan: plan)
  }

  init(expired: ExportJob, _ record: JobRecord, plan: ExportRun.Plan) {
    self.init(
      work: Worklist(plan, record), routes: record.routes, change: nil, read: 0, ended: expired,
      plan: plan)
  }

  private init(
    work: Worklist, routes progress: [Name: RouteProgress], change: JobChange?, read: Int,
    ended: ExportJob?, plan: ExportRun.Plan
  ) {
    let counts = ItemCounts(work, plan: plan, progress: progress)
    self.read = read
    self.ended = ended
    new = change.map { $0.items.count - $0.firstNew } ?? 0
    changed = change?.changed.count ?? 0
    missing = work.missing.count
    heldStatuses = counts.heldStatuses
    untaken = counts.untaken + counts.untakenSince
    heldByRoutes = counts.heldByRoutes
    skipped = counts.skippedStatuses
    refusal = counts.refusal(of: work.items)
    routes = zip(plan.routes, counts.routes).map { route, counted in
      let tally = counted.tally
      let own = progress[route.name]
      let queue = RouteQueue(
        RouteObligations(route, work, progress: own), items: work.items.count, progress: own,
        outstanding: tally.outstanding)
      return Route(
        name: route.name, toDeliver: tally.outstanding, late: queue.lateOutstanding,
        held: tally.held, rejected: tally.rejected,
        refusal: plan.refusal(of: route, after: progress, work))
    }
  }
}

extension ExportRun {
  /// What ``execute()`` would do now: retrieves and compares as it does, and stores and delivers
  /// nothing.
  ///
  /// - Returns: nil where a stop was asked for.
  /// - Throws: what would keep the run from storing anything.
  public func preview() async throws(RunTrouble) -> RunPreview? {
    switch try await retrieve() {
    case nil: return nil
    case .items(let snapshot, let job, _):
      let reconciled = try await reconcile(snapshot)
      switch try await readData(of: snapshot, of: job, for: reconciled) {
      case .stopped: return nil
      case .endedJob(let job):
        return RunPreview(ended: job, try await record(endedAs: job.status), plan: plan)
      case .read(let reconciled, _):
        return RunPreview(reconciled, read: snapshot.count, plan: plan)
      }
    case .finishedJob(let job, _):
      return RunPreview(ended: job, try await record(endedAs: job.status), plan: plan)
    case .expiredJob(let job):
      return RunPreview(expired: job, try await record(), plan: plan)
    }
  }
}
