public import ExportModel

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
  /// Items that are held because a route owes them and the API no longer lists them.
  public let unlisted: Int
  /// Items that need no work, by status.
  public let skipped: [StatusCount]
  /// Why nothing would be delivered though there is something; nil where nothing hinders it.
  public let refusal: RunTrouble?
  /// Each route of the definition, in its order.
  public let routes: [Route]

  init(_ reconciled: ExportRun.Reconciled, read: Int, plan: ExportRun.Plan) {
    let census = Census(reconciled.work, plan: plan, progress: reconciled.routes)
    self.read = read
    new = reconciled.change.items.count - reconciled.change.firstNew
    changed = reconciled.change.changed.count
    missing = reconciled.work.missing.count
    heldStatuses = census.heldStatuses
    untaken = census.untaken
    unlisted = census.unlisted
    skipped = census.skippedStatuses
    refusal = census.refusal(of: reconciled.work.items)
    routes = plan.routes.map { route in
      let progress = reconciled.routes[route.name]
      let queue = RouteQueue(reconciled.work, predicate: route.predicate, progress: progress)
      return Route(
        name: route.name, toDeliver: queue.outstanding, late: queue.lateOutstanding,
        refusal: plan.refusal(of: route, after: progress))
    }
  }
}

extension ExportRun {
  /// What ``execute()`` would do now: retrieves and compares as it does, and stores and delivers
  /// nothing.
  ///
  /// - Returns: nil where the export job has ended, or a stop was asked for.
  /// - Throws: what would keep the run from storing anything.
  public func preview() async throws(RunTrouble) -> RunPreview? {
    guard case .items(let snapshot) = try await retrieve() else { return nil }
    return RunPreview(try await reconcile(snapshot), read: snapshot.count, plan: plan)
  }
}
