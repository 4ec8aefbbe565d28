import CSQLite

/// A compiled statement: bind, step, read columns; again. Finalised when the value ends.
///
/// Parameters count from 1 and columns from 0, as in SQLite. A statement that ran to its end or
/// failed is ready to be bound and run again; parameters keep their values until bound again.
public struct Statement: ~Copyable {
  private let handle: OpaquePointer

  init(_ sql: String, on connection: OpaquePointer) throws(SQLiteError) {
    var compiled: OpaquePointer?
    let code = sqlite3_prepare_v3(
      connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil)
    guard code == SQLITE_OK else { throw SQLiteError(connection, code: code, sql: sql) }
    guard let compiled else { preconditionFailure("a statement is not empty") }
    handle = compiled
  }

  deinit { sqlite3_finalize(handle) }

  /// Goes to the next row; false when there is none any more.
  public borrowing func step() throws(SQLiteError) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE {
      sqlite3_reset(handle)
      return false
    }
    let error = SQLiteError(
      sqlite3_db_handle(handle), code: code, sql: String(cString: sqlite3_sql(handle)))
    sqlite3_reset(handle)
    throw error
  }

  /// Runs to the end, and passes over the rows.
  public borrowing func run() throws(SQLiteError) {
    while try step() {}
  }

  /// Stops before the end, so that the statement can be bound again and holds no lock.
  public borrowing func reset() {
    sqlite3_reset(handle)
  }

  /// Binds an integer.
  public borrowing func bind(_ value: Int64, at index: Int32) {
    check(sqlite3_bind_int64(handle, index, value))
  }

  /// Binds an integer.
  public borrowing func bind(_ value: Int, at index: Int32) {
    bind(Int64(value), at: index)
  }

  /// Binds a text of at most 1,000,000,000 bytes (`SQLITE_MAX_LENGTH`).
  public borrowing func bind(_ value: String, at index: Int32) {
    var value = value
    let code = value.withUTF8 { text in
      // Without an address SQLite would bind NULL.
      text.isEmpty
        ? csqlite_bind_text(handle, index, "", 0)
        : text.withMemoryRebound(to: CChar.self) {
          csqlite_bind_text(handle, index, $0.baseAddress, UInt64($0.count))
        }
    }
    check(code)
  }

  /// Binds a blob of at most 1,000,000,000 bytes (`SQLITE_MAX_LENGTH`).
  public borrowing func bind(_ value: [UInt8], at index: Int32) {
    let code =
      value.isEmpty
      ? sqlite3_bind_zeroblob(handle, index, 0)
      : value.withUnsafeBytes {
        csqlite_bind_blob(handle, index, $0.baseAddress, UInt64($0.count))
      }
    check(code)
  }

  /// Binds a blob of 16 bytes, most significant first, without an array.
  public borrowing func bind(high: UInt64, low: UInt64, at index: Int32) {
    let code = withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) {
      csqlite_bind_blob(handle, index, $0.baseAddress, 16)
    }
    check(code)
  }

  /// Binds the text of a UUID, `8-4-4-4-12` in lower case, without a `String`.
  public borrowing func bindUUID(high: UInt64, low: UInt64, at index: Int32) {
    check(csqlite_bind_uuid(handle, index, high, low))
  }

  /// Binds `NULL`.
  public borrowing func bindNull(at index: Int32) {
    check(sqlite3_bind_null(handle, index))
  }

  /// A parameter that is not there, one bound between two rows, or one over the limit is a mistake
  /// in the program.
  private borrowing func check(_ code: Int32) {
    precondition(code == SQLITE_OK, "cannot bind: \(String(cString: sqlite3_errstr(code)))")
  }

  /// What a column is called.
  public borrowing func name(of column: Int32) -> String {
    sqlite3_column_name(handle, column).map { String(cString: $0) } ?? ""
  }

  /// Whether a column is `NULL`.
  public borrowing func isNull(at column: Int32) -> Bool {
    sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  /// A column as an integer; 0 for `NULL`.
  public borrowing func integer(at column: Int32) -> Int {
    Int(sqlite3_column_int64(handle, column))
  }

  /// A column as a text; empty for `NULL`.
  public borrowing func text(at column: Int32) -> String {
    guard let text = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
  }

  /// A column as a blob; empty for `NULL`.
  public borrowing func blob(at column: Int32) -> [UInt8] {
    guard let bytes = sqlite3_column_blob(handle, column) else { return [] }
    let count = Int(sqlite3_column_bytes(handle, column))
    return Array(UnsafeRawBufferPointer(start: bytes, count: count))
  }

  /// A column of 16 bytes in two halves, most significant byte first; nil for any other column.
  public borrowing func halves(at column: Int32) -> (high: UInt64, low: UInt64)? {
    guard let bytes = sqlite3_column_blob(handle, column),
      sqlite3_column_bytes(handle, column) == 16
    else { return nil }
    return (
      UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    )
  }
}
