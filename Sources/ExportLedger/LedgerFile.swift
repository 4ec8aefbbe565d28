import CrashPoints
import DurableFiles
import ExportEngine
import SQLite

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The ledger's file: opening it, and what it must be.
enum LedgerFile {
  static let name = "ledger.sqlite"

  /// The ledger and what SQLite keeps beside it.
  static let files = DatabaseFiles.all(of: name)

  static func path(in stateFolder: String) -> String {
    stateFolder.hasSuffix("/") ? stateFolder + name : "\(stateFolder)/\(name)"
  }

  /// Whether there is anything where the ledger is kept; a link counts as what it leads to.
  static func isThere(in stateFolder: String) -> Bool {
    FileManager.default.fileExists(atPath: path(in: stateFolder))
  }

  /// Opens the ledger for writing, creates it where it is missing, and brings it up to date.
  ///
  /// - Parameter isMoving: whether it is opened to finish a move.
  static func openForWriting(
    in stateFolder: String, access: FileAccess, isMoving: Bool = false
  ) throws(LedgerError) -> Connection {
    let folder = try onFiles { () throws(FileError) in
      try Directory(ownedAt: stateFolder, access: access)
    }
    let path = path(in: stateFolder)
    try onFiles { () throws(FileError) in for file in files { try folder.checkOwned(file) } }
    if !isMoving { try MovedLedger.check(folder, at: path) }
    try checkJournal(in: folder, path)
    let isNew = try !onFiles { () throws(FileError) in try folder.holds(name) }
    if isNew {
      // SQLite would put the log of the one that was there into the new one.
      if try onFiles({ () throws(FileError) in try folder.holds("\(name)-wal") }) {
        throw .withoutFile(at: path)
      }
      try create(path, in: folder, access)
    }
    let connection = try open(name, in: folder, .readWrite, calledBy: path)
    // Nothing of a foreign file may change, so it is looked at before anything is set.
    let version = try version(of: connection, at: path)
    guard version <= LedgerSchema.version else {
      throw .newer(version, needs: LedgerSchema.needs(of: connection), at: path)
    }
    // One that was just made has what it must have.
    if !isNew {
      try LedgerSchema.check(connection, version: version, at: path)
      try check(connection, at: path)
    }
    try configure(connection, at: path)
    try onLedger(at: path) { () throws(SQLiteError) in try migrate(connection, from: version) }
    try onFiles { () throws(FileError) in try folder.sync() }
    return connection
  }

  /// Creates a ledger without items.
  private static func create(
    _ path: String, in folder: borrowing Directory, _ access: FileAccess
  ) throws(LedgerError) {
    try create(path, in: folder, access) { connection throws(SQLiteError) in
      try connection.transaction { () throws(SQLiteError) in
        for statement in LedgerSchema.statements + [LedgerSchema.firstRows] {
          try connection.execute(statement)
        }
        try mark(connection)
      }
    }
  }

  /// Creates a ledger, whole or not at all: an empty file under its name was cut off.
  ///
  /// - Parameters:
  ///   - fill: puts everything into an empty database.
  ///   - finish: called once that is durable.
  static func create(
    _ path: String, in folder: borrowing Directory, _ access: FileAccess,
    _ fill: (borrowing Connection) throws(SQLiteError) -> Void,
    beforeItHasItsName finish: () throws(LedgerError) -> Void = {}
  ) throws(LedgerError) {
    let draft = "\(name).new"
    // What a run left that died here.
    try onFiles { () throws(FileError) in
      for file in DatabaseFiles.all(of: draft) { try folder.remove(file) }
    }
    do {
      let path = "\(path).new"
      let connection = try open(
        draft, in: folder, .readWriteCreate, mode: access == .owner ? 0o600 : 0o660,
        calledBy: path)
      try onLedger(at: path) { () throws(SQLiteError) in
        // Nobody reads a draft that is half made, so it needs no journal, and is made durable once.
        try connection.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        try fill(connection)
        try connection.execute("PRAGMA journal_mode = WAL")
      }
    }
    // The draft's own name may be lost: then the next run makes another one.
    try onFiles { () throws(FileError) in try folder.sync(files: [draft]) }
    CrashPoint.draftSynced.pass()
    try finish()
    try onFiles { () throws(FileError) in
      try folder.move(draft, to: folder, as: name)
      try folder.sync()
    }
    CrashPoint.ledgerNamed.pass()
  }

  /// Opens the ledger for reading as it is; nil where there is none yet.
  static func openForReading(
    in stateFolder: String, isChecked: Bool
  ) throws(LedgerError) -> Connection? {
    let path = path(in: stateFolder)
    guard let folder = try folderToRead(stateFolder) else { return nil }
    try MovedLedger.check(folder, at: path)
    guard let access = try readingAccess(in: folder, path) else { return nil }
    try checkJournal(in: folder, path)
    let connection = try open(name, in: folder, access, calledBy: path)
    let version = try version(of: connection, at: path)
    guard version <= LedgerSchema.version else {
      throw .newer(version, needs: LedgerSchema.needs(of: connection), at: path)
    }
    guard version >= LedgerSchema.oldestReadable else { throw .older(version, at: path) }
    try LedgerSchema.check(connection, version: version, at: path)
    if isChecked { try check(connection, at: path) }
    if version == LedgerSchema.version { return connection }
    // A copy is brought up to date, so that nothing else knows what older formats had.
    return try onLedger(at: path) { () throws(SQLiteError) in
      let copy = try connection.copiedIntoMemory()
      try migrate(copy, from: version)
      return copy
    }
  }

  /// Throws where the ledger of a folder is in another one, or on its way.
  static func checkMoved(from stateFolder: String) throws(LedgerError) {
    guard let folder = try folderToRead(stateFolder) else { return }
    try MovedLedger.check(folder, at: path(in: stateFolder))
  }

  /// How to read a ledger without changing anything; nil where there is none.
  ///
  /// Every writer leaves the log's files in place, also when it ends. Without them nobody has the
  /// ledger open, and SQLite must not create them, nor could it where the folder is read-only.
  private static func readingAccess(
    in folder: borrowing Directory, _ path: String
  ) throws(LedgerError) -> Connection.Access? {
    let (isThere, hasLog) = try onFiles { () throws(FileError) in
      for file in files { try folder.checkHasOneName(file) }
      return (try folder.holds(name), try folder.holds("\(name)-wal"))
    }
    guard isThere else {
      if hasLog { throw .withoutFile(at: path) }
      return nil
    }
    return hasLog ? .readOnly : .immutable
  }

  /// The state folder as it is; nil where there is none.
  static func folderToRead(_ stateFolder: String) throws(LedgerError) -> Directory? {
    try onFiles { () throws(FileError) in
      // Root looks at everybody's jobs, but not at what somebody put in the place of a job's state.
      try Directory.checkWay(to: stateFolder, for: .group)
      do throws(FileError) {
        return try Directory(at: stateFolder)
      } catch {
        guard error.isMissing else { throw error }
        return nil
      }
    }
  }

  /// - Parameter path: what the operator calls the file.
  private static func open(
    _ name: String, in folder: borrowing Directory, _ access: Connection.Access,
    mode: UInt32 = 0o600, calledBy path: String
  ) throws(LedgerError) -> Connection {
    let location = try onFiles { () throws(FileError) in try folder.location() }
    return try onLedger(at: path) { () throws(SQLiteError) in
      let connection = try Connection(path: "\(location)/\(name)", access: access, mode: mode)
      connection.waitWhenBusy(for: .seconds(5))
      return connection
    }
  }

  /// Refuses a rollback journal that names another file, which SQLite would remove: a ledger is never
  /// written together with other databases.
  private static func checkJournal(
    in folder: borrowing Directory, _ path: String
  ) throws(LedgerError) {
    let end = try onFiles { () throws(FileError) in
      try folder.end(of: "\(name)-journal", atMost: RollbackJournal.endBytes)
    }
    if RollbackJournal.namesAnotherFile(endingWith: end) {
      throw .damaged("its -journal file names another file, which SQLite would remove", at: path)
    }
  }

  /// The format of a ledger.
  private static func version(
    of connection: borrowing Connection, at path: String
  ) throws(LedgerError) -> Int {
    let (mark, version, objects) = try onLedger(at: path) { () throws(SQLiteError) in
      (
        try connection.integer("PRAGMA application_id") ?? 0,
        try connection.integer("PRAGMA user_version") ?? 0,
        try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
      )
    }
    if mark == LedgerSchema.applicationID { return version }
    guard mark == 0, version == 0, objects == 0 else { throw .foreign(at: path) }
    throw .damaged("it is empty", at: path)
  }

  /// Looks for damage: `quick_check`, which reads every page and checks every row.
  ///
  /// `integrity_check` also compares each index with its table: it takes several times as long, and
  /// what it would find beyond this is not what failing disks do
  /// (<https://www.sqlite.org/pragma.html#pragma_quick_check>).
  private static func check(
    _ connection: borrowing Connection, at path: String
  ) throws(LedgerError) {
    let answer = try onLedger(at: path) { () throws(SQLiteError) in
      try connection.text("PRAGMA quick_check(1)")
    }
    guard answer == "ok" else { throw .damaged(answer ?? "no answer", at: path) }
  }

  /// With WAL and `synchronous = FULL` a commit is durable when it returns
  /// (<https://www.sqlite.org/pragma.html#pragma_synchronous>).
  private static func configure(
    _ connection: borrowing Connection, at path: String
  ) throws(LedgerError) {
    connection.keepLogFiles()
    let mode = try onLedger(at: path) { () throws(SQLiteError) in
      // A cache of 4 MiB, because rows are written once and in order; sorting leaves no temporary files; and the
      // log is cut back to 4 MiB, about what it holds between two checkpoints.
      try connection.execute(
        """
        PRAGMA synchronous = FULL;
        PRAGMA fullfsync = ON;
        PRAGMA cache_size = -4096;
        PRAGMA temp_store = MEMORY;
        PRAGMA journal_size_limit = 4194304;
        """)
      return try connection.text("PRAGMA journal_mode = WAL")
    }
    guard mode == "wal" else { throw .withoutLog(at: path) }
  }

  private static func migrate(
    _ connection: borrowing Connection, from version: Int
  ) throws(SQLiteError) {
    if version == LedgerSchema.version { return }
    try connection.transaction { () throws(SQLiteError) in
      for migration in LedgerSchema.migrations[version...] { try migration.run(on: connection) }
      try mark(connection)
    }
  }

  /// Says that a file is a ledger of the newest format.
  private static func mark(_ connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(
      """
      PRAGMA application_id = \(LedgerSchema.applicationID);
      PRAGMA user_version = \(LedgerSchema.version);
      """)
  }
}
