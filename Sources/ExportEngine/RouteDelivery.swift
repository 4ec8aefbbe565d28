import CrashPoints
import DurableFiles
import ExportModel
import PageSourceKit
import SinkKit

/// Delivers what a route still owes to its sink, batch by batch: the sink makes a batch durable,
/// then the ledger moves the position.
struct RouteDelivery: Sendable {
  let plan: ExportRun.Plan
  let route: ExportRun.Route
  let work: Worklist
  /// What the items are; nil where the route's sink has no use for that.
  let data: Spool?
  let tally: RouteTally
  let ledger: any Ledger
  let observer: any RunObserver
  let clock: any RunClock
  let stop: StopSwitch
  /// When the export job expires, by the clock's elapsed time; nil where that is unknown or does not count.
  let expiry: Duration?

  /// What came of it; the trouble is nil when everything owed was delivered or a stop was asked for.
  struct Result: Sendable {
    var receipt: RunReceipt.Route
    var trouble: RunTrouble?
  }

  var retry: SinkRetry {
    SinkRetry(
      policy: plan.failure.sinkRetry, route: route.name, observer: observer, clock: clock,
      stop: stop)
  }

  /// Delivers until nothing is owed, a stop is asked for, the export job expires, the sink rejects too many
  /// items, or the sink or the ledger is in trouble.
  ///
  /// - Parameter progress: that of every route of the export job.
  func deliverAll(from progress: [Name: RouteProgress]) async -> Result {
    let duty = RouteObligations(route, work, progress: progress[route.name])
    var queue = RouteQueue(
      duty, items: work.items.count, progress: progress[route.name], outstanding: tally.outstanding,
      dataSize: { [data, work] in data?.size(of: work.items.entryIDs[$0]) ?? 0 })
    var result = Result(receipt: .init(name: route.name, tally))
    do throws(RunTrouble) {
      if route.isReplaced(since: progress[route.name]) {
        observer.observe(.placeReplaced(route: route.name, place: "\(route.place())"))
      }
      if let refusal = plan.refusal(of: route, after: progress, work) { throw refusal }
      guard queue.outstanding > 0 || isToFinish(after: progress) else { return result }
      let sink = try await open()
      CrashPoint.sinkOpened.pass()
      var rejected: Set<EntryID> = []
      while !stop.isRequested, !isExpired, !rejectsTooMany(result.receipt),
        let batch = queue.next(limit: route.batchLimit)
      {
        rejected.formUnion(try await deliver(batch, to: sink, receipt: &result.receipt))
      }
      if queue.outstanding == 0, result.receipt.outstanding == 0, isToFinish(after: progress) {
        try await finish(sink, duty, rejected)
      }
      // Closing says that every delivery is recorded, so it is only reached when that is true.
      try await close(sink)
      CrashPoint.sinkClosed.pass()
      if let limit = plan.failure.maxRejected, rejectsTooMany(result.receipt),
        result.receipt.outstanding > 0
      {
        throw .tooManyRejected(
          route: route.name, rejected: result.receipt.rejected, limit: limit)
      }
    } catch {
      // A sink's passing trouble that a stop cut short is a stop: the next run tries again.
      if stop.isRequested, case .sink(_, let error) = error, error.code.isWorthRetrying {
        return result
      }
      result.trouble = error
      observer.observe(.failed(error))
    }
    return result
  }

  private var isExpired: Bool { expiry.map { clock.elapsed >= $0 } ?? false }

  private func rejectsTooMany(_ receipt: RunReceipt.Route) -> Bool {
    plan.failure.maxRejected.map { receipt.rejected > $0 } ?? false
  }

  private func open() async throws(RunTrouble) -> any Sink {
    let label = SinkLabel(job: plan.definition, route: route.name)
    do {
      return try await retry { () async throws(SinkError) in try await route.open(label) }
    } catch {
      throw .sink(route: route.name, error)
    }
  }

  private func close(_ sink: any Sink) async throws(RunTrouble) {
    do {
      try await retry { () async throws(SinkError) in try await sink.close() }
    } catch {
      throw .sink(route: route.name, error)
    }
  }

  /// - Returns: the items that the sink will never take.
  private func deliver(
    _ batch: RouteQueue.Batch, to sink: any Sink, receipt: inout RunReceipt.Route
  ) async throws(RunTrouble) -> [EntryID] {
    let items = try items(of: batch)
    let delivery = try await deliver(items, to: sink)
    CrashPoint.batchDelivered.pass()
    do {
      try await ledger.store(
        recorded(batch, of: items, rejections: delivery.rejected), of: work.jobID)
      CrashPoint.positionMoved.pass()
    } catch {
      throw .ledger(error)
    }
    receipt.written += delivery.written
    receipt.absorbed += delivery.absorbed
    receipt.rejected += delivery.rejected.count
    receipt.outstanding -= batch.ordinals.count
    for rejection in delivery.rejected {
      observer.observe(
        .rejected(route: route.name, entryID: rejection.entryID, reason: rejection.reason))
    }
    observer.observe(
      .delivered(route: route.name, receipt: delivery, outstanding: receipt.outstanding))
    return delivery.rejected.map(\.entryID)
  }

  private func items(of batch: RouteQueue.Batch) throws(RunTrouble) -> ItemBatch {
    var items: [StoredItem] = []
    for ordinal in batch.ordinals {
      let data = try DataRetrieval.read { () throws(FileError) -> ItemData? in
        try self.data?.data(of: work.items.entryIDs[ordinal])
      }
      items.append(work.storedItem(ordinal, for: route.name, data))
    }
    return ItemBatch(items)
  }

  private func deliver(
    _ items: ItemBatch, to sink: any Sink
  ) async throws(RunTrouble) -> DeliveryReceipt {
    do throws(SinkError) {
      let receipt = try await retry { () async throws(SinkError) in try await sink.deliver(items) }
      try check(receipt, against: items)
      return receipt
    } catch {
      throw .sink(route: route.name, error)
    }
  }

  private func check(
    _ receipt: DeliveryReceipt, against items: ItemBatch
  ) throws(SinkError) {
    let hint = "this is a mistake in the sink, and the batch will be delivered again"
    let counted = receipt.written + receipt.absorbed + receipt.rejected.count
    guard counted == items.items.count else {
      throw SinkError(
        .broken, "the sink accounts for \(counted) of \(items.items.count) items it was given",
        hint: hint)
    }
    let rejected = Set(receipt.rejected.map(\.entryID))
    guard rejected.count == receipt.rejected.count,
      rejected.isSubset(of: items.items.map(\.entryID))
    else {
      throw SinkError(
        .broken, "the sink rejects an item that it was not given, or one item twice", hint: hint)
    }
  }

  private func recorded(
    _ batch: RouteQueue.Batch, of items: ItemBatch, rejections: [DeliveryReceipt.Rejection]
  ) -> RecordedDelivery {
    var reasons: [EntryID: String] = [:]
    for rejection in rejections { reasons[rejection.entryID] = rejection.reason }
    return RecordedDelivery(
      route: route.name, terms: plan.terms(of: route), position: batch.position,
      deliveredLate: batch.isLate ? batch.ordinals : [], passed: batch.passed,
      rejected: items.items.compactMap { item in
        reasons[item.entryID].map { .init(ordinal: item.ordinal, reason: $0) }
      })
  }
}
