public import DurableFiles
public import ExportEngine
import SQLite

/// The file that a ledger leaves behind when it is moved, so that nobody goes on without it by mistake.
enum MovedLedger {
  static let name = "moved"

  /// Where the ledger of a folder is now; nil where it was not moved. Only a folder without a ledger is asked: a move
  /// that was cut short leaves both.
  static func place(in folder: borrowing Directory) throws(LedgerError) -> String? {
    try onFiles { () throws(FileError) in
      guard try folder.holds(name) else { return nil }
      let text = try folder.read(name, atMost: 4096)
      return String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
  }
}

extension SQLiteStateStore {
  /// Moves the ledger into another folder, where there is none: from then on this folder says where it is.
  ///
  /// Whenever the process dies, one of the two folders has a whole ledger. Only under the lock.
  public func move(
    to location: String, as holder: FileLock.Holder, by who: String
  ) throws(LockFailure) {
    let other = SQLiteStateStore(in: location, access: access, now: now)
    let lock = try other.lock(as: holder)
    defer { lock.release() }
    do throws(LedgerError) {
      try copy(to: other, by: who)
      try leave(for: location)
    } catch {
      throw .unusable(error)
    }
  }

  private func copy(to other: SQLiteStateStore, by who: String) throws(LedgerError) {
    let path = LedgerFile.path(in: other.folder)
    let target = try onFiles { () throws(FileError) in
      try Directory(ownedAt: other.folder, access: access)
    }
    precondition(!other.hasLedger, "a ledger is not moved over another one")
    let connection = try LedgerFile.openForWriting(in: folder, access: access)
    let time = now()
    try LedgerFile.create(path, in: target, access) { copy throws(SQLiteError) in
      try connection.copy(into: copy)
      _ = try copy.write(.move(to: other.folder), of: nil, by: who, at: time)
    }
    // Where it was moved away before.
    try onFiles { () throws(FileError) in
      try target.remove(MovedLedger.name)
      try target.sync()
    }
  }

  /// Takes the ledger away, and says where it is.
  private func leave(for location: String) throws(LedgerError) {
    try onFiles { () throws(FileError) in
      let folder = try Directory(ownedAt: self.folder, access: access)
      try folder.replace(MovedLedger.name, with: Array("\(location)\n".utf8))
      for file in LedgerFile.files { try folder.remove(file) }
      try folder.sync()
    }
  }
}
