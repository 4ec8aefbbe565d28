import Foundation
import SinkKit

/// A sink that adds lines to a file and says that it absorbs repeats, with a fault of its choice.
struct FaultySinkModule: SinkModule {
  /// What it does wrong.
  enum Fault: String, CaseIterable, Sendable {
    /// Nothing: an item that the file has is not added again.
    case none
    /// It says that a batch is delivered before the file has it.
    case early
    /// It does not look whether the file has an item.
    case doubles
    /// It never writes the last item of a batch that a run after a death delivers.
    case loses
    /// It writes the items of a batch backwards.
    case reorders
    /// It writes items of another export job as well.
    case mixes
    /// It says nothing of whole export jobs.
    case silent
    /// It has no consumer.
    case hides
  }

  static let path = Setting("path", ValueType<String>.path, "The file.")
  static let fault = Setting(
    "fault", ValueType<Fault>.choice(), default: .none, "What it does wrong.")
  static let descriptor = SinkDescriptor(
    kind: "faulty", summary: "Adds lines to a file.", redelivery: .absorbed, finishes: true,
    settings: [path, fault])

  let path: String
  let fault: Fault

  init(settings: CheckedSettings) throws(Diagnostic) {
    path = settings[Self.path]
    fault = settings[Self.fault]
  }

  var claims: Set<ResourceClaim> { [.file(path), .file("\(path).whole")] }

  var consumer: (any SinkConsumer)? { fault == .hides ? nil : FaultyConsumer(path: path) }

  func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    FaultySink(path: path, fault: fault)
  }
}

/// See ``FaultySinkModule``.
actor FaultySink: Sink {
  private let path: String
  private let fault: FaultySinkModule.Fault
  private let isAgain: Bool
  private var waiting: [StoredItem] = []

  init(path: String, fault: FaultySinkModule.Fault) {
    self.path = path
    self.fault = fault
    isAgain = FileManager.default.fileExists(atPath: path)
  }

  func deliver(_ batch: ItemBatch) throws(SinkError) -> DeliveryReceipt {
    do {
      var items = batch.items
      if fault == .loses, isAgain { items.removeLast() }
      if fault == .reorders { items.reverse() }
      if fault == .mixes {
        items += items.map {
          StoredItem(
            ordinal: $0.ordinal, jobID: JobID($0.entryID.identifier), entryID: $0.entryID,
            status: $0.status)
        }
      }
      if fault == .early { (items, waiting) = (waiting, items) }
      try write(items)
      return DeliveryReceipt(written: batch.items.count)
    } catch {
      throw SinkError(.storage, "\(path): \(error)")
    }
  }

  func finish(_ set: WholeSet) throws(SinkError) {
    guard fault != .silent, let name = Name("faulty") else { return }
    let line = Data(set.jsonLine(of: SinkLabel(job: name, route: name)))
    do {
      try line.write(to: URL(filePath: "\(path).whole"))
    } catch {
      throw SinkError(.storage, "\(path): \(error)")
    }
  }

  func close() throws(SinkError) {
    do { try write(waiting) } catch { throw SinkError(.storage, "\(path): \(error)") }
  }

  private func write(_ items: [StoredItem]) throws {
    let known = fault == .doubles ? [] : Set(try FaultyConsumer(path: path).items().map(\.entryID))
    var contents = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
    for item in items where !known.contains(item.entryID) { contents += item.jsonLine }
    try contents.write(to: URL(filePath: path))
  }
}

/// Reads the file.
struct FaultyConsumer: SinkConsumer {
  let path: String

  func items() throws -> [DeliveredItem] {
    guard let contents = try? Data(contentsOf: URL(filePath: path)) else { return [] }
    return try contents.split(separator: UInt8(ascii: "\n")).map { try DeliveredItem(jsonLine: $0) }
  }

  func wholeSets() throws -> [WholeSet] {
    guard let line = try? Data(contentsOf: URL(filePath: "\(path).whole")) else { return [] }
    return [try WholeSet(jsonLine: line)]
  }

  func take() -> [DeliveredItem] { [] }
}
