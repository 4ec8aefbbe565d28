import CrashPoints
import ExportModel
import PageSourceKit
import SinkKit

/// Telling a sink that it has all items of an export job.
extension RouteDelivery {
  /// Whether the sink has all items once what is outstanding is delivered, and does not know it yet.
  ///
  /// A route whose entries went out as part of a later export job has delivered nothing of this one.
  func isToFinish(after progress: [Name: RouteProgress]) -> Bool {
    guard route.finishes, tally.owed == tally.outstanding else { return false }
    let isFinished = progress[route.name].map { $0.isFinished || !$0.hasDelivered } ?? true
    return tally.outstanding > 0 || !isFinished
  }

  /// Lets the sink know, and then the ledger that it does; where the sink has no item, only the ledger.
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
    if !entries.isEmpty { try await finish(sink, of: entries, rejected: rejected.count) }
    do {
      try await ledger.store(finished: route.name, of: work.jobID)
    } catch {
      throw .ledger(error)
    }
    CrashPoint.finishStored.pass()
  }

  private func finish(
    _ sink: any Sink, of entries: [EntryID], rejected: Int
  ) async throws(RunTrouble) {
    let set = WholeSet(
      jobID: work.jobID, items: entries.count, rejected: tally.rejected + rejected,
      orderHash: OrderHash.of(entries), finishedAt: clock.wallText)
    do {
      try await retry { () async throws(SinkError) in try await sink.finish(set) }
    } catch {
      throw .sink(route: route.name, error)
    }
    CrashPoint.setFinished.pass()
  }
}
