import DiskReplay
import ExportModel
import SinkKit

/// A loss of power at every moment of a history, with every part of what was not synced.
extension Stage {
  /// What is true at a moment of the history.
  private struct Moment {
    /// How many batches the host has recorded: the last one that returned, or not yet.
    let recorded: ClosedRange<Int>
    /// What a consumer has taken for good.
    let taken: [DeliveredItem]
  }

  /// Lines 2, 4 and 9: what was delivered is there after a loss of power, once the batches that were not recorded have
  /// come again; also where the process had been killed before, and the next one went on with what was not durable.
  func survivesPowerLoss() async throws -> [String] {
    guard isDurable else { return [] }
    guard let recorder = DiskRecorder(of: folder) else {
      preconditionFailure("the stage has a folder, and SQLite takes another VFS")
    }
    let batches = SampleItems.batches(cuts: [2, 5, 6, 9])
    let moments = try await play(batches, on: recorder)
    let unseen = recorder.unseen()
    guard unseen.isEmpty else {
      return [
        "\(unseen.joined(separator: ", ")): written by other means than DurableFiles and SQLite, so nothing is known"
          + " of what a loss of power leaves; say 'isDurable: false' if it is not meant to survive one"
      ]
    }
    if let violation = try await firstViolation(after: recorder.remains(), moments, batches) {
      return ["after a loss of power \(violation)"]
    }
    // Kills in the second batch, each with a loss of power behind it: what is before is as in the first, and what is behind as well.
    guard let first = moments.firstIndex(where: { $0?.recorded == 1...1 }) else { return [] }
    for halt in recorder.halts(after: first, before: first + 1) {
      let violation = try await halt.laidOut { folder, recorder in
        let stage = try Stage(contract, in: folder)
        let moments = try await stage.play(batches, from: 1, on: recorder)
        return try await stage.firstViolation(
          after: recorder.remains(isThorough: false), moments, batches)
      }
      if let violation {
        return [
          "after a kill behind operation \(halt.operations), and a loss of power in the next run \(violation)"
        ]
      }
    }
    return []
  }

  /// Lines 2, 4 and 9: what was delivered is there after a kill at any moment, once the batches that were not recorded have
  /// come again.
  func survivesKill() async throws -> [String] {
    guard let recorder = DiskRecorder(of: folder) else {
      preconditionFailure("the stage has a folder, and SQLite takes another VFS")
    }
    let batches = SampleItems.batches(cuts: [2, 5, 6, 9])
    let moments = try await play(batches, on: recorder)
    // What is written by other means, or is no file, cannot be laid out as it was.
    guard recorder.unseen().isEmpty else { return [] }
    for halt in recorder.halts(after: 0, before: moments.count) {
      guard let moment = moments[halt.mark] else { continue }
      for recorded in moment.recorded {
        let violations = try await halt.laidOut { folder, _ in
          try await Stage(contract, in: folder)
            .violations(after: batches, recorded: recorded, taken: moment.taken)
        }
        if let first = violations.first {
          return [
            "after a kill behind operation \(halt.operations), \(recorded) of \(batches.count) batches recorded: \(first)"
          ]
        }
      }
    }
    return []
  }

  /// What is wrong after one of the losses, if anything.
  private func firstViolation(
    after losses: [DiskRecorder.Remains], _ moments: [Moment?], _ batches: [ItemBatch]
  ) async throws -> String? {
    for remains in losses {
      guard let moment = moments[remains.mark] else { continue }
      for recorded in moment.recorded {
        let violations = try await remains.laidOut { folder in
          try await Stage(contract, in: folder)
            .violations(after: batches, recorded: recorded, taken: moment.taken)
        }
        if let first = violations.first {
          return
            "behind operation \(remains.operations), \(recorded) of \(batches.count) batches recorded: \(first)"
        }
      }
    }
    return nil
  }

  /// Delivers the batches that are not recorded, and closes. A consumer takes everything behind the second of all, and
  /// where an earlier run was killed, before the first.
  ///
  /// - Returns: what is true at each mark; nil while a consumer is at it.
  private func play(
    _ batches: [ItemBatch], from recorded: Int = 0, on recorder: DiskRecorder
  ) async throws -> [Moment?] {
    var moments: [Moment?] = [Moment(recorded: recorded...recorded, taken: [])]
    func note(_ moment: Moment?) {
      moments.append(moment)
      recorder.mark(moments.count - 1)
    }
    var taken: [DeliveredItem] = []
    let sink = try await recorder.recording { try await open() }
    if recorded > 0 {
      // What was rolled forward may be taken before anything else comes.
      taken += try await takenByConsumer(on: recorder, note)
      note(Moment(recorded: recorded...recorded, taken: taken))
    }
    for (number, batch) in batches.enumerated().dropFirst(recorded) {
      _ = try await recorder.recording { try await sink.deliver(batch) }
      note(Moment(recorded: number...number + 1, taken: taken))
      if number == 1 {
        taken += try await takenByConsumer(on: recorder, note)
        note(Moment(recorded: number...number + 1, taken: taken))
      }
      note(Moment(recorded: number + 1...number + 1, taken: taken))
    }
    try await recorder.recording { try await sink.close() }
    return moments
  }

  /// What a consumer takes for good, if there is one that takes.
  private func takenByConsumer(
    on recorder: DiskRecorder, _ note: (Moment?) -> Void
  ) async throws -> [DeliveredItem] {
    guard remembersRemoved, let consumer = try module().consumer else { return [] }
    note(nil)
    return try await recorder.recording(isDurable: true) { try await consumer.take() }
  }

  /// Goes on after a loss of power, and says what is wrong then.
  private func violations(
    after batches: [ItemBatch], recorded: Int, taken: [DeliveredItem]
  ) async throws -> [String] {
    let found: [DeliveredItem]
    do {
      let sink = try await open()
      try await deliver(Array(batches.dropFirst(recorded)), to: sink)
      try await sink.close()
      found = try await taken + readBack()
    } catch {
      return ["the sink cannot go on, or be read: \(error)"]
    }
    let counts = found.counts()
    let items = batches.flatMap(\.items)
    var violations: [String] = []
    for item in items {
      let count = counts[ItemKey(item)] ?? 0
      if count == 0 { violations.append("item \(item.ordinal) is lost") }
      if count > 1, redelivery == .absorbed {
        violations.append("item \(item.ordinal) is there \(count) times")
      }
    }
    var known: Set<ItemKey> = []
    let order = found.map { ItemKey($0) }.filter { known.insert($0).inserted }
    if violations.isEmpty, order != items.map({ ItemKey($0) }) {
      violations.append("the items are in another order")
    }
    return violations
  }
}
