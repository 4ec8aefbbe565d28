import ExportModel
import SinkKit

extension Stage {
  /// Line 4: the same batch twice, by a sink that stays open.
  func repeatedBatch() async throws -> [String] {
    let batches = SampleItems.batches(cuts: [5, 8])
    let sink = try await open()
    try await deliver([batches[0], batches[0], batches[1], batches[1]], to: sink)
    let counts = try await readBack().counts()
    try await sink.close()
    // What is not there at all breaks another rule.
    return batches.flatMap(\.items).compactMap { item in
      counts[ItemKey(item)].flatMap { violation(item.ordinal, deliveries: 2, found: $0) }
    }
  }

  /// Lines 4 and 9: a run dies after two batches of which the second is not recorded, twice over;
  /// what comes again comes in other batches, and some of it not at all.
  func otherCutAfterDeath() async throws -> [String] {
    try await deliver(SampleItems.batches(cuts: [5, 10]))
    // Item 6 is no longer due.
    try await deliver([ItemBatch([5, 7].flatMap { SampleItems.items($0..<$0 + 1) })])
    try await deliver(SampleItems.batches(from: 7, cuts: [9, 13, 14]))
    let counts = try await readBack().counts()
    let deliveries = [5: 2, 6: 1, 7: 3, 8: 2, 9: 2]
    return deliveries.sorted { $0.key < $1.key }.compactMap { ordinal, deliveries in
      let item = SampleItems.items(ordinal..<ordinal + 1)[0]
      return violation(ordinal, deliveries: deliveries, found: counts[ItemKey(item)] ?? 0)
    }
  }

  /// Line 10: a run dies with a batch unrecorded, and a consumer removes everything; then the batch comes
  /// again, in other batches.
  func removedItemsStayAway() async throws -> [String] {
    guard remembersRemoved else { return [] }
    guard let empty else {
      return ["the sink says that it remembers what was removed, and the contract has no 'empty'"]
    }
    try await deliver(SampleItems.batches(cuts: [5, 10]))
    try await empty()
    let sink = try await open()
    try await deliver(SampleItems.batches(from: 5, cuts: [7, 10, 12]), to: sink)
    let found = try await readBack().counts()
    try await sink.close()
    // What is not there at all breaks another rule.
    return SampleItems.items(5..<10).filter { found[ItemKey($0)] != nil }
      .map { "item \($0.ordinal) is there again after a consumer had removed it" }
  }

  /// The module's own consumer, where it has one, sees what `readBack` sees, and takes it.
  func consumerSeesWhatIsThere() async throws -> [String] {
    guard let consumer = try module().consumer else { return [] }
    let before = try await consumer.items().count
    try await deliver(SampleItems.batches(cuts: [5, 8]))
    let found = try await readBack()
    let seen = try await consumer.items()
    let taken = try await consumer.take()
    let left = try await readBack().count
    if before > 0 { return ["the consumer sees \(before) items before anything was delivered"] }
    if seen != found {
      return ["the consumer sees \(seen.count) items, and \(found.count) are there"]
    }
    if taken != found { return ["the consumer takes \(taken.count) of \(found.count) items"] }
    return left == 0 ? [] : ["\(left) items are left after the consumer has taken them"]
  }

  /// A sentence when an item is there more or less often than the descriptor claims.
  private func violation(_ ordinal: Ordinal, deliveries: Int, found: Int) -> String? {
    let wanted = redelivery == .absorbed ? 1 : deliveries
    if found == wanted { return nil }
    let claim = redelivery == .absorbed ? "absorbs" : "repeats"
    return "item \(ordinal) is there \(times(found)) after it was delivered \(times(deliveries)),"
      + " and the sink says that it \(claim) what comes again"
  }

  private func times(_ count: Int) -> String {
    switch count {
    case 1: "once"
    case 2: "twice"
    default: "\(count) times"
    }
  }

  /// Line 5: the first delivery, the same again, and one that holds old and new.
  func receiptsAreTrue() async throws -> [String] {
    let sink = try await open()
    var violations: [String] = []
    for (range, known) in [(0..<5, 0), (0..<5, 5), (3..<9, 2)] {
      let batch = ItemBatch(SampleItems.items(range))
      let receipt = try await sink.deliver(batch)
      let wanted = redelivery == .absorbed ? known : 0
      violations += faults(of: receipt, for: batch, known: wanted)
    }
    try await sink.close()
    return violations
  }

  private func faults(
    of receipt: DeliveryReceipt, for batch: ItemBatch, known: Int
  ) -> [String] {
    let count = batch.items.count
    let sum = receipt.written + receipt.absorbed + receipt.rejected.count
    let counts =
      "\(receipt.written) written, \(receipt.absorbed) absorbed,"
      + " \(receipt.rejected.count) rejected"
    let refused = receipt.rejected.map(\.entryID)
    if sum != count { return ["a batch of \(count) items has the receipt \(counts)"] }
    if Set(refused).count != refused.count
      || !Set(refused).isSubset(of: batch.items.map(\.entryID))
    {
      return ["a receipt rejects an item twice, or one that was not in its batch"]
    }
    // Rejected items are known too, but to the sink they are neither new nor old.
    if refused.isEmpty, receipt.absorbed != known {
      return ["a batch of \(count) items, \(known) to absorb, has the receipt \(counts)"]
    }
    return []
  }
}
