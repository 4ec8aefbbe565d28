import DiskReplay
import ExportModel
import SinkKit

extension Stage {
  /// Line 11: what is said of an export job is what was said last, in place of what was said before, and is there after a
  /// loss of power.
  func wholeSetsAreKnown() async throws -> [String] {
    guard contract.module.descriptor.finishes else { return [] }
    guard let consumer = try module().consumer else {
      return [
        "the descriptor says that the sink finishes, and its module has no consumer that can tell"
      ]
    }
    guard let recorder = DiskRecorder(of: folder) else {
      preconditionFailure("the stage has a folder, and SQLite takes another VFS")
    }
    let batches = SampleItems.batches(cuts: [2, 5, 9])
    let first = wholeSet(of: Array(batches.dropLast()))
    let sink = try await recorder.recording {
      let sink = try await open()
      try await deliver(Array(batches.dropLast()), to: sink)
      return sink
    }
    let before = try await consumer.wholeSets()
    guard before.isEmpty else { return ["before it was said: \(words(before))"] }
    try await recorder.recording { try await sink.finish(first) }
    recorder.mark(1)
    if let violation = try await violation(of: consumer, first) { return [violation] }
    if isDurable, recorder.unseen().isEmpty {
      for remains in recorder.remains() where remains.mark == 1 {
        let found = try await remains.laidOut { folder in
          try await Stage(contract, in: folder).module().consumer?.wholeSets()
        }
        let violation = found == [first] ? nil : "consumers read \(words(found ?? []))"
        if let violation { return ["after a loss of power \(violation)"] }
      }
    }
    try await sink.finish(first)
    try await sink.close()
    if let violation = try await violation(of: consumer, first) {
      return ["said twice, \(violation)"]
    }
    let again = try await open()
    try await deliver(batches.suffix(1), to: again)
    let second = wholeSet(of: batches)
    try await again.finish(second)
    try await again.close()
    return try await violation(of: consumer, second).map { ["after more items came, \($0)"] } ?? []
  }

  private func violation(
    of consumer: any SinkConsumer, _ set: WholeSet
  ) async throws -> String? {
    let found = try await consumer.wholeSets()
    return found == [set] ? nil : "consumers read \(words(found)), not \(words([set]))"
  }

  func wholeSet(of batches: [ItemBatch]) -> WholeSet {
    let items = batches.reduce(0) { $0 + $1.items.count }
    return WholeSet(
      jobID: batches[0].jobID, items: items, rejected: 1, orderHash: "0123456789abcdef",
      finishedAt: "2026-11-30T21:00:0\(batches.count)Z")
  }

  private func words(_ sets: [WholeSet]) -> String {
    sets.isEmpty
      ? "nothing"
      : sets.map { "of job \($0.jobID) that all \($0.items) items are there" }
        .joined(separator: ", and ")
  }
}
