import CrashPoints
import ExportModel
public import PageSourceKit
import SinkKit

/// One run of a job definition: retrieve, seal, reconcile, store, deliver.
///
/// A first run is a resume from an empty ledger; there is no second path. The caller holds the lock
/// on the state directory, so that there is no other run of it.
public struct ExportRun: Sendable {
  let plan: Plan
  let id: RunID?
  let source: any PageSource
  let ledger: any Ledger
  let observer: any RunObserver
  let clock: any RunClock
  let stop: StopSwitch

  /// Creates a run; what it is given is its only view of the world.
  ///
  /// - Parameter id: names the run in its receipt.
  public init(
    _ plan: Plan, id: RunID? = nil, source: any PageSource, ledger: any Ledger,
    observer: any RunObserver,
    clock: any RunClock, stop: StopSwitch
  ) {
    self.plan = plan
    self.id = id
    self.source = source
    self.ledger = ledger
    self.observer = observer
    self.clock = clock
    self.stop = stop
  }

  /// Runs to the end, or to the first point after a stop was asked for where progress is saved.
  ///
  /// - Parameters:
  ///   - lookingElsewhere: whether the other export jobs of the definition are looked at as well.
  ///   - wasOpen: whether the export job was seen open before, in a list or by an earlier run.
  public func execute(lookingElsewhere: Bool = true, wasOpen: Bool = false) async -> RunOutcome {
    let begun = clock.elapsed
    var receipt = RunReceipt(
      runID: id, definition: plan.definition, jobID: plan.jobID, startedAt: clock.wallMilliseconds)
    var troubles: [RunTrouble] = []
    var neverRetrieved = 0
    do {
      troubles = try await run(&receipt, wasOpen: wasOpen, neverRetrieved: &neverRetrieved)
    } catch {
      observer.observe(.failed(error))
      troubles = [error]
    }
    receipt.duration = clock.elapsed - begun
    if let first = troubles.first {
      receipt.ending = .failed
      receipt.failure = plan.kept(first.record)
      receipt.needsPerson = troubles.contains(where: \.needsPerson)
    }
    let elsewhere = await conclude(&receipt, &troubles, lookingElsewhere: lookingElsewhere)
    return RunOutcome(
      receipt: receipt, troubles: troubles, owedElsewhere: elsewhere, neverRetrieved: neverRetrieved
    )
  }

  /// Looks at what is owed of other export jobs, and stores the receipt.
  private func conclude(
    _ receipt: inout RunReceipt, _ troubles: inout [RunTrouble], lookingElsewhere: Bool
  ) async -> [OwedElsewhere] {
    var elsewhere: [OwedElsewhere] = []
    do {
      try await noteIfClear(receipt, troubles)
      // A ledger in trouble has been reported once.
      if lookingElsewhere, !troubles.contains(where: \.isOfLedger) {
        elsewhere = try await plan.owedElsewhere(in: ledger, beside: [plan.jobID])
      }
    } catch {
      fail(error, &receipt, &troubles)
    }
    receipt.owedElsewhere = elsewhere.reduce(0) { $0 + $1.items }
    for owed in elsewhere { observer.observe(.owedElsewhere(owed)) }
    do {
      try await ledger.store(receipt)
      CrashPoint.receiptStored.pass()
    } catch {
      fail(error, &receipt, &troubles)
    }
    return elsewhere
  }

  private func fail(
    _ error: LedgerError, _ receipt: inout RunReceipt, _ troubles: inout [RunTrouble]
  ) {
    observer.observe(.failed(.ledger(error)))
    troubles.append(.ledger(error))
    receipt.ending = .failed
    receipt.failure = receipt.failure ?? plan.kept(error.message)
    receipt.needsPerson = true
  }

  private func run(
    _ receipt: inout RunReceipt, wasOpen: Bool, neverRetrieved: inout Int
  ) async throws(RunTrouble) -> [RunTrouble] {
    let retrieved: Retrieved?
    do {
      retrieved = try await retrieve()
    } catch {
      await takeKnown(into: &receipt)
      throw error
    }
    switch retrieved {
    case nil:
      await endStopped(&receipt)
      return []
    case .finishedJob(let job, let isNew):
      let (missed, troubles) = try await endJob(job, receipt: &receipt)
      // Of one that has another end, somebody else has had the items.
      if isNew || wasOpen, job.status == .failed { neverRetrieved = missed }
      return troubles
    case .expiredJob(let job):
      try await endExpired(job, receipt: &receipt)
      return []
    case .items(let snapshot, let job, let expiry):
      let reconciled = try await reconcile(snapshot)
      // Before anything is stored: a run that comes to nothing here has changed nothing.
      let reading: DataReading
      do {
        reading = try await readData(of: snapshot, of: job, for: reconciled)
      } catch {
        await takeKnown(into: &receipt)
        throw error
      }
      switch reading {
      case .stopped:
        await endStopped(&receipt)
        return []
      case .endedJob(let job):
        let (missed, troubles) = try await endJob(job, receipt: &receipt)
        if job.status == .failed { neverRetrieved = missed }
        return troubles
      case .read(let reconciled, let data):
        receipt.read = snapshot.count
        return try await process(reconciled, data, expiry: expiry, receipt: &receipt)
      }
    }
  }

  /// Ends a run that was stopped before everything was read.
  private func endStopped(_ receipt: inout RunReceipt) async {
    receipt.ending = .stoppedRetrieving
    await takeKnown(into: &receipt)
  }

  private func process(
    _ reconciled: Reconciled, _ data: Spool?, expiry: Duration?, receipt: inout RunReceipt
  ) async throws(RunTrouble) -> [RunTrouble] {
    try await store(reconciled.change, receipt: &receipt)
    let (work, routes) = (reconciled.work, reconciled.routes)
    let counts = ItemCounts(work, plan: plan, progress: routes)
    take(counts, into: &receipt)
    observeHeld(counts)
    if let refusal = counts.refusal(of: work.items) { throw refusal }
    let results = await deliver(
      work, data, counts, progress: routes, expiry: expiry)
    receipt.routes = results.map(\.receipt) + receipt.routes.dropFirst(results.count)
    guard receipt.routes.contains(where: { $0.outstanding > 0 }) else {
      return results.compactMap(\.trouble)
    }
    if let expiry, clock.elapsed >= expiry {
      observer.observe(.jobExpired(hasBegun: true))
      receipt.ending = .jobExpired
    }
    if stop.isRequested { receipt.ending = .stopped }
    return results.compactMap(\.trouble)
  }

  /// Begins nothing of a job whose time is over; one that was delivered before is done.
  private func endExpired(_ job: ExportJob, receipt: inout RunReceipt) async throws(RunTrouble) {
    let items = try await record().items.count
    await takeKnown(into: &receipt)
    guard items == 0 || items < job.numberOfItems ?? 0 || !receipt.isClear else { return }
    receipt.ending = .jobExpired
    observer.observe(.jobExpired(hasBegun: false))
  }

  /// Says of a job that has ended what its routes still owe, and to the sinks of routes that owe nothing that they have all;
  /// touches nothing else.
  ///
  /// - Returns: how many items were never retrieved, as far as is known, and what went wrong.
  private func endJob(
    _ job: ExportJob, receipt: inout RunReceipt
  ) async throws(RunTrouble) -> (missed: Int, [RunTrouble]) {
    receipt.ending = .jobFinished
    receipt.jobStatus = job.status.name
    receipt.jobFailureReason = job.failureReasonType
    let record = try await record(endedAs: job.status)
    let work = Worklist(plan, record)
    let counts = ItemCounts(work, plan: plan, progress: record.routes)
    take(counts, into: &receipt)
    observer.observe(.jobEnded(job))
    let missed = max(0, (job.numberOfItems ?? 0) - record.items.count)
    if missed > 0, record.items.count > 0 { observer.observe(.neverRetrieved(items: missed)) }
    observeHeld(counts)
    var troubles: [RunTrouble] = []
    for delivery in deliveries(work, nil, counts, expiry: nil)
    where delivery.isToFinish(after: record.routes)
      && plan.refusal(of: delivery.route, after: record.routes, work) == nil
    {
      if let trouble = await delivery.deliverAll(from: record.routes).trouble {
        troubles.append(trouble)
      }
    }
    return (missed, troubles)
  }

  /// Counts what is owed by the ledger alone, for a run that retrieved nothing.
  private func takeKnown(into receipt: inout RunReceipt) async {
    // A ledger that cannot be read is found when the receipt is stored.
    guard let record = try? await record(), record.items.count > 0 else { return }
    take(
      ItemCounts(Worklist(plan, record), plan: plan, progress: record.routes), into: &receipt)
    // Nothing was read of which something could be skipped.
    receipt.skipped = 0
  }

  private func take(_ counts: ItemCounts, into receipt: inout RunReceipt) {
    receipt.held = counts.held
    receipt.skipped = counts.skipped
    receipt.routes = counts.routes.map { RunReceipt.Route(name: $0.name, $0.tally) }
  }

  private func observeHeld(_ counts: ItemCounts) {
    for (route, tally) in counts.routes {
      for reason in HeldReason.allCases {
        guard let items = tally.held[reason] else { continue }
        observer.observe(.held(route: route, items: items, reason: reason))
      }
    }
    for held in counts.heldStatuses {
      observer.observe(.heldStatus(held.status, items: held.count))
    }
    let untaken = counts.untaken + counts.untakenSince
    if untaken > 0, plan.unmatched != .skip { observer.observe(.untaken(items: untaken)) }
  }

  // MARK: Storing and delivering

  private func store(
    _ change: JobChange, receipt: inout RunReceipt
  ) async throws(RunTrouble) {
    if !change.isEmpty {
      do {
        try await ledger.store(change, of: plan.jobID)
      } catch {
        throw .ledger(error)
      }
      CrashPoint.itemsStored.pass()
    }
    receipt.storedNew = change.items.count - change.firstNew
    receipt.storedChanged = change.changed.count
    receipt.missing = change.missing.count
    receipt.orderHash = OrderHash.of(change.items.entryIDs)
    observer.observe(.stored(new: receipt.storedNew, changed: receipt.storedChanged))
    if receipt.missing > 0 { observer.observe(.missing(items: receipt.missing)) }
  }

  /// Delivers to all routes side by side, each from its own position.
  private func deliver(
    _ work: Worklist, _ data: Spool?, _ counts: ItemCounts, progress: [Name: RouteProgress],
    expiry: Duration?
  ) async -> [RouteDelivery.Result] {
    await withTaskGroup(of: (Int, RouteDelivery.Result).self) { group in
      for (index, delivery) in deliveries(work, data, counts, expiry: expiry).enumerated() {
        group.addTask { (index, await delivery.deliverAll(from: progress)) }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// What delivers to each route.
  private func deliveries(
    _ work: Worklist, _ data: Spool?, _ counts: ItemCounts, expiry: Duration?
  ) -> [RouteDelivery] {
    zip(plan.routes, counts.routes).map { route, counted in
      RouteDelivery(
        plan: plan, route: route, work: work, data: route.takesData ? data : nil,
        tally: counted.tally, ledger: ledger,
        observer: observer, clock: clock, stop: stop, expiry: expiry)
    }
  }
}
