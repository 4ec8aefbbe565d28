import DiskReplay
import SinkKit
import Synchronization

extension SinkContract {
  /// Lines 3 and 6: at each operation on files in turn, the disk is full, once and for good; then the batch comes again.
  func failureLosesNothing() async throws -> [String] {
    for isLasting in [false, true] {
      var number = 1
      while true {
        let disk = FailingDisk(failingAt: number, isLasting: isLasting)
        let violations = try await withScratchFolder { folder in
          try await Stage(self, in: folder).violations(where: disk)
        }
        guard disk.hasFailed else { break }
        if let first = violations.first {
          return ["after a delivery that failed at \(disk.words) \(first)"]
        }
        number += 1
      }
    }
    return []
  }
}

extension Stage {
  /// Delivers three batches, the second of them again after the disk failed.
  fileprivate func violations(where disk: FailingDisk) async throws -> [String] {
    let batches = SampleItems.batches(cuts: [2, 5, 8])
    let sink = try await open()
    _ = try await sink.deliver(batches[0])
    do {
      _ = try await DiskRecorder.failing(by: disk.fault) { try await sink.deliver(batches[1]) }
    } catch {
      guard disk.hasFailed else { throw error }
      if let again = disk.triedAgain { return ["it tries to \(again) again"] }
      do {
        _ = try await sink.deliver(batches[1])
      } catch {
        return ["the batch cannot be delivered again: \(error)"]
      }
    }
    _ = try await sink.deliver(batches[2])
    try await sink.close()
    let counts: [ItemKey: Int]
    do {
      counts = try await readBack().counts()
    } catch {
      return ["the sink cannot be read: \(error)"]
    }
    return batches.flatMap(\.items).compactMap { item in
      let count = counts[ItemKey(item)] ?? 0
      if count == 0 { return "item \(item.ordinal) is lost" }
      return count > 1 && redelivery == .absorbed
        ? "item \(item.ordinal) is there \(count) times" : nil
    }
  }
}

/// A disk that is full from one operation on, for that one alone or for good.
private final class FailingDisk: Sendable {
  private struct State {
    var operations = 0
    var failed: [String] = []
  }

  private let number: Int
  private let isLasting: Bool
  private let state = Mutex(State())

  init(failingAt number: Int, isLasting: Bool) {
    self.number = number
    self.isLasting = isLasting
  }

  var hasFailed: Bool { state.withLock { !$0.failed.isEmpty } }

  /// Which operation failed first.
  var words: String { state.withLock { "operation \(number), \($0.failed.first ?? "")," } }

  /// What was tried three times though it had failed.
  var triedAgain: String? {
    state.withLock { state in
      Dictionary(grouping: state.failed) { $0 }.first { $0.value.count > 2 }?.key
    }
  }

  @Sendable func fault(_ operation: String, _ path: String) -> Int32? {
    // What only looks succeeds on a full disk.
    guard ["write", "sync", "rename", "shorten", "create directory"].contains(operation) else {
      return nil
    }
    return state.withLock { state in
      state.operations += 1
      guard isLasting ? state.operations >= number : state.operations == number else { return nil }
      state.failed.append("\(operation) \(path.split(separator: "/").last ?? "")")
      return 28  // ENOSPC
    }
  }
}
