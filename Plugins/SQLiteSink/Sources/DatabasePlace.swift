import SinkKit

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where a database is or will be, looked at without changing anything.
struct DatabasePlace {
  let path: String

  /// Throws what opening would throw, as far as that is known.
  func check(table: String) throws(SinkError) {
    let files = FileManager.default
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard files.fileExists(atPath: folder) else {
      throw SinkError(
        .invalid, "database \(path): its folder does not exist", hint: "create the folder first")
    }
    guard files.isWritableFile(atPath: folder) else { throw denied("its folder") }
    guard files.fileExists(atPath: path) else { return }
    guard files.isWritableFile(atPath: path) else { throw denied("it") }
    // With a log beside it, somebody may be writing, and looking would take a lock.
    guard !files.fileExists(atPath: "\(path)-wal") else { return }
    do {
      try ItemTable.look(named: table, of: path)
    } catch {
      throw SinkError(error, path: path)
    }
  }

  private func denied(_ what: String) -> SinkError {
    SinkError(
      .denied, "database \(path): \(what) cannot be written to",
      hint: "let this user write the file and its folder")
  }
}
