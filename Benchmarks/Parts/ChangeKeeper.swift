import ExportEngine
import ExportModel
import Synchronization

/// A ledger that knows nothing and keeps what it is to store: the change that a first run brings.
final class ChangeKeeper: Ledger {
  private let kept = Mutex<JobChange?>(nil)

  var change: JobChange? { kept.withLock { $0 } }

  func record(of job: JobID) -> JobRecord { JobRecord() }
  func store(_ change: JobChange, of job: JobID) { kept.withLock { $0 = change } }

  func itemsElsewhere(
    of entries: [EntryID], beside job: JobID
  ) -> [EntryID: [ItemElsewhere]] { [:] }
  func jobsInDoubt(of definition: [Name], beside job: JobID?) -> [JobID] { [] }
  func store(_ delivery: RecordedDelivery, of job: JobID) {}
  func store(finished route: Name, of job: JobID) {}

  func store(clear jobs: [JobID], of definition: [Name]) {}
  func store(_ receipt: RunReceipt) {}
}
