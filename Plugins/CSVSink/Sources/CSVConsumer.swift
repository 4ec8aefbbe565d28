import DurableFiles
import SinkKit

/// A program that takes the file away as a whole, while it holds the file's lock.
struct CSVConsumer: SinkConsumer {
  let file: CSVFile

  func items() throws -> [DeliveredItem] {
    try with(file.path) { folder in try file.items(in: folder) } ?? []
  }

  func take() throws -> [DeliveredItem] {
    try with(file.path) { folder in
      // Half a batch may be in it: it is taken when the next run has cut that off.
      guard try !file.isUnfinished(in: folder) else { return [] }
      let items = try file.items(in: folder)
      try file.remove(in: folder)
      return items
    } ?? []
  }

  func wholeSets() throws -> [WholeSet] {
    try with(file.completePath) { folder in try file.wholeSets(in: folder) } ?? []
  }

  /// Nil where there is no such file, or a delivery is writing in it.
  private func with<Value>(
    _ path: String, _ body: (borrowing Directory) throws -> Value
  ) throws -> Value? {
    guard RegularFile.kind(behind: path) == .file else { return nil }
    do {
      return try file.locked(body)
    } catch FileLock.Failure.held {
      return nil
    }
  }
}
