public import ExportModel
public import SinkKit

/// One run of a job definition: retrieve, seal, reconcile, store, deliver.
///
/// A first run is a resume from an empty ledger; there is no second path. The caller holds the lock
/// on the state directory (`design.md`, *The run*, step 2).
public struct ExportRun: Sendable {
  /// A sink and the items that go to it.
  public struct Route: Sendable {
    /// The name under which the route's progress is kept.
    public let name: Name
    /// Which items it takes.
    public let predicate: ItemPredicate
    /// The most items delivered at once.
    public let batchLimit: Int
    /// Where it delivers to: the sink's kind, and what it claims.
    let place: String
    /// Opens its sink; called when there is something to deliver.
    let open: OpenSink

    /// What opens a sink for a job and a route.
    public typealias OpenSink = @Sendable (SinkLabel) async throws(SinkError) -> any Sink

    /// Creates a route to a sink that is not yet opened.
    public init(name: Name, predicate: ItemPredicate, batchLimit: Int, sink: any SinkModule) {
      let kind = type(of: sink).descriptor.kind
      let claims = sink.claims.map(\.description).sorted().joined(separator: ", ")
      self.init(
        name: name, predicate: predicate, batchLimit: batchLimit,
        place: claims.isEmpty ? kind : "\(kind) in \(claims)"
      ) { label async throws(SinkError) in try await sink.open(as: label) }
    }

    /// Creates a route from what opens its sink.
    ///
    /// - Parameter place: where it delivers to, in words that change when the place does.
    public init(
      name: Name, predicate: ItemPredicate, batchLimit: Int, place: String,
      open: @escaping OpenSink
    ) {
      precondition(batchLimit > 0, "a batch has room for an item")
      self.name = name
      self.predicate = predicate
      self.batchLimit = batchLimit
      self.place = place
      self.open = open
    }
  }

  /// What a run is to do: the part of a job definition that the engine needs.
  public struct Plan: Sendable {
    /// The job definition's name.
    public let definition: Name
    /// The export job.
    public let jobID: JobID
    /// Which statuses need work, and what to do with the unclear ones.
    public let recovery: RecoveryPolicy
    /// The order of new items.
    public let order: ItemOrder
    /// What a count that does not add up does.
    public let completeness: Completeness
    /// The routes, in the order of the definition; names are unique.
    public let routes: [Route]
    /// What to do with an item that needs work and that no route takes.
    public let unmatched: UnmatchedPolicy
    /// What to do when a sink is in trouble or will not take items.
    public let failure: FailurePolicy

    /// Creates a plan.
    public init(
      definition: Name, jobID: JobID, recovery: RecoveryPolicy, order: ItemOrder,
      completeness: Completeness, routes: [Route], unmatched: UnmatchedPolicy = .hold,
      failure: FailurePolicy = FailurePolicy()
    ) {
      self.definition = definition
      self.jobID = jobID
      self.recovery = recovery
      self.order = order
      self.completeness = completeness
      self.routes = routes
      self.unmatched = unmatched
      self.failure = failure
    }

    /// What a route's progress rests on, in words: whose it is, what it takes and where that goes.
    ///
    /// Kept with the progress: under other terms the items before the position would not all have
    /// been delivered.
    public func terms(of route: Route) -> String {
      "job \(definition), when \(route.predicate), to \(route.place)"
    }

    /// Why a route may not go on from where it is; nil where it may.
    func refusal(of route: Route, after progress: RouteProgress?) -> RunTrouble? {
      let terms = terms(of: route)
      guard let progress, progress.terms != terms else { return nil }
      return .termsChanged(route: route.name, from: progress.terms, to: terms)
    }
  }

  let plan: Plan
  let source: any PageSource
  let ledger: any Ledger
  let observer: any RunObserver
  let clock: any RunClock
  let stop: StopSwitch

  /// Creates a run; what it is given is its only view of the world.
  public init(
    _ plan: Plan, source: any PageSource, ledger: any Ledger, observer: any RunObserver,
    clock: any RunClock, stop: StopSwitch
  ) {
    self.plan = plan
    self.source = source
    self.ledger = ledger
    self.observer = observer
    self.clock = clock
    self.stop = stop
  }

  /// Runs to the end, or to the first point after a stop was asked for where progress is saved.
  public func execute() async -> RunOutcome {
    let begun = clock.elapsed
    var receipt = RunReceipt(
      definition: plan.definition, jobID: plan.jobID, startedAt: clock.wallMilliseconds)
    var troubles: [RunTrouble] = []
    do {
      troubles = try await run(&receipt)
    } catch {
      observer.observe(.failed(error))
      troubles = [error]
    }
    receipt.duration = clock.elapsed - begun
    if let first = troubles.first {
      receipt.ending = .failed
      receipt.failure = first.message
    }
    // A finished job is left untouched, the ledger included.
    if receipt.ending != .jobFinished {
      do {
        try await ledger.store(receipt)
      } catch {
        observer.observe(.failed(.ledger(error)))
        troubles.append(.ledger(error))
        receipt.ending = .failed
        receipt.failure = receipt.failure ?? error.message
      }
    }
    return RunOutcome(receipt: receipt, troubles: troubles)
  }

  private func run(_ receipt: inout RunReceipt) async throws(RunTrouble) -> [RunTrouble] {
    guard let retrieved = try await retrieve() else {
      receipt.ending = .stopped
      return []
    }
    guard case .items(let snapshot) = retrieved else {
      receipt.ending = .jobFinished
      return []
    }
    receipt.read = snapshot.count
    let (work, routes) = try await store(snapshot, receipt: &receipt)
    let census = Census(work, plan: plan, progress: routes)
    receipt.held = census.held
    receipt.skipped = census.skipped
    if census.withdrawn > 0 { observer.observe(.withdrawn(items: census.withdrawn)) }
    if let refusal = census.refusal(of: work.items) {
      receipt.routes = outstanding(in: work, progress: routes)
      throw refusal
    }
    let results = await deliver(work, progress: routes)
    receipt.routes = results.map(\.receipt)
    if stop.isRequested, receipt.routes.contains(where: { $0.outstanding > 0 }) {
      receipt.ending = .stopped
    }
    return results.compactMap(\.trouble)
  }

  // MARK: Storing and delivering

  private func store(
    _ snapshot: Snapshot, receipt: inout RunReceipt
  ) async throws(RunTrouble) -> (Worklist, [Name: RouteProgress]) {
    let reconciled = try await reconcile(snapshot)
    let change = reconciled.change
    if !change.isEmpty {
      do {
        try await ledger.store(change, of: plan.jobID)
      } catch {
        throw .ledger(error)
      }
    }
    receipt.storedNew = change.items.count - change.firstNew
    receipt.storedChanged = change.changed.count
    receipt.missing = reconciled.work.missing.count
    receipt.orderHash = OrderHash.of(change.items.entryIDs)
    observer.observe(.stored(new: receipt.storedNew, changed: receipt.storedChanged))
    if receipt.missing > 0 { observer.observe(.missing(items: receipt.missing)) }
    return (reconciled.work, reconciled.routes)
  }

  /// The receipts of routes to which nothing is delivered.
  private func outstanding(
    in work: Worklist, progress: [Name: RouteProgress]
  ) -> [RunReceipt.Route] {
    plan.routes.map { route in
      var receipt = RunReceipt.Route(name: route.name)
      receipt.outstanding =
        RouteQueue(work, predicate: route.predicate, progress: progress[route.name]).outstanding
      return receipt
    }
  }

  /// Delivers to all routes side by side, each from its own position.
  private func deliver(
    _ work: Worklist, progress: [Name: RouteProgress]
  ) async -> [RouteDelivery.Result] {
    await withTaskGroup(of: (Int, RouteDelivery.Result).self) { group in
      for (index, route) in plan.routes.enumerated() {
        let delivery = RouteDelivery(
          plan: plan, route: route, work: work, ledger: ledger, observer: observer, clock: clock,
          stop: stop)
        group.addTask { (index, await delivery.deliverAll(from: progress[route.name])) }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
