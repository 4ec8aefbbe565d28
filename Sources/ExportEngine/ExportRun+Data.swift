import DurableFiles
import ExportModel
import PageSourceKit

/// What the items are: retrieved when something is to be delivered, and gone when the run is over.
extension ExportRun {
  /// What is to be delivered, and what it is.
  struct ReadData: Sendable {
    /// The items, those held of which the API has no accounting data.
    let work: Worklist
    /// What they are; nil where nobody asks.
    let spool: Spool?
  }

  /// Retrieves what the items are, where that is asked for and something is to be delivered; nil when a stop was asked
  /// for.
  func readData(
    of snapshot: Snapshot, of job: ExportJob, for reconciled: Reconciled
  ) async throws(RunTrouble) -> ReadData? {
    let work = reconciled.work
    guard let folder = plan.dataFolder, plan.routes.contains(where: \.takesData),
      ItemCounts(work, plan: plan, progress: reconciled.routes).routes.contains(where: {
        $0.tally.outstanding > 0
      })
    else { return ReadData(work: work, spool: nil) }
    let result = await stop.unlessStopped { () async -> Result<Spool, SourceError> in
      do throws(SourceError) {
        return .success(
          try await DataRetrieval(
            source: source, job: job, snapshot: snapshot, in: folder, observer: observer,
            now: clock.wallMilliseconds
          ).wholeSet())
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case nil: return nil
    case .failure(let error): throw .source(error)
    case .success(let spool):
      let held = work.holding(whatLacks: spool)
      try checkMissing(held)
      return ReadData(work: held, spool: spool)
    }
  }

  private func checkMissing(_ work: Worklist) throws(RunTrouble) {
    let count = work.withoutData.count
    guard plan.recovery.missingData == .fail, count > 0 else { return }
    throw .source(
      SourceError(
        .badAnswer,
        "the API has no accounting data of \(count == 1 ? "an item" : "\(count) items") that "
          + (count == 1 ? "needs work" : "need work"),
        hint: "nothing was stored; ask whoever runs the API, or set 'missing_data: hold' to deliver the others"))
  }
}
