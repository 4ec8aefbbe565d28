import ExportModel
import SinkKitTesting
import Synchronization

/// What the memory sink of one folder has, for as long as the tests run.
struct Memory {
  /// The items, as a reader finds them.
  var items: [DeliveredItem] = []
  /// Every item that was ever delivered, whatever became of it: what receipts are made from.
  var delivered: Set<DeliveredItem> = []
  /// Whether the sink was opened and not closed.
  var isOpen = false

  private static let memories = Mutex<[String: Memory]>([:])

  /// The memory of a folder.
  static subscript(folder: String) -> Memory {
    get { memories.withLock { $0[folder] ?? Memory() } }
    set { memories.withLock { $0[folder] = newValue } }
  }
}
