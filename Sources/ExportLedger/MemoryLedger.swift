public import ExportEngine
public import ExportModel
import Synchronization

/// A ledger in memory: it begins with what is known, and forgets everything with the process. What
/// runs on it leaves nothing behind.
public final class MemoryLedger: Ledger {
  private let records: Mutex<[JobID: JobRecord]>

  /// Creates a ledger that knows these jobs.
  public init(_ records: [JobID: JobRecord] = [:]) { self.records = Mutex(records) }

  /// Everything known of a job; an empty record for a job never seen.
  public func record(of job: JobID) async throws(LedgerError) -> JobRecord {
    records.withLock { $0[job] ?? JobRecord() }
  }

  /// Keeps what a snapshot brought.
  public func store(_ change: JobChange, of job: JobID) async throws(LedgerError) {
    records.withLock { records in
      var record = records[job] ?? JobRecord()
      record.items = change.items
      for (route, ordinals) in change.late { record.routes[route]?.late.formUnion(ordinals) }
      records[job] = record
    }
  }

  /// Keeps that a batch was delivered.
  public func store(_ delivery: RecordedDelivery, of job: JobID) async throws(LedgerError) {
    records.withLock { records in
      var progress =
        records[job]?.routes[delivery.route]
        ?? RouteProgress(position: 0, terms: delivery.terms)
      progress.position = delivery.position
      progress.terms = delivery.terms
      progress.late.subtract(delivery.deliveredLate)
      progress.late.formUnion(delivery.passed)
      progress.rejected += delivery.rejected.count
      records[job, default: JobRecord()].routes[delivery.route] = progress
    }
  }

  /// Keeps nothing: nobody asks a ledger in memory for its runs.
  public func store(_ receipt: RunReceipt) async throws(LedgerError) {}
}
