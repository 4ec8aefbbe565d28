import DurableFiles
import Foundation
import SinkKit
import Synchronization
import Testing

@testable import FileQueueSink

/// What the host does with the items of one job file while runs die, and what consumers see of it.
struct Shape: Sendable, CustomTestStringConvertible {
  /// What a run does at the step where it is disturbed.
  enum Disturbance: Sendable {
    /// It dies: the sink is dropped, and another run opens another.
    case death
    /// The delivery fails there, and the host delivers the batch again to the same sink.
    case failure
  }

  let testDescription: String
  /// How many items each job has; jobs come one after the other.
  var jobs = [5]
  var isOrderedByKey = false
  /// How many items a batch of each of the three runs has.
  var batchSizes: [Int]
  /// The items that are no longer due from the second, and from the third run on.
  var turnedAway: [Set<Int>] = [[], []]
  /// Those of the items turned away from the second run that are due again in the third.
  var dueAgain: Set<Int> = []
  var disturbances: [Disturbance] = [.death, .death]
  var consumer = Consumer.Habit.takesAtEveryStep

  /// The items of all jobs, in order.
  func items() -> [StoredItem] {
    jobs.enumerated().flatMap { job, count in
      (0..<count).map { ordinal in
        let low = isOrderedByKey ? 100 - ordinal : ordinal
        return StoredItem(
          ordinal: ordinal, jobID: JobID(Identifier(high: 7, low: UInt64(job))),
          entryID: EntryID(Identifier(high: 9, low: UInt64(low))), status: .pending,
          orderKey: isOrderedByKey ? "k\(ordinal)" : nil)
      }
    }
  }
}

/// A step was reached where the run is disturbed.
struct Disturbed: Error {}

/// Counts the steps of one run, lets the consumer act at each and disturbs the run at one.
final class Clockwork: Sendable {
  private let target: Int
  private let consumer: Consumer
  private let count = Mutex(0)

  init(disturbingAt target: Int, consumer: Consumer) {
    self.target = target
    self.consumer = consumer
  }

  func step() throws {
    try consumer.act(.step)
    let number = count.withLock { count in
      count += 1
      return count
    }
    if number == target { throw Disturbed() }
  }

  /// Whether the run got as far as the step it was to be disturbed at.
  var wasDisturbed: Bool { count.withLock { $0 >= target } }
}

/// One queue, delivered to by run after run; what is recorded survives them.
final class CrashRehearsal {
  private let folder: String
  private let shape: Shape
  private let consumer: Consumer
  private let label: SinkLabel
  private var due: [StoredItem]
  private var turnedAway: [StoredItem] = []

  init(_ shape: Shape, in folder: String) throws {
    self.folder = folder
    self.shape = shape
    consumer = Consumer(of: folder, habit: shape.consumer)
    label = SinkLabel(job: try #require(Name("nightly")), route: try #require(Name("file_queue")))
    due = shape.items()
  }

  /// One run: delivers what is due, records each batch and closes; and is disturbed at a step.
  ///
  /// - Returns: whether there was such a step.
  func run(_ number: Int, disturbedAt target: Int) async throws -> Bool {
    if number > 0, number <= shape.turnedAway.count { turnAway(shape.turnedAway[number - 1]) }
    if number == 2 { takeBack() }
    let clockwork = Clockwork(disturbingAt: target, consumer: consumer)
    do {
      try await deliver(inBatchesOf: shape.batchSizes[number], with: clockwork, run: number)
    } catch is Disturbed {
    } catch let error as SinkError where error.cause is Disturbed {
    }
    try consumer.act(.runEnded)
    return clockwork.wasDisturbed
  }

  private func deliver(inBatchesOf size: Int, with clockwork: Clockwork, run: Int) async throws {
    let sink = try FileQueueSink(at: folder, as: label) { _ in try clockwork.step() }
    while let first = due.first {
      let batch = ItemBatch(Array(due.prefix(size).prefix { $0.jobID == first.jobID }))
      do {
        _ = try await sink.deliver(batch)
      } catch {
        guard error.cause is Disturbed, canFail(in: run) else { throw error }
        _ = try await sink.deliver(batch)
      }
      try clockwork.step()
      due.removeFirst(batch.items.count)
      try clockwork.step()
    }
    try await sink.close()
    try clockwork.step()
  }

  private func canFail(in run: Int) -> Bool {
    run < shape.disturbances.count && shape.disturbances[run] == .failure
  }

  private func turnAway(_ indices: Set<Int>) {
    let names = self.names(indices)
    turnedAway += due.filter { names.contains($0.messageName) }
    due.removeAll { names.contains($0.messageName) }
  }

  /// Makes items due again, each at its place in the order.
  private func takeBack() {
    let names = self.names(shape.dueAgain)
    due += turnedAway.filter { names.contains($0.messageName) }
    turnedAway.removeAll { names.contains($0.messageName) }
    due.sort { ($0.jobID, $0.ordinal) < ($1.jobID, $1.ordinal) }
  }

  private func names(_ indices: Set<Int>) -> Set<String> {
    Set(indices.map { shape.items()[$0].messageName })
  }

  /// What went wrong, once the last run has ended.
  func violations() throws -> [String] {
    try consumer.act(.end)
    let seen = consumer.seen
    let all = shape.items().map(\.messageName)
    let mayMiss = Set(turnedAway.map(\.messageName))
    let missing = all.filter { !seen.contains($0) && !mayMiss.contains($0) }
    var violations = missing.map { "\($0) was lost" }
    for name in all where seen.filter({ $0 == name }).count > 1 {
      violations.append("\(name) was seen again")
    }
    // What was not due for a run may come late.
    let late = names(shape.dueAgain)
    let punctual = seen.filter { !late.contains($0) }
    for (name, next) in zip(punctual, punctual.dropFirst()) where name > next {
      violations.append("\(next) came after \(name)")
    }
    let files = try FileManager.default.contentsOfDirectory(
      atPath: "\(folder)/.sluice/nightly.file_queue/staged")
    if !files.isEmpty { violations.append("\(files) are still staged") }
    return violations
  }
}
