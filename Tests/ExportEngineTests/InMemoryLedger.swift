import ExportEngine
import ExportModel
import Synchronization

/// A ledger's disk: it outlives the processes that use it.
final class LedgerDisk: Sendable {
  /// A call that can be made to fail.
  enum Call: Hashable, Sendable {
    case record, change, delivery(Name), finish(Name), clear, receipt
  }

  fileprivate let state = Mutex((contents: LedgerContents(), faults: [Call: LedgerError]()))

  /// What is on the disk.
  var contents: LedgerContents { state.withLock { $0.contents } }

  /// What is known of the job of the tests.
  var job: LedgerContents.Job { contents.jobs[Sample.job] ?? .init() }

  /// Takes a person's decision about items.
  func settle(_ route: Name, _ ordinals: Set<Ordinal>, of job: JobID = Sample.job) {
    state.withLock { $0.contents.settle(route, ordinals, of: job) }
  }

  /// Takes a person's decision that a route has another name.
  func rename(_ route: Name, to name: Name) {
    state.withLock { $0.contents.rename(route, to: name) }
  }

  /// Keeps of a route's terms only words, as an older ledger does.
  func keepWords(_ words: String, of route: Name, in job: JobID) {
    state.withLock { $0.contents.keepWords(words, of: route, in: job) }
  }

  /// Lets the calls fail with these errors from now on, and no others.
  func fail(_ faults: [Call: LedgerError]) { state.withLock { $0.faults = faults } }
}

/// A process's view of a ledger's disk: every call is one transaction, done or not.
struct InMemoryLedger: Ledger {
  let disk: LedgerDisk
  let life: Life
  let log: EventLog
  /// What happens after a delivery was recorded.
  var afterDelivery: (@Sendable (RecordedDelivery) -> Void)?

  func record(of job: JobID) async throws(LedgerError) -> JobRecord {
    await Task.yield()
    if let fault = disk.state.withLock({ $0.faults[.record] }) { throw fault }
    if life.isOver { throw Self.died }
    return disk.contents.record(of: job)
  }

  func itemsElsewhere(
    of entries: [EntryID], beside job: JobID
  ) async throws(LedgerError) -> [EntryID: [ItemElsewhere]] {
    if life.isOver { throw Self.died }
    return disk.contents.itemsElsewhere(of: entries, beside: job)
  }

  func jobsInDoubt(
    of definition: [Name], beside job: JobID?
  ) async throws(LedgerError) -> [JobID] {
    if life.isOver { throw Self.died }
    return disk.contents.jobsInDoubt(of: definition, beside: job)
  }

  func store(_ change: JobChange, of job: JobID) async throws(LedgerError) {
    let added = change.items.count - change.firstNew
    try await write(.change, noting: "change \(added) new, \(change.changed.count) changed") {
      $0.store(change, of: job)
    }
  }

  func store(_ delivery: RecordedDelivery, of job: JobID) async throws(LedgerError) {
    let line = "record \(delivery.route) \(delivery.position)"
    try await write(.delivery(delivery.route), noting: line) { $0.store(delivery, of: job) }
    afterDelivery?(delivery)
  }

  func store(finished route: Name, of job: JobID) async throws(LedgerError) {
    try await write(.finish(route), noting: "finished \(route)") { $0.finish(route, of: job) }
  }

  func store(clear jobs: [JobID], of definition: [Name]) async throws(LedgerError) {
    try await write(.clear, noting: nil) { $0.store(clear: jobs, of: definition) }
  }

  func store(_ receipt: RunReceipt) async throws(LedgerError) {
    try await write(.receipt, noting: "receipt \(receipt.ending.rawValue)") { $0.store(receipt) }
  }

  private static let died = LedgerError(.storage, "the process is dead")

  private func write(
    _ call: LedgerDisk.Call, noting line: String?, _ body: (inout LedgerContents) -> Void
  ) async throws(LedgerError) {
    await Task.yield()
    if let fault = disk.state.withLock({ $0.faults[call] }) { throw fault }
    do {
      try life.step {
        if let line { log.note(line) }
        disk.state.withLock { body(&$0.contents) }
      }
    } catch {
      throw Self.died
    }
  }
}
