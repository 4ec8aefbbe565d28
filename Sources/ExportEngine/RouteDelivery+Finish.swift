import CrashPoints
import ExportModel
import PageSourceKit
import SinkKit

/// Telling a sink that it has all items of an export job.
extension RouteDelivery {
  /// Whether the sink is to be told once what is outstanding is delivered.
  func isToFinish(after progress: [Name: RouteProgress]) -> Bool {
    route.finishes && tally.owed == tally.outstanding && tally.delivered + tally.outstanding > 0
      && (tally.outstanding > 0 || progress[route.name]?.isFinished == false)
  }

  /// Tells the sink, and then the ledger that it knows.
  ///
  /// - Parameters:
  ///   - duty: what the route had to do when the run began.
  ///   - rejected: the items that the sink will never take, of those that were outstanding then.
  func finish(
    _ sink: any Sink, _ duty: RouteObligations, _ rejected: Set<EntryID>
  ) async throws(RunTrouble) {
    let entries = (0..<work.items.count).filter { ordinal in
      switch duty.obligation(ordinal) {
      case .delivered: duty.laterJob(of: ordinal) == nil
      case .outstanding: !rejected.contains(work.items.entryIDs[ordinal])
      default: false
      }
    }.map { work.items.entryIDs[$0] }
    guard !entries.isEmpty else { return }
    let set = WholeSet(
      jobID: work.jobID, items: entries.count, rejected: tally.rejected + rejected.count,
      orderHash: OrderHash.of(entries), finishedAt: DataRetrieval.text(of: clock.wallMilliseconds))
    do {
      try await retry { () async throws(SinkError) in try await sink.finish(set) }
    } catch {
      throw .sink(route: route.name, error)
    }
    CrashPoint.setFinished.pass()
    do {
      try await ledger.store(finished: route.name, of: work.jobID)
    } catch {
      throw .ledger(error)
    }
    CrashPoint.finishStored.pass()
  }
}
