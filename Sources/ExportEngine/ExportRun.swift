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
    /// The sink, not yet opened.
    public let sink: any SinkModule

    /// Creates a route.
    public init(name: Name, predicate: ItemPredicate, batchLimit: Int, sink: any SinkModule) {
      precondition(batchLimit > 0, "a batch has room for an item")
      self.name = name
      self.predicate = predicate
      self.batchLimit = batchLimit
      self.sink = sink
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

    /// Creates a plan.
    public init(
      definition: Name, jobID: JobID, recovery: RecoveryPolicy, order: ItemOrder,
      completeness: Completeness, routes: [Route]
    ) {
      self.definition = definition
      self.jobID = jobID
      self.recovery = recovery
      self.order = order
      self.completeness = completeness
      self.routes = routes
    }

    /// What a route's progress rests on, in words: whose it is, what it takes and where that goes.
    ///
    /// Kept with the progress: under other terms the items before the position would not all have
    /// been delivered.
    public func terms(of route: Route) -> String {
      let kind = type(of: route.sink).descriptor.kind
      let places = route.sink.claims.map(\.description).sorted().joined(separator: ", ")
      let sink = places.isEmpty ? kind : "\(kind) in \(places)"
      return "job \(definition), when \(route.predicate), to \(sink)"
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
    let results = await deliver(work, progress: routes)
    receipt.routes = results.map(\.receipt)
    let census = Census(work, plan: plan, progress: routes)
    receipt.held = census.held
    receipt.skipped = census.skipped
    if census.withdrawn > 0 { observer.observe(.withdrawn(items: census.withdrawn)) }
    if stop.isRequested, receipt.routes.contains(where: { $0.outstanding > 0 }) {
      receipt.ending = .stopped
    }
    return results.compactMap(\.trouble)
  }

  // MARK: Retrieving

  private enum Retrieved: Sendable {
    case items(Snapshot)
    case finishedJob
  }

  /// The sealed snapshot, or word that the job has ended; nil when a stop was asked for.
  private func retrieve() async throws(RunTrouble) -> Retrieved? {
    let result = await stop.unlessStopped { () async -> Result<Retrieved, SourceError> in
      do throws(SourceError) {
        return .success(try await retrieveFromSource())
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case nil: return nil
    case .success(let retrieved): return retrieved
    case .failure(let error): throw .source(error)
    }
  }

  private func retrieveFromSource() async throws(SourceError) -> Retrieved {
    guard try await openJob() != nil else { return .finishedJob }
    let retrieval = Retrieval(source: source, jobID: plan.jobID, observer: observer)
    let snapshot = try await retrieval.wholeSet()
    // The job may have ended, or grown, while its pages were read (`pleo-export-api.md`, §11, trap 19).
    guard let job = try await openJob() else { return .finishedJob }
    try checkCompleteness(of: snapshot, job: job)
    observer.observe(.sealed(items: snapshot.count))
    return .items(snapshot)
  }

  /// The job, if it has work left; nil when it has ended.
  private func openJob() async throws(SourceError) -> ExportJob? {
    let job = try await source.exportJob(plan.jobID)
    observer.observe(.jobRead(job))
    if job.status.isFinished { return nil }
    guard job.status.isOpen else {
      throw SourceError(
        .badAnswer,
        "export job \(job.id) has status '\(job.status)', which the API does not document",
        hint: "nothing was touched; a newer version of sluice may know this status")
    }
    return job
  }

  private func checkCompleteness(of snapshot: Snapshot, job: ExportJob) throws(SourceError) {
    let claims = [
      ("the last page's 'total'", snapshot.total), ("the job's 'numberOfItems'", job.numberOfItems),
    ]
    for case (let name, let claimed?) in claims where claimed != snapshot.count {
      let message = "the pages hold \(snapshot.count) different items, but \(name) is \(claimed)"
      guard plan.completeness == .warn else {
        throw SourceError(
          .badAnswer, message,
          hint: "nothing was stored; run again, or set 'completeness: warn' to go on all the same")
      }
      observer.observe(.incomplete(message: message))
    }
  }

  // MARK: Storing and delivering

  private func store(
    _ snapshot: Snapshot, receipt: inout RunReceipt
  ) async throws(RunTrouble) -> (Worklist, [Name: RouteProgress]) {
    do {
      var record = try await ledger.record(of: plan.jobID)
      guard
        let reconciliation = Reconciliation(
          snapshot, with: record, order: plan.order, recovery: plan.recovery)
      else {
        throw RunTrouble.source(
          SourceError(.badAnswer, "more than 255 different statuses in one job"))
      }
      let change = reconciliation.change
      if !change.isEmpty { try await ledger.store(change, of: plan.jobID) }
      for (route, ordinals) in change.late { record.routes[route]?.late.formUnion(ordinals) }
      let work = Worklist(
        jobID: plan.jobID, items: change.items, missing: reconciliation.missing,
        order: plan.order, recovery: plan.recovery)
      receipt.storedNew = change.items.count - change.firstNew
      receipt.storedChanged = change.changed.count
      receipt.missing = reconciliation.missing.count
      receipt.orderHash = OrderHash.of(work.items.entryIDs)
      observer.observe(.stored(new: receipt.storedNew, changed: receipt.storedChanged))
      if receipt.missing > 0 { observer.observe(.missing(items: receipt.missing)) }
      return (work, record.routes)
    } catch let error as LedgerError {
      throw .ledger(error)
    } catch let error as RunTrouble {
      throw error
    } catch {
      preconditionFailure("a ledger throws ledger errors, not \(error)")
    }
  }

  /// Delivers to all routes side by side, each from its own position.
  private func deliver(
    _ work: Worklist, progress: [Name: RouteProgress]
  ) async -> [RouteDelivery.Result] {
    await withTaskGroup(of: (Int, RouteDelivery.Result).self) { group in
      for (index, route) in plan.routes.enumerated() {
        let delivery = RouteDelivery(
          definition: plan.definition, terms: plan.terms(of: route), route: route, work: work,
          ledger: ledger,
          observer: observer, clock: clock, stop: stop)
        group.addTask { (index, await delivery.deliverAll(from: progress[route.name])) }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
