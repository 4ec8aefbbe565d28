public import ExportModel
import Synchronization

/// A ledger in memory: it begins with what is known, and forgets everything with the process. What
/// runs on it leaves nothing behind.
public final class MemoryLedger: Ledger {
  /// What looks for entries in other export jobs.
  public typealias ItemsElsewhere =
    @Sendable ([EntryID], JobID) throws(LedgerError) -> [EntryID: [ItemElsewhere]]

  private let records: Mutex<[JobID: JobRecord]>
  private let itemsElsewhere: ItemsElsewhere

  /// Creates a ledger that knows these jobs.
  ///
  /// - Parameter itemsElsewhere: answers what is known of entries as items of other jobs.
  public init(
    _ records: [JobID: JobRecord] = [:],
    itemsElsewhere: @escaping ItemsElsewhere = { _, _ throws(LedgerError) in [:] }
  ) {
    self.records = Mutex(records)
    self.itemsElsewhere = itemsElsewhere
  }

  /// Everything known of a job; an empty record for a job never seen.
  public func record(of job: JobID) async throws(LedgerError) -> JobRecord {
    records.withLock { $0[job] ?? JobRecord() }
  }

  /// What is known of entries as items of other export jobs.
  public func itemsElsewhere(
    of entries: [EntryID], beside job: JobID
  ) async throws(LedgerError) -> [EntryID: [ItemElsewhere]] { try itemsElsewhere(entries, job) }

  /// None: what runs on a ledger in memory is about one job.
  public func jobsInDoubt(
    of definition: [Name], beside job: JobID
  ) async throws(LedgerError) -> [JobID] { [] }

  /// Keeps what a snapshot brought.
  public func store(_ change: JobChange, of job: JobID) async throws(LedgerError) {
    records.withLock { $0[job, default: JobRecord()].apply(change) }
  }

  /// Keeps that a batch was delivered.
  public func store(_ delivery: RecordedDelivery, of job: JobID) async throws(LedgerError) {
    records.withLock { $0[job, default: JobRecord()].apply(delivery) }
  }

  /// Keeps nothing: no job is ever in doubt.
  public func store(clear jobs: [JobID], of definition: [Name]) async throws(LedgerError) {}

  /// Keeps nothing: nobody asks a ledger in memory for its runs.
  public func store(_ receipt: RunReceipt) async throws(LedgerError) {}
}
