public import DurableFiles
public import ExportEngine
import SQLite

/// The files that say that a ledger is on its way to another folder, so that never more than one of the two is in force.
///
/// | after | the old folder | the new one |
/// |---|---|---|
/// | `arriving` is in the new folder | in force | refused: it has no ledger |
/// | `moved` is in the old one, once the copy is durable | refused | refused |
/// | the copy has the ledger's name | refused | in force |
/// | the old ledger is removed | refused | in force |
enum MovedLedger {
  /// In the old folder: the path of the new one.
  static let moved = "moved"
  /// In the new folder, until the ledger is there: the path of the old one.
  static let arriving = "arriving"

  /// Refuses a folder whose ledger is in another one, or on its way.
  static func check(_ folder: borrowing Directory, at path: String) throws(LedgerError) {
    if let place = try place(moved, in: folder) { throw .moved(to: place, from: path) }
    if try onFiles({ () throws(FileError) in try folder.holds(LedgerFile.name) }) { return }
    if let place = try place(arriving, in: folder) { throw .arriving(from: place, at: path) }
  }

  /// The path in one of the two files; nil where it is not there.
  static func place(
    _ name: String, in folder: borrowing Directory
  ) throws(LedgerError) -> String? {
    try onFiles { () throws(FileError) in
      guard try folder.holds(name) else { return nil }
      let text = try folder.read(name, atMost: 4096)
      return String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
  }
}

extension SQLiteStateStore {
  /// Where the ledger was moved to, or was being moved to when a process died; nil where it was not.
  public func movedPlace() throws(LedgerError) -> String? {
    guard let folder = try LedgerFile.folderToRead(folder) else { return nil }
    return try MovedLedger.place(MovedLedger.moved, in: folder)
  }

  /// Moves the ledger into another folder; one that was begun is finished. Only under the lock.
  public func move(
    to location: String, as holder: FileLock.Holder, by who: String
  ) throws(LockFailure) {
    let other = SQLiteStateStore(in: location, access: access, now: now)
    let lock = try other.lock(as: holder)
    defer { lock.release() }
    do throws(LedgerError) {
      let isBegun = try movedPlace() == location
      // One that is there already has been published by the move that was begun.
      if !(isBegun && other.hasLedger) { try copy(to: other, by: who) }
      try leave(for: other)
    } catch {
      throw .unusable(error)
    }
  }

  private func copy(to other: SQLiteStateStore, by who: String) throws(LedgerError) {
    precondition(!other.hasLedger, "a ledger is not moved over another one")
    let target = try onFiles { () throws(FileError) in
      let target = try Directory(ownedAt: other.folder, access: access)
      try target.replace(MovedLedger.arriving, with: Array("\(folder)\n".utf8))
      // Where it was moved away before.
      try target.remove(MovedLedger.moved)
      try target.sync()
      return target
    }
    let connection = try LedgerFile.openForWriting(in: folder, access: access, isMoving: true)
    let time = now()
    try LedgerFile.create(LedgerFile.path(in: other.folder), in: target, access) {
      copy throws(SQLiteError) in
      try connection.copy(into: copy)
      _ = try copy.write(.move(to: other.folder), of: nil, by: who, at: time)
    } beforeItHasItsName: { () throws(LedgerError) in
      try onFiles { () throws(FileError) in
        let own = try Directory(ownedAt: folder, access: access)
        try own.replace(MovedLedger.moved, with: Array("\(other.folder)\n".utf8))
      }
    }
  }

  /// Takes the old ledger away.
  private func leave(for other: SQLiteStateStore) throws(LedgerError) {
    try onFiles { () throws(FileError) in
      let target = try Directory(ownedAt: other.folder, access: access)
      try target.remove(MovedLedger.arriving)
      try target.sync()
      let own = try Directory(ownedAt: folder, access: access)
      for file in LedgerFile.files { try own.remove(file) }
      try own.sync()
    }
  }
}
