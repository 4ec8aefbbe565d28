import ExportEngine
import ExportModel
import Settings
import SinkKit
import Synchronization

/// A sink that keeps what it is given in a ``SinkPlace`` and does as its script says.
struct RecordingSinkModule: SinkModule {
  /// What happens instead of a plain delivery.
  enum Fault: Sendable {
    /// Nothing of the batch becomes durable.
    case before(SinkError)
    /// The batch is durable, and yet the sink says that it failed.
    case after(SinkError)
    /// The batch is durable, and the receipt is this one.
    case receipt(DeliveryReceipt)
  }

  /// What the sink does.
  struct Script: Sendable {
    /// Faults of openings, by their number in this process, counted from 1.
    var opening: [Int: SinkError] = [:]
    /// Faults of deliveries, by their number in this process, counted from 1.
    var delivering: [Int: Fault] = [:]
    /// Items that are never taken, and why.
    var rejecting: [EntryID: String] = [:]
    /// The fault of telling consumers that an export job is whole.
    var finishing: SinkError?
    /// Faults of closings, by their number in this process, counted from 1.
    var closing: [Int: SinkError] = [:]
    /// What happens while a batch is delivered.
    var whileDelivering: (@Sendable (ItemBatch) async -> Void)?
    /// What the sink holds for itself.
    var claims: Set<ResourceClaim> = []
  }

  static let descriptor = SinkDescriptor(
    kind: "recording", summary: "keeps items for a test", redelivery: .absorbed, takesData: true,
    settings: [])

  let place: SinkPlace
  let life: Life
  let log: EventLog
  let script: Script
  private let calls = Calls()

  init(_ place: SinkPlace, life: Life, log: EventLog, script: Script = Script()) {
    self.place = place
    self.life = life
    self.log = log
    self.script = script
  }

  init(settings: CheckedSettings) { preconditionFailure("tests make this sink themselves") }

  var claims: Set<ResourceClaim> { script.claims }

  func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    let number = calls.nextOpening()
    if let error = script.opening[number] { throw error }
    try step {
      place.open(as: label)
      log.note("open \(label.route)")
    }
    return RecordingSink(route: label.route, module: self, calls: calls)
  }

  fileprivate func step<Value>(_ effect: () -> Value) throws(SinkError) -> Value {
    do {
      return try life.step(effect)
    } catch {
      throw SinkError(.storage, "the process is dead")
    }
  }

  /// Counts the calls of one process.
  fileprivate final class Calls: Sendable {
    private let counts = Mutex((openings: 0, deliveries: 0, closings: 0))

    func nextOpening() -> Int {
      counts.withLock { counts in
        counts.openings += 1
        return counts.openings
      }
    }

    func nextClosing() -> Int {
      counts.withLock { counts in
        counts.closings += 1
        return counts.closings
      }
    }

    func nextDelivery() -> Int {
      counts.withLock { counts in
        counts.deliveries += 1
        return counts.deliveries
      }
    }
  }
}

private struct RecordingSink: Sink {
  let route: Name
  let module: RecordingSinkModule
  let calls: RecordingSinkModule.Calls

  /// More deliveries than any test has: an engine that delivers for ever shall fail, and not hang.
  private static let mostDeliveries = 20_000

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    let number = calls.nextDelivery()
    guard number <= Self.mostDeliveries else {
      throw SinkError(.broken, "the run has delivered \(number) batches, and goes on")
    }
    let ordinals = batch.items.map { String($0.ordinal) }.joined(separator: " ")
    module.log.note("deliver \(route) \(ordinals)")
    await module.script.whileDelivering?(batch)
    await Task.yield()
    switch module.script.delivering[number] {
    case nil:
      return try keep(batch)
    case .before(let error):
      throw error
    case .after(let error):
      _ = try keep(batch)
      throw error
    case .receipt(let receipt):
      _ = try keep(batch)
      return receipt
    }
  }

  func finish(_ set: WholeSet) async throws(SinkError) {
    await Task.yield()
    if let error = module.script.finishing { throw error }
    try module.step {
      module.place.finish(set)
      module.log.note("finish \(route) \(set.items)")
    }
  }

  private func keep(_ batch: ItemBatch) throws(SinkError) -> DeliveryReceipt {
    let reasons = module.script.rejecting
    let rejected = batch.items.compactMap { item in
      reasons[item.entryID].map { DeliveryReceipt.Rejection(item.entryID, reason: $0) }
    }
    let taken = batch.items.filter { reasons[$0.entryID] == nil }
    let written = try module.step {
      let ordinals = taken.map { String($0.ordinal) }.joined(separator: " ")
      module.log.note("durable \(route) \(ordinals)")
      return module.place.keep(taken)
    }
    return DeliveryReceipt(
      written: written, absorbed: taken.count - written, rejected: rejected)
  }

  func close() async throws(SinkError) {
    if let error = module.script.closing[calls.nextClosing()] { throw error }
    try module.step {
      module.place.close()
      module.log.note("close \(route)")
    }
  }
}
