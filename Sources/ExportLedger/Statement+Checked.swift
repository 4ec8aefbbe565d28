import ExportEngine
import ExportModel
import SQLite

/// What values in a ledger may be: beyond this nobody but an editor of the file has written them.
enum LedgerLimits {
  /// How many items, pages or milliseconds of a run there may be.
  static let count = 0...(1 << 40)
  /// Moments, in milliseconds since 1970-01-01T00:00:00Z: up to the year 9999.
  static let time = 0...253_402_300_799_999
  /// The bytes of a text, such as a reason or a path.
  static let textBytes = 64 * 1024
  /// The bytes of a route's terms, which hold its condition.
  static let termsBytes = 4 * 1024 * 1024

  /// A text that is kept, cut where it is too long to be read again.
  static func kept(_ text: String) -> String {
    text.utf8.count <= textBytes ? text : String(text.prefix(textBytes / 4)) + "…"
  }
}

extension Statement {
  /// A column of a number of items or milliseconds, or of an ordinal.
  ///
  /// - Parameter what: what the row is about, for the error.
  borrowing func count(
    at column: Int32, _ what: @autoclosure () -> String
  ) throws(SQLiteError) -> Int {
    try integer(at: column, in: LedgerLimits.count, what())
  }

  /// A column of a moment.
  borrowing func time(
    at column: Int32, _ what: @autoclosure () -> String
  ) throws(SQLiteError) -> Int64 {
    Int64(try integer(at: column, in: LedgerLimits.time, what()))
  }

  private borrowing func integer(
    at column: Int32, in range: ClosedRange<Int>, _ what: String
  ) throws(SQLiteError) -> Int {
    let value = integer(at: column)
    guard range.contains(value) else {
      throw .corrupt("\(what) has '\(name(of: column))' \(value)")
    }
    return value
  }

  /// A column of a text.
  borrowing func words(
    at column: Int32, _ what: @autoclosure () -> String, atMost limit: Int = LedgerLimits.textBytes
  ) throws(SQLiteError) -> String {
    let text = text(at: column)
    guard text.utf8.count <= limit else {
      throw .corrupt("\(what()) has a '\(name(of: column))' of \(text.utf8.count) bytes")
    }
    return text
  }
}
