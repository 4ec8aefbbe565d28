import ExportModel
import SinkKit
import SinkKitTesting
import Synchronization

/// What the memory sink of one folder has, for as long as the tests run.
struct Memory {
  /// The items, as a reader finds them.
  var items: [DeliveredItem] = []
  /// Every item that was ever delivered, whatever became of it: what receipts are made from.
  var delivered: Set<DeliveredItem> = []
  /// What a consumer has removed.
  var removed: [DeliveredItem] = []
  /// What consumers read of whole export jobs.
  var sets: [WholeSet] = []
  /// Whether the sink was opened and not closed.
  var isOpen = false

  private static let memories = Mutex<[String: Memory]>([:])

  /// Removes everything, as a consumer does.
  static func empty(_ folder: String) {
    memories.withLock { memories in
      let items = memories[folder]?.items ?? []
      memories[folder]?.removed += items
      memories[folder]?.items = []
    }
  }

  /// Forgets an export job: what a consumer has removed of it, and that its set is whole.
  static func forget(_ jobs: Set<JobID>?, in folder: String) {
    memories.withLock { memories in
      memories[folder]?.removed.removeAll { jobs?.contains($0.jobID) != false }
      memories[folder]?.sets.removeAll { jobs?.contains($0.jobID) != false }
    }
  }

  /// The memory of a folder.
  static subscript(folder: String) -> Memory {
    get { memories.withLock { $0[folder] ?? Memory() } }
    set { memories.withLock { $0[folder] = newValue } }
  }
}
