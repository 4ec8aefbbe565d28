import CSQLite

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An open SQLite database; closed when the value ends.
///
/// Not `Sendable`: it is opened without SQLite's mutexes, so one isolation (an actor, usually) owns
/// it and its statements.
public struct Connection: ~Copyable {
  /// What a connection may do with the file.
  public enum Access: Sendable {
    /// Read a file that exists. SQLite may create the log of a database in WAL mode beside it
    /// (<https://www.sqlite.org/wal.html#readonly>).
    case readOnly
    /// Read a file that exists and that nobody changes meanwhile; takes no lock, creates nothing,
    /// and does not see a log (<https://www.sqlite.org/c3ref/open.html>, `immutable`).
    case immutable
    /// Read and write a file that exists.
    case readWrite
    /// Read and write, and create the file where it is missing.
    case readWriteCreate
  }

  let handle: OpaquePointer

  /// Opens a database by its absolute path, in which no part may be a symbolic link
  /// (<https://www.sqlite.org/c3ref/open.html>, `SQLITE_OPEN_NOFOLLOW`).
  ///
  /// A file that is not a database is noticed by the first statement, not here. Another
  /// connection's lock is an error at once, unless ``waitWhenBusy(for:)`` says otherwise.
  ///
  /// - Parameter mode: the mode of a file that is created; its log has the same
  ///   (<https://www.sqlite.org/src/file/src/os_unix.c>, `findCreateFileMode`).
  public init(path: String, access: Access, mode: UInt32 = 0o600) throws(SQLiteError) {
    if access == .readWriteCreate { try Self.createFile(at: path, mode: mode_t(mode)) }
    let flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW
      | (access == .readOnly
        ? SQLITE_OPEN_READONLY
        : access == .immutable ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE)
    let name = access == .immutable ? "file:\(Self.percentEncoded(path))?immutable=1" : path
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(name, &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let error = SQLiteError(opened, code: code)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
  }

  private init(handle: OpaquePointer) { self.handle = handle }

  /// Opens an empty database in memory.
  public static func inMemory() throws(SQLiteError) -> Connection {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(":memory:", &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let error = SQLiteError(opened, code: code)
      sqlite3_close_v2(opened)
      throw error
    }
    return Connection(handle: opened)
  }

  /// A copy of the database as it is now, in memory (<https://www.sqlite.org/backup.html>).
  public borrowing func copiedIntoMemory() throws(SQLiteError) -> Connection {
    let copy = try Connection.inMemory()
    try self.copy(into: copy)
    return copy
  }

  /// Copies the database as it is now over another one (<https://www.sqlite.org/backup.html>).
  public borrowing func copy(into other: borrowing Connection) throws(SQLiteError) {
    guard let backup = sqlite3_backup_init(other.handle, "main", handle, "main") else {
      throw SQLiteError(other.handle, code: sqlite3_errcode(other.handle))
    }
    let code = sqlite3_backup_step(backup, -1)
    sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE else { throw SQLiteError(other.handle, code: code) }
  }

  /// Statements that are still alive keep the database open until they end
  /// (<https://www.sqlite.org/c3ref/close.html>).
  deinit { sqlite3_close_v2(handle) }

  /// Creates an empty file, which is an empty database: SQLite itself would leave its mode to the
  /// umask.
  private static func createFile(at path: String, mode: mode_t) throws(SQLiteError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      // SQLite opens the file that is there.
      if errno == EEXIST { return }
      throw SQLiteError(
        code: SQLITE_CANTOPEN, message: "unable to open database file", systemCode: errno)
    }
    if mode != 0o600 { _ = fchmod(descriptor, mode) }
    _ = close(descriptor)
  }

  private static func percentEncoded(_ path: String) -> String {
    path.utf8.reduce(into: "") { text, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "_"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
  }

  /// Waits up to a time for another connection's lock, before a statement fails as busy.
  public borrowing func waitWhenBusy(for time: Duration) {
    let (seconds, attoseconds) = time.components
    sqlite3_busy_timeout(
      handle, Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000))
  }

  /// Keeps the log's files when the last connection closes, so that a reader who may not create
  /// files can still open the database
  /// (<https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html>, `SQLITE_FCNTL_PERSIST_WAL`).
  public borrowing func keepLogFiles() {
    var isKept: Int32 = 1
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &isKept)
  }

  /// Runs one or more statements and passes over what they return.
  public borrowing func execute(_ sql: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw SQLiteError(handle, code: code, sql: sql) }
  }

  /// Compiles one statement, to be run many times.
  public borrowing func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    try Statement(sql, on: handle)
  }

  /// Runs a body in a transaction that no other writer interrupts; a body that throws changes
  /// nothing.
  ///
  /// The lock is taken at the start (`BEGIN IMMEDIATE`), so a busy database is noticed before
  /// the body has begun. A commit that fails is undone too.
  public borrowing func transaction<Result>(
    _ body: () throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    try execute("BEGIN IMMEDIATE")
    do throws(SQLiteError) {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // Some errors have rolled back already (https://www.sqlite.org/lang_transaction.html); and
      // what matters to the caller is the first error.
      if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// Reads in a body that sees one state of the database, whatever is written meanwhile.
  public borrowing func snapshot<Result>(
    _ body: () throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    try execute("BEGIN")
    defer { try? execute("ROLLBACK") }
    return try body()
  }

  /// How many rows the newest `INSERT`, `UPDATE` or `DELETE` changed.
  public var changes: Int { Int(sqlite3_changes64(handle)) }
  /// How many rows the connection has changed since it was opened.
  public var totalChanges: Int { Int(sqlite3_total_changes64(handle)) }

  /// The first column of a query's first row; nil without a row or where it is `NULL`.
  public borrowing func integer(_ sql: String) throws(SQLiteError) -> Int? {
    let statement = try prepare(sql)
    guard try statement.step(), !statement.isNull(at: 0) else { return nil }
    return statement.integer(at: 0)
  }

  /// The first column of a query's first row; nil without a row or where it is `NULL`.
  public borrowing func text(_ sql: String) throws(SQLiteError) -> String? {
    let statement = try prepare(sql)
    guard try statement.step(), !statement.isNull(at: 0) else { return nil }
    return statement.text(at: 0)
  }
}
