import CSQLiteRecorder
import DurableFiles

/// Sees what SQLite does to files, in the tasks that record.
enum SQLiteRecording {
  /// Lets every database that is opened from now on be seen; false where SQLite does not take that.
  static func begin() -> Bool { isBegun }

  private static let isBegun =
    sluice_record_sqlite(
      { operation, written, offset, bytes, count in
        guard let record = FileRecording.record, let written else { return }
        let path = String(cString: written)
        let parts = path.split(separator: "/")
        guard let name = parts.last.map(String.init),
          let folder = FileIdentity(at: "/" + parts.dropLast().joined(separator: "/"))
        else { return }
        switch operation {
        case SLUICE_SQLITE_DELETE: record(.remove(name: name, in: folder))
        case SLUICE_SQLITE_SYNC_FOLDER: record(.sync(folder))
        default:
          guard let file = FileIdentity(at: path) else { return }
          switch operation {
          case SLUICE_SQLITE_OPEN: record(.open(file, name: name, in: folder))
          case SLUICE_SQLITE_TRUNCATE: record(.truncate(file, size: Int(offset)))
          case SLUICE_SQLITE_SYNC: record(.sync(file))
          default:
            let contents = UnsafeRawBufferPointer(start: bytes, count: Int(count))
            record(.write(file, offset: Int(offset), bytes: Array(contents)))
          }
        }
      }, fault) == 0

  /// A full disk for a write, and an error of the disk for what else fails (https://www.sqlite.org/rescode.html).
  private static let fault: sluice_sqlite_fault = { operation, path in
    guard let fault = FileFaults.fault, let path else { return 0 }
    let isWrite = operation == SLUICE_SQLITE_WRITE
    guard fault(isWrite ? "write" : "sync", String(cString: path)) != nil else { return 0 }
    return isWrite ? 13 : 1034
  }
}
