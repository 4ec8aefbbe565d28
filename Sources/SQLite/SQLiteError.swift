import CSQLite

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What SQLite said when it refused, taken at once as a value
/// (<https://www.sqlite.org/rescode.html>).
public struct SQLiteError: Error, Hashable, Sendable {
  /// The extended result code, such as 261 for `SQLITE_BUSY_RECOVERY`.
  public let code: Int32
  /// SQLite's own words.
  public let message: String
  /// The statement it refused; nil where it was not about one.
  public let sql: String?
  /// The system's error number behind `SQLITE_CANTOPEN` and `SQLITE_IOERR`; 0 where there is none.
  public let systemCode: Int32

  /// Creates an error from its parts.
  public init(code: Int32, message: String, sql: String? = nil, systemCode: Int32 = 0) {
    self.code = code
    self.message = message
    self.sql = sql
    self.systemCode = systemCode
  }

  /// Says of a database that its rows contradict each other, as SQLite says it of its pages
  /// (`SQLITE_CORRUPT`).
  public static func corrupt(_ message: String) -> SQLiteError {
    SQLiteError(code: SQLITE_CORRUPT, message: message)
  }

  /// Says of a table that it did not take a row, as SQLite says it of a constraint (`SQLITE_CONSTRAINT`).
  public static func refused(_ message: String) -> SQLiteError {
    SQLiteError(code: SQLITE_CONSTRAINT, message: message)
  }

  /// Takes the newest error of a connection.
  init(_ connection: OpaquePointer?, code: Int32, sql: String? = nil) {
    let primary = code & 0xFF
    let isOfSystem = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN
    let systemCode = isOfSystem ? sqlite3_system_errno(connection) : 0
    // A file that cannot be created is tried once more for reading only, and the reason of that is all that SQLite keeps.
    let isBeside =
      primary == SQLITE_CANTOPEN && systemCode == ENOENT && Self.hasDatabase(connection)
    self.init(
      code: code,
      message: isBeside
        ? "unable to open a file beside the database" : String(cString: sqlite3_errmsg(connection)),
      sql: sql, systemCode: isBeside ? 0 : systemCode)
  }

  private static func hasDatabase(_ connection: OpaquePointer?) -> Bool {
    guard let connection, let path = sqlite3_db_filename(connection, "main") else { return false }
    return access(path, F_OK) == 0
  }

  /// The primary result code: the lowest eight bits, such as 5 for `SQLITE_BUSY`.
  public var primaryCode: Int32 { code & 0xFF }

  /// Whether another connection holds the database: `SQLITE_BUSY`.
  public var isBusy: Bool { primaryCode == SQLITE_BUSY }
  /// Whether the disk or the quota is full: `SQLITE_FULL`, or the system said so.
  public var isFull: Bool {
    primaryCode == SQLITE_FULL || systemCode == ENOSPC || systemCode == EDQUOT
  }
  /// Whether the database may only be read: `SQLITE_READONLY`, or the system said so.
  public var isReadOnly: Bool { primaryCode == SQLITE_READONLY || systemCode == EROFS }
  /// Whether permissions forbid it: `SQLITE_PERM`, `SQLITE_AUTH`, or the system said so.
  public var isDenied: Bool {
    primaryCode == SQLITE_PERM || primaryCode == SQLITE_AUTH || systemCode == EACCES
      || systemCode == EPERM
  }
  /// Whether the file, or a directory on the way to it, does not exist.
  public var isMissing: Bool { systemCode == ENOENT }
  /// Whether too many files are open.
  public var isOutOfFiles: Bool { systemCode == EMFILE || systemCode == ENFILE }
  /// Whether the file is damaged or no database: `SQLITE_CORRUPT`, `SQLITE_NOTADB`.
  public var isCorrupt: Bool { primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB }
  /// Whether reading, writing or syncing the file failed, `SQLITE_IOERR`, or a file beside it cannot be opened.
  public var isIO: Bool {
    primaryCode == SQLITE_IOERR || primaryCode == SQLITE_CANTOPEN && systemCode == 0
  }
}

extension SQLiteError: CustomStringConvertible {
  /// SQLite's words, with the system's where it said more and with the code:
  /// `disk I/O error: Input/output error (SQLite code 1034)`.
  public var description: String {
    let system = systemCode == 0 ? "" : ": \(String(cString: strerror(systemCode)))"
    return "\(message)\(system) (SQLite code \(code))"
  }
}
