import DurableFiles
import ExportEngine
import SQLite

extension LedgerError {
  /// What SQLite's refusal means for the ledger at `path`, and what the operator can do.
  init(_ error: SQLiteError, at path: String) {
    let (code, hint) = Self.meaning(of: error)
    self.init(code, "cannot use the ledger \(path): \(error)", hint: hint, cause: error)
  }

  private static func meaning(of error: SQLiteError) -> (Code, hint: String?) {
    if error.isCorrupt { return (.unreadable, restore) }
    if error.isFull { return (.storage, space) }
    if error.isDenied { return (.denied, owner) }
    if error.isReadOnly { return (.storage, writable) }
    if error.isBusy {
      return (.storage, "another program has it open for writing: close that and run again")
    }
    if error.isOutOfFiles { return (.storage, limit) }
    return (.storage, error.isIO ? disk : nil)
  }

  /// What the file system's refusal means for the state folder.
  init(_ error: FileError) {
    let (code, hint) = Self.meaning(of: error)
    self.init(code, "cannot use the state folder: \(error)", hint: error.help ?? hint, cause: error)
  }

  private static func meaning(of error: FileError) -> (Code, hint: String) {
    if error.isDenied { return (.denied, owner) }
    if error.isFull { return (.storage, space) }
    if error.isReadOnly { return (.storage, writable) }
    if error.isOutOfFiles { return (.storage, limit) }
    return (.storage, error.isIO ? disk : folder)
  }

  private static let owner = "it must belong to the user who runs sluice"
  private static let folder = "name a folder of its own with 'run.state' or --state"
  private static let space = "free some space, then run again"
  private static let writable = "it must be on a file system that can be written"
  private static let limit = "too many files are open: raise the limit, as with ulimit -n"
  private static let disk = "look at the disk: its room, its inodes and what the system logs of it"
  private static let restore =
    "run again first: a disk that fails to read looks the same. Then restore it from a backup, or move it away; its -wal and -shm files go with it. Without it the next "
    + "run starts from Pleo's statuses and delivers again: a sink hides only what it still has"

  static func damaged(_ finding: String, at path: String) -> LedgerError {
    LedgerError(.unreadable, "the ledger \(path) is damaged: \(finding)", hint: restore)
  }

  static func withoutFile(at path: String) -> LedgerError {
    damaged("it is gone, and its -wal file is still there", at: path)
  }

  static func moved(to folder: String, from path: String) -> LedgerError {
    LedgerError(
      .storage, "the ledger \(path) was moved to \(folder)",
      hint:
        "write that folder into the job file under run.state; where the move was cut short, finish it with "
        + "'sluice state FILE move \(folder)'; to begin with a new ledger, which delivers everything again, remove all "
        + "that is in the old folder")
  }

  static func arriving(from folder: String, at path: String) -> LedgerError {
    LedgerError(
      .storage, "the ledger \(path) is not there yet: its move from \(folder) was cut short",
      hint: "finish it with 'sluice state FILE --state \(folder) move' and this folder")
  }

  static func foreign(at path: String) -> LedgerError {
    LedgerError(
      .unreadable, "\(path) is a database of something else, not a ledger",
      hint: "move it away, or name another state folder")
  }

  /// - Parameter needs: the first version of sluice that reads the format, where the ledger says so.
  static func newer(_ version: Int, needs: String?, at path: String) -> LedgerError {
    LedgerError(
      .unreadable,
      "the ledger \(path) has format \(version), and this sluice knows formats up to "
        + "\(LedgerSchema.version)",
      hint: needs.map { "use sluice \($0) or newer" } ?? "use the newer sluice that wrote it")
  }

  static func older(_ version: Int, at path: String) -> LedgerError {
    LedgerError(
      .unreadable,
      "the ledger \(path) has format \(version), and this sluice reads formats "
        + "from \(LedgerSchema.oldestReadable)",
      hint: "run its job once: that brings the ledger up to date")
  }

  static func withoutLog(at path: String) -> LedgerError {
    LedgerError(
      .storage, "the ledger \(path) cannot keep a write-ahead log",
      hint: "put the state folder on a local disk")
  }
}

/// Runs statements on the ledger at `path` and turns SQLite's refusals into the ledger's.
func onLedger<Result: ~Copyable>(
  at path: String, _ body: () throws(SQLiteError) -> Result
) throws(LedgerError) -> Result {
  do throws(SQLiteError) {
    return try body()
  } catch {
    throw LedgerError(error, at: path)
  }
}

/// Uses the state folder and turns the system's refusals into the ledger's.
func onFiles<Result: ~Copyable>(
  _ body: () throws(FileError) -> Result
) throws(LedgerError) -> Result {
  do throws(FileError) {
    return try body()
  } catch {
    throw LedgerError(error)
  }
}
