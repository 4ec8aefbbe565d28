import ExportEngine
import ExportModel
import JobFile
import SinkKit
import Synchronization

/// A process that dies where a test says; from then on, nothing that it does has an effect.
final class TestProcess: Sendable {
  private let crash: JobTest.Crash?
  private let over = Mutex(false)

  /// Begins a process; without a place to die at, it goes on to its end.
  init(dyingAt crash: JobTest.Crash? = nil) { self.crash = crash }

  /// Whether it has died.
  var isOver: Bool { over.withLock { $0 } }

  /// Whether it dies here.
  func dies(_ place: JobTest.Crash) -> Bool {
    guard place == crash else { return false }
    over.withLock { $0 = true }
    return true
  }
}

/// A ledger as a process that may die uses it.
final class MortalLedger: Ledger {
  private let ledger: any Ledger
  private let process: TestProcess
  private let batches = Mutex<[Name: Int]>([:])

  init(ledger: any Ledger, process: TestProcess) {
    self.ledger = ledger
    self.process = process
  }

  func record(of job: JobID) async throws(LedgerError) -> JobRecord {
    try await ledger.record(of: job)
  }

  func itemsElsewhere(
    of entries: [EntryID], beside job: JobID
  ) async throws(LedgerError) -> [EntryID: [ItemElsewhere]] {
    try await ledger.itemsElsewhere(of: entries, beside: job)
  }

  func jobsInDoubt(
    of definition: [Name], beside job: JobID?
  ) async throws(LedgerError) -> [JobID] {
    try await ledger.jobsInDoubt(of: definition, beside: job)
  }

  func store(_ change: JobChange, of job: JobID) async throws(LedgerError) {
    if process.dies(.afterRetrieving) { throw Self.died }
    try await ledger.store(change, of: job)
    if process.dies(.afterStoring) { throw Self.died }
  }

  func store(_ delivery: RecordedDelivery, of job: JobID) async throws(LedgerError) {
    if process.isOver { throw Self.died }
    try await ledger.store(delivery, of: job)
    let batch = batches.withLock { batches in
      batches[delivery.route, default: 0] += 1
      return batches[delivery.route, default: 0]
    }
    if process.dies(.afterRecording(batch: batch, route: delivery.route)) { throw Self.died }
  }

  func store(finished route: Name, of job: JobID) async throws(LedgerError) {
    if process.isOver { throw Self.died }
    try await ledger.store(finished: route, of: job)
  }

  func store(clear jobs: [JobID], of definition: [Name]) async throws(LedgerError) {
    try await ledger.store(clear: jobs, of: definition)
  }

  func store(_ receipt: RunReceipt) async throws(LedgerError) {}

  private static let died = LedgerError(.storage, "the process is dead")
}

/// A sink's stand-in as a process that may die uses it.
final class TestSink: Sink {
  private let route: Name
  private let place: TestPlace
  private let process: TestProcess
  private let batches = Mutex(0)

  init(route: Name, place: TestPlace, process: TestProcess) {
    self.route = route
    self.place = place
    self.process = process
  }

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    if process.isOver { throw Self.died }
    let receipt = place.take(batch)
    let batch = batches.withLock { batches in
      batches += 1
      return batches
    }
    if process.dies(.afterDelivering(batch: batch, route: route)) { throw Self.died }
    return receipt
  }

  func close() async throws(SinkError) {}

  private static let died = SinkError(.storage, "the process is dead")
}

/// What a sink's stand-in has: it outlives the processes that deliver to it.
final class TestPlace: Sendable {
  private let redelivery: Redelivery
  private let state = Mutex((received: [EntryID](), repeated: Set<EntryID>()))

  /// Creates a place for a sink that treats an item that comes again in this way.
  init(_ redelivery: Redelivery) { self.redelivery = redelivery }

  /// What came, in order, each item where it came first.
  var received: [EntryID] { state.withLock { $0.received } }

  /// What a consumer sees more than once.
  var repeated: Set<EntryID> { state.withLock { $0.repeated } }

  fileprivate func take(_ batch: ItemBatch) -> DeliveryReceipt {
    state.withLock { state in
      let known = Set(state.received)
      let new = batch.items.map(\.entryID).filter { !known.contains($0) }
      state.received += new
      guard redelivery == .repeated else {
        return DeliveryReceipt(written: new.count, absorbed: batch.items.count - new.count)
      }
      state.repeated.formUnion(batch.items.map(\.entryID).filter(known.contains))
      return DeliveryReceipt(written: batch.items.count)
    }
  }
}
