import DurableFiles
import SQLite
import SinkKit

/// Where a database is or will be: a name in a folder.
struct DatabasePlace {
  /// The path as the job file has it.
  let path: String
  /// Who may write in the folder, and use the file.
  let access: FileAccess

  private var folder: String { Directory.parts(of: path).folder }
  private var name: String { Directory.parts(of: path).name }

  /// The database and what SQLite keeps beside it.
  private var files: [String] { DatabaseFiles.all(of: name) }

  /// Opens the database, and creates it where it is missing.
  func connect() throws -> Connection {
    let folder = try Directory(ownedAt: folder, creating: false, access: access)
    try checkFiles(in: folder)
    return try Connection(
      path: "\(folder.location())/\(name)", access: .readWriteCreate,
      mode: access == .owner ? 0o600 : 0o660)
  }

  private func checkFiles(in folder: borrowing Directory) throws {
    for file in files { try folder.checkOwned(file) }
    let end = try folder.end(of: "\(name)-journal", atMost: RollbackJournal.endBytes)
    guard !RollbackJournal.namesAnotherFile(endingWith: end) else {
      throw SinkError(
        .invalid,
        "database \(path): its -journal file names another file, which SQLite would remove",
        hint: "find out who put it there, and move it away")
    }
  }

  /// Throws what opening would throw, as far as that is known without changing anything.
  func check(table: String, _ columns: [ItemColumn]) throws(SinkError) {
    do {
      let folder = try Directory(ownedAt: folder, creating: false, access: access)
      try Directory.checkAccess(at: folder.path, for: access)
      try checkFiles(in: folder)
      guard try folder.holds(name) else { return }
      try folder.checkWritable(name)
      // With a log beside it, somebody may be writing, and looking would take a lock.
      guard try !folder.holds("\(name)-wal") else { return }
      let connection = try Connection(path: "\(folder.location())/\(name)", access: .immutable)
      try ExportTable.look(named: table, columns, of: path, in: connection)
    } catch {
      throw SinkError(error, path: path)
    }
  }
}
