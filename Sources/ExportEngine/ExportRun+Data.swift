import DurableFiles
import ExportModel
import PageSourceKit

/// What the items are: retrieved when something is to be delivered, and gone when the run is over.
extension ExportRun {
  /// What reading what the items are comes to.
  enum DataReading: Sendable {
    /// What the snapshot means, those items held of which the API has no accounting data, and what they are; nil where nobody
    /// asks.
    case read(Reconciled, Spool?)
    /// The job ended meanwhile.
    case endedJob(ExportJob)
    /// A stop was asked for.
    case stopped
  }

  /// Retrieves what the items are, where something is to be delivered to a sink that takes it, a route decides by it what it
  /// takes, or new items are to be put in an order by it.
  func readData(
    of snapshot: Snapshot, of job: ExportJob, for reconciled: Reconciled
  ) async throws(RunTrouble) -> DataReading {
    guard let folder = plan.dataFolder,
      isOrderOpen(reconciled) || isOutstandingWithData(reconciled) || reconciled.isUndecided(plan)
    else { return .read(reconciled, nil) }
    let result = await stop.unlessStopped { () async -> Result<(Spool?, ExportJob), SourceError> in
      do throws(SourceError) {
        return .success(try await retrieveData(of: snapshot, of: job, in: folder))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case nil: return .stopped
    case .failure(let error): throw .source(error)
    case .success(let (spool, job)):
      guard job.status.isOpen, var spool else { return .endedJob(job) }
      var ordered = reconciled
      if isOrderOpen(reconciled) {
        try checkDates(of: reconciled, in: spool)
        ordered = try await reconcile(snapshot, with: spool)
        spool.forgetDates()
      }
      try ordered.decide(with: spool, plan)
      ordered.hold(whatLacks: spool, plan)
      try checkMissing(
        ordered.work, ItemCounts(ordered.work, plan: plan, progress: ordered.routes))
      return .read(ordered, spool)
    }
  }

  /// Throws where a new item that is to be delivered has no date: any place would be a guess.
  private func checkDates(of reconciled: Reconciled, in spool: Spool) throws(RunTrouble) {
    let items = reconciled.change.items
    let undated = (reconciled.change.firstNew..<items.count).first { ordinal in
      items.work[ordinal] != .none && spool.isUndated(items.entryIDs[ordinal])
    }
    guard let undated else { return }
    throw .source(
      SourceError(
        .badAnswer,
        "item \(items.entryIDs[undated]) has no date that can be read in its accounting data, and the order is by date",
        hint: "nothing was stored; ask whoever runs the API, or set another 'order'"))
  }

  /// Whether new items get their places by what they are.
  private func isOrderOpen(_ reconciled: Reconciled) -> Bool {
    plan.order == .transactionDate && reconciled.change.firstNew < reconciled.change.items.count
  }

  /// Whether something is to be delivered to a sink that takes what the items are.
  private func isOutstandingWithData(_ reconciled: Reconciled) -> Bool {
    let tallies = ItemCounts(reconciled.work, plan: plan, progress: reconciled.routes).routes.map(
      \.tally)
    return zip(plan.routes, tallies).contains { $0.takesData && $1.outstanding > 0 }
  }

  /// What the items are, and the job after that: it may have ended meanwhile, and then there may be no more data of it.
  private func retrieveData(
    of snapshot: Snapshot, of job: ExportJob, in folder: String
  ) async throws(SourceError) -> (Spool?, ExportJob) {
    let retrieval = DataRetrieval(
      source: source, job: job, snapshot: snapshot, in: folder,
      keepsDates: plan.order == .transactionDate, observer: observer, fetchedAt: clock.wallText)
    do {
      return (try await retrieval.wholeSet(), try await readJob())
    } catch {
      guard error.code == .badAnswer, let job = try? await readJob(), job.status.isFinished else {
        throw error
      }
      return (nil, job)
    }
  }

  private func checkMissing(_ work: Worklist, _ counts: ItemCounts) throws(RunTrouble) {
    guard plan.recovery.missingData == .fail, let count = counts.heldByRoutes[.withoutData],
      let first = work.withoutData.min()
    else { return }
    let entry = work.items.entryIDs[first]
    throw .source(
      SourceError(
        .badAnswer,
        count == 1
          ? "the API has no accounting data of item \(entry), which needs work"
          : "the API has no accounting data of \(count) items that need work, such as \(entry)",
        hint:
          "nothing was stored; ask whoever runs the API, or set 'missing_data: hold' to deliver the others"
      ))
  }
}

extension ExportRun.Reconciled {
  /// Holds the items that a route owes and of which the API has no accounting data.
  fileprivate mutating func hold(whatLacks spool: Spool, _ plan: ExportRun.Plan) {
    let lacking = (0..<work.items.count).filter {
      work.isWork($0) && !work.missing.contains($0) && !spool.has(work.items.entryIDs[$0])
    }
    guard !lacking.isEmpty else { return }
    let duties = JobObligations(plan, work, progress: routes).routes.map(\.duty)
    work.withoutData = Set(
      lacking.filter { ordinal in
        duties.contains { if case .outstanding = $0.obligation(ordinal) { true } else { false } }
      })
    change.withoutData = work.withoutData
  }
}
