import ExportModel
import SinkKit

extension Stage {
  /// Line 1: what the sink holds of a job is in the order of delivery, by entry id and by key.
  func deliversInOrder() async throws -> [String] {
    let jobs: [UInt64] = [1, 2]
    let sink = try await open()
    for job in jobs {
      try await deliver(SampleItems.batches(cuts: [4, 5, 12], job: job), to: sink)
    }
    let found = try await readBack()
    try await sink.close()
    return jobs.compactMap { job in
      let delivered = SampleItems.items(0..<12, job: job)
      let places = Dictionary(
        uniqueKeysWithValues: delivered.map { (ItemKey($0), $0.ordinal) })
      let ordinals = found.compactMap { places[ItemKey($0)] }
      guard let (last, next) = zip(ordinals, ordinals.dropFirst()).first(where: { $0 > $1 }) else {
        return nil
      }
      let order = job % 2 == 1 ? "by entry id" : "by order key"
      return "item \(next) is behind item \(last) in a job ordered \(order)"
    }
  }

  /// Line 2: everything is there when the last delivery has returned.
  func everyItemArrives() async throws -> [String] {
    let batches = SampleItems.batches(cuts: [1, 2, 9, 40, 43])
    return try await missing(of: batches, after: deliver(batches))
  }

  /// Line 1: a large batch arrives whole.
  func bigBatchArrives() async throws -> [String] {
    let batches = SampleItems.batches(cuts: [5_000])
    return try await missing(of: batches, after: deliver(batches))
  }

  /// A sentence when items were neither rejected nor are there.
  private func missing(
    of batches: [ItemBatch], after rejected: Set<DeliveredItem>
  ) async throws -> [String] {
    let found = Set(try await readBack().map(ItemKey.init)).union(rejected.map(ItemKey.init))
    let items = batches.flatMap(\.items)
    let missing = items.filter { !found.contains(ItemKey($0)) }
    guard let first = missing.first else { return [] }
    return [
      "\(missing.count) of \(items.count) items are not there after their delivery returned;"
        + " the first is item \(first.ordinal), \(first.entryID)"
    ]
  }

  /// Line 2: statuses come back letter by letter.
  func statusesArriveUnchanged() async throws -> [String] {
    let batches = SampleItems.batches(cuts: [SampleItems.statuses.count])
    try await deliver(batches)
    let wanted = Dictionary(
      uniqueKeysWithValues: batches[0].items.map { (ItemKey($0), $0.status.name) })
    return try await readBack().compactMap { item in
      guard let status = wanted[ItemKey(item)], Array(status.utf8) != Array(item.status.utf8)
      else { return nil }
      return "status \(status.debugDescription) came back as \(item.status.debugDescription)"
    }
  }

  /// Line 2: data comes back byte for byte, and one of two that came for the same item.
  func dataArrivesUnchanged() async throws -> [String] {
    guard try module().takesData else { return [] }
    let sink = try await open()
    var wanted: [ItemKey: Set<[UInt8]>] = [:]
    for skipped in [0, 1] {
      let items = SampleItems.itemsWithData(skipping: skipped)
      try await deliver([ItemBatch(items)], to: sink)
      for item in items { wanted[ItemKey(item), default: []].insert(item.data?.json ?? []) }
      for item in try await readBack() {
        guard let found = item.data else {
          return [
            "an item has no data when it is read back: choose settings by which the sink keeps all of it"
          ]
        }
        guard wanted[ItemKey(item)]?.contains(Array(found.utf8)) == true else {
          return ["data came back as \(found.prefix(200).debugDescription)"]
        }
      }
    }
    try await sink.close()
    return []
  }

  /// Line 4: an entry that is in two jobs is in the sink for each.
  func jobsAreKeptApart() async throws -> [String] {
    // Both jobs are ordered by entry id, so that ordinals and entry ids are the same.
    let jobs: [UInt64] = [1, 3]
    let sink = try await open()
    for job in jobs { try await deliver(SampleItems.batches(cuts: [4], job: job), to: sink) }
    let found = try await readBack().counts()
    try await sink.close()
    let isMissing = jobs.contains { job in
      SampleItems.items(0..<3, job: job).contains { found[ItemKey($0)] == nil }
    }
    return isMissing ? ["items of one job are gone after another job had the same entries"] : []
  }

  /// Line 7: a delivery that begins in a cancelled task does all of its work.
  func cancelledDeliveryEnds() async throws -> [String] {
    let batch = ItemBatch(SampleItems.items(0..<20))
    let sink = try await open()
    let delivery = Task { () -> String? in
      withUnsafeCurrentTask { $0?.cancel() }
      do {
        _ = try await sink.deliver(batch)
        return nil
      } catch {
        return "a delivery in a cancelled task threw: \(error)"
      }
    }
    if let violation = await delivery.value { return [violation] }
    let found = Set(try await readBack().map(ItemKey.init))
    try await sink.close()
    let arrived = batch.items.filter { found.contains(ItemKey($0)) }.count
    return arrived == 20
      ? [] : ["a delivery in a cancelled task returned with \(arrived) of 20 items there"]
  }

  /// Line 8: closing and opening again keeps what there was, and as many items go in as before.
  func reopenedSinkGoesOn() async throws -> [String] {
    var counts: [Int] = []
    for batch in SampleItems.batches(cuts: [5, 10]) {
      let sink = try await open()
      try await deliver([batch], to: sink)
      try await sink.close()
      counts.append(try await readBack().count)
    }
    return counts[1] == 2 * counts[0] && counts[0] > 0
      ? []
      : ["the sink held \(counts[0]) items when closed, and \(counts[1]) after as many again"]
  }
}
