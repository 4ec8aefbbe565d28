import ExportModel
import SinkKit
import SinkKitTesting

/// A sink that keeps its items in ``Memory``, with or without a fault.
actor MemorySink: Sink {
  private let folder: String
  private let fault: Fault
  private let redelivery: Redelivery
  private let heldWhenOpened: Int
  private var isFirstBatch = true

  init(in folder: String, fault: Fault = .none, redelivery: Redelivery = .absorbed) {
    if fault == .emptiesItselfWhenReopenedAfterADeath, Memory[folder].isOpen {
      Memory[folder].items = []
    }
    Memory[folder].isOpen = true
    heldWhenOpened = Memory[folder].items.count
    self.folder = folder
    self.fault = fault
    self.redelivery = redelivery
  }

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    if Task.isCancelled {
      if fault == .throwsWhenCancelled { throw SinkError(.unavailable, "cancelled") }
      if fault == .stopsWhenCancelled { return DeliveryReceipt(written: batch.items.count) }
    }
    let known = knownItems()
    Memory[folder].items += taken(of: batch).filter { !known.contains(key($0)) }.map(item)
    isFirstBatch = false
    return receipt(for: batch)
  }

  func finish(_ set: WholeSet) async throws(SinkError) {
    if fault != .addsWholeSets { Memory[folder].sets = [] }
    Memory[folder].sets.append(set)
  }

  func close() async throws(SinkError) {
    Memory[folder].isOpen = false
    if fault == .forgetsWhenClosed { Memory[folder].items = [] }
  }

  private func taken(of batch: ItemBatch) -> [StoredItem] {
    switch fault {
    case .turnsBatchesRound: batch.items.reversed()
    case .takesOnlyAThousandOfABatch: Array(batch.items.prefix(1_000))
    case .losesTheLastItemOfLaterBatches where !isFirstBatch: batch.items.dropLast()
    default: batch.items
    }
  }

  /// The keys of the items that the sink does not take again.
  private func knownItems() -> Set<[String]> {
    if redelivery == .repeated { return [] }
    let items = Memory[folder].items
    let known =
      switch fault {
      case .knowsOnlyWhatItHadWhenOpened: items.prefix(heldWhenOpened)
      case .knowsOnlyWhatCameSinceItWasOpened: items.dropFirst(heldWhenOpened)
      default: items[...]
      }
    let removed = fault == .forgetsWhatWasRemoved ? [] : Memory[folder].removed
    return Set((Array(known) + removed).map { key($0.jobID, $0.entryID) })
  }

  private func key(_ item: StoredItem) -> [String] { key(item.jobID, item.entryID) }

  private func key(_ jobID: JobID, _ entryID: EntryID) -> [String] {
    fault == .knowsItemsByEntryAlone
      ? [entryID.description] : [jobID.description, entryID.description]
  }

  private func item(_ item: StoredItem) -> DeliveredItem {
    let status = item.status.name
    let isCut = fault == .cutsStatusesAtANul
    let data = DeliveredItem(item).data
    return DeliveredItem(
      jobID: item.jobID, entryID: item.entryID,
      status: isCut ? String(status.prefix { $0 != "\0" }) : status,
      data: fault == .writesNumbersAnew ? data?.replacing("0.20", with: "0.2") : data)
  }

  /// The receipt that would be true of a sink without a fault, but for the fault of counting.
  private func receipt(for batch: ItemBatch) -> DeliveryReceipt {
    let items = batch.items.map {
      DeliveredItem(jobID: $0.jobID, entryID: $0.entryID, status: $0.status.name)
    }
    let delivered = Memory[folder].delivered
    let old = redelivery == .repeated ? 0 : items.filter(delivered.contains).count
    Memory[folder].delivered.formUnion(items)
    let extra = fault == .countsOneTooMany ? 1 : 0
    return DeliveryReceipt(written: items.count - old + extra, absorbed: old)
  }
}
