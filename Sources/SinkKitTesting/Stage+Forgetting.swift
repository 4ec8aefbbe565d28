import ExportModel
import SinkKit

extension Stage {
  /// A run dies with its last batch unrecorded, a consumer removes everything, and a person has all of it delivered again.
  ///
  /// Only of a sink that makes whole sets known: what another one remembers may be its receiver's.
  func forgottenItemsComeAgain() async throws -> [String] {
    let module = try module()
    guard contract.module.descriptor.finishes else { return [] }
    let batches = SampleItems.batches(cuts: [5, 10])
    try await deliverAndFinish(batches)
    let before = try await readBack().map(ItemKey.init)
    if remembersRemoved { try await empty?() }
    let others: Set<JobID> = [SampleItems.items(0..<1, job: 2)[0].jobID]
    try await module.forget(Set(SinkNote.allCases), of: others, as: label)
    let kept = try await module.consumer?.wholeSets().count ?? 0
    try await module.forget(Set(SinkNote.allCases), of: [batches[0].jobID], as: label)
    let sets = try await module.consumer?.wholeSets().count ?? 0
    try await deliver(batches)
    let found = Set(try await readBack().map(ItemKey.init))
    let missing = before.filter { !found.contains($0) }.count
    return [
      kept > 0
        ? nil : "another export job is forgotten, and this one is not said to be whole any more",
      sets == 0 ? nil : "\(sets) export jobs are still said to be whole",
      missing == 0 ? nil : "\(missing) of \(before.count) items do not come again",
    ].compactMap(\.self)
  }

  /// Delivers, says that the set is whole, and dies.
  private func deliverAndFinish(_ batches: [ItemBatch]) async throws {
    let sink = try await open()
    try await deliver(batches, to: sink)
    try await sink.finish(wholeSet(of: batches))
  }
}
