import ExportModel
import Foundation
import Settings
import SinkKit

/// A folder and a sink in it that is opened as often as a rule needs.
struct Stage {
  let contract: SinkContract
  private let node: Node
  let folder: String
  let label: SinkLabel

  init(_ contract: SinkContract, in folder: String) throws {
    guard let job = Name("kit"), let route = Name("route") else {
      preconditionFailure("the kit's label has good names")
    }
    self.contract = contract
    self.folder = folder
    self.node = contract.settings(folder)
    self.label = SinkLabel(job: job, route: route)
    let module = try contract.module.make(from: node, in: folder)
    redelivery = module.redelivery
    remembersRemoved = module.remembersRemoved
  }

  /// What the sink does with an item that comes again.
  let redelivery: Redelivery

  /// Whether what was delivered survives a loss of power.
  var isDurable: Bool { contract.isDurable }

  /// Whether the sink says that what was removed does not come again.
  let remembersRemoved: Bool

  /// Removes everything that the sink holds, as a consumer does; nil where the contract has no way.
  var empty: (() async throws -> Void)? {
    contract.empty.map { empty in { [folder] in try await empty(folder) } }
  }

  /// A new module from the same settings.
  func module() throws -> any SinkModule { try contract.module.make(from: node, in: folder) }

  /// The names of what is in the folder.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// Opens the sink of a new module.
  func open() async throws -> any Sink { try await contract.open(module(), label, folder) }

  /// What the sink holds.
  func readBack() async throws -> [DeliveredItem] { try await contract.readBack(folder) }

  /// Opens the sink, delivers the batches and forgets the sink, as a process that dies does.
  ///
  /// - Returns: the items that the sink rejected.
  @discardableResult
  func deliver(_ batches: [ItemBatch]) async throws -> Set<DeliveredItem> {
    let sink = try await open()
    return try await deliver(batches, to: sink)
  }

  /// Delivers the batches and returns the items that the sink rejected.
  @discardableResult
  func deliver(_ batches: [ItemBatch], to sink: any Sink) async throws -> Set<DeliveredItem> {
    var rejected: Set<DeliveredItem> = []
    for batch in batches {
      let refused = Set(try await sink.deliver(batch).rejected.map(\.entryID))
      rejected.formUnion(
        batch.items.filter { refused.contains($0.entryID) }.map(DeliveredItem.init))
    }
    return rejected
  }
}

extension [DeliveredItem] {
  /// How often each item of a job is here, whatever its status.
  func counts() -> [ItemKey: Int] {
    reduce(into: [:]) { counts, item in counts[ItemKey(item), default: 0] += 1 }
  }
}

/// What an item is known by.
struct ItemKey: Hashable {
  let jobID: JobID
  let entryID: EntryID

  init(_ item: DeliveredItem) { (jobID, entryID) = (item.jobID, item.entryID) }
  init(_ item: StoredItem) { (jobID, entryID) = (item.jobID, item.entryID) }
}
