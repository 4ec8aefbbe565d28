import Foundation
import SinkKitTesting
import Testing

/// The promise: each message is seen exactly once, and in order, wherever a run dies.
@Suite struct FileQueueCrashTests {
  static let shapes = [
    Shape(testDescription: "the same batches again", batchSizes: [2, 2, 2]),
    Shape(testDescription: "smaller batches", batchSizes: [4, 2, 1]),
    Shape(testDescription: "larger batches", batchSizes: [1, 2, 5]),
    Shape(testDescription: "one batch, then single items", batchSizes: [5, 1, 3]),
    Shape(
      testDescription: "some items are no longer due", batchSizes: [4, 2, 3],
      turnedAway: [[1, 3], [2]]),
    Shape(
      testDescription: "the first and the last item are no longer due", batchSizes: [3, 5, 2],
      turnedAway: [[0], [4]]),
    Shape(
      testDescription: "an item is due, not due and due again", jobs: [6], batchSizes: [6, 2, 2],
      turnedAway: [[1], []], dueAgain: [1]),
    Shape(
      testDescription: "items are due again, others no longer, after a delivery that fails",
      jobs: [4, 3], batchSizes: [3, 1, 4], turnedAway: [[0, 2, 5], [6]], dueAgain: [0, 2, 5],
      disturbances: [.death, .failure]),
    Shape(
      testDescription: "an order key and entry ids that run against it", isOrderedByKey: true,
      batchSizes: [3, 2, 2]),
    Shape(testDescription: "two jobs", jobs: [3, 3], batchSizes: [2, 3, 1]),
    Shape(
      testDescription: "a delivery that fails, then a death", batchSizes: [3, 2, 2],
      disturbances: [.failure, .death]),
    Shape(
      testDescription: "a death, then a delivery that fails", jobs: [3, 2], batchSizes: [3, 2, 2],
      turnedAway: [[1], []], disturbances: [.death, .failure]),
    Shape(
      testDescription: "taken between runs", batchSizes: [3, 2, 4], turnedAway: [[2], [3]],
      consumer: .takesBetweenRuns),
    Shape(
      testDescription: "taken between runs and kept", batchSizes: [4, 1, 2],
      consumer: .keepsWhatItTakes),
    Shape(
      testDescription: "taken at the end", batchSizes: [2, 4, 3], consumer: .takesAtTheEnd),
  ]

  /// Disturbs the first run at each of its steps and, for each, the second run at each of its own;
  /// the third run ends the work.
  @Test(arguments: shapes)
  func everyMessageIsSeenOnceWhateverTwoStepsRunsDieAt(shape: Shape) async throws {
    try await withMemoryFolder { folder in
      var first = 1
      var isFirstReached = true
      while isFirstReached {
        var second = 1
        var isSecondReached = true
        while isSecondReached {
          let queue = "\(folder)/\(first)-\(second)"
          let rehearsal = try CrashRehearsal(shape, in: queue)
          isFirstReached = try await rehearsal.run(0, disturbedAt: first)
          isSecondReached = try await rehearsal.run(1, disturbedAt: second)
          _ = try await rehearsal.run(2, disturbedAt: .max)
          let violations = try rehearsal.violations()
          try #require(violations == [], "steps \(first) and \(second)")
          try FileManager.default.removeItem(atPath: queue)
          second += 1
        }
        first += 1
      }
      // Fewer would mean that the seam is gone.
      #expect(first > 15)
    }
  }

  /// A folder on a file system in memory where there is one: what a sync does is not seen by a
  /// process that dies, and thousands of them take time.
  private func withMemoryFolder(_ body: (String) async throws -> Void) async throws {
    let shared = "/dev/shm/file-queue-\(UUID().uuidString)"
    do {
      try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: false)
    } catch {
      return try await withScratchFolder(body)
    }
    defer { try? FileManager.default.removeItem(atPath: shared) }
    try await body(shared)
  }
}
