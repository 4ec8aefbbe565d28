import DurableFiles
import SinkKit

/// A program that takes messages from a queue: it renames a message into `cur`, and removes it there.
struct FileQueueConsumer: SinkConsumer {
  /// The queue's path.
  let path: String

  func items() throws -> [DeliveredItem] {
    try forEachMessage { name, folder in
      try folder.read(name, atMost: StoredItem.mostBytesOfMessage)
    }
  }

  func take() throws -> [DeliveredItem] {
    try forEachMessage { name, folder in
      let taken = try Directory(at: "\(path)/cur")
      try folder.move(name, to: taken, as: name)
      let message = try taken.read(name, atMost: StoredItem.mostBytesOfMessage)
      try taken.remove(name)
      return message
    }
  }

  func wholeSets() throws -> [WholeSet] {
    guard let queue = try folder(at: path) else { return [] }
    return try queue.names().filter { $0.hasSuffix(WholeSet.suffix) }.map { name in
      try WholeSet(jsonLine: queue.read(name, atMost: 4096))
    }
  }

  /// Reads messages, those first that were taken and are still there.
  private func forEachMessage(
    _ read: (_ name: String, _ folder: borrowing Directory) throws -> [UInt8]
  ) throws -> [DeliveredItem] {
    var items: [DeliveredItem] = []
    for name in ["cur", "new"] {
      guard let folder = try folder(at: "\(path)/\(name)") else { continue }
      for name in try folder.names() {
        try items.append(DeliveredItem(jsonLine: read(name, folder)))
      }
    }
    return items
  }

  /// A folder of the queue; nil where it is not there yet.
  private func folder(at path: String) throws(FileError) -> Directory? {
    do throws(FileError) {
      return try Directory(at: path)
    } catch {
      guard error.isMissing else { throw error }
      return nil
    }
  }
}
