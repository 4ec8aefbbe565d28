import SQLite
import SinkKit

/// A program that reads rows of a table, and deletes those that it is done with.
struct SQLiteConsumer: SinkConsumer {
  /// The database's path.
  let path: String
  /// The table's name.
  let table: String

  func items() throws -> [DeliveredItem] {
    try withTable { connection in try rows(in: connection) } ?? []
  }

  func take() throws -> [DeliveredItem] {
    try withTable { connection in
      try connection.transaction { () throws(SQLiteError) in
        let items = try rows(in: connection)
        try connection.execute("DELETE FROM \"\(table)\"")
        return items
      }
    } ?? []
  }

  func wholeSets() throws -> [WholeSet] {
    try withTable { connection in try WholeSetTable.sets(of: table, in: connection) } ?? []
  }

  /// Nil where there is no such table yet.
  private func withTable<Value>(
    _ body: (borrowing Connection) throws -> Value
  ) throws -> Value? {
    let connection: Connection
    do throws(SQLiteError) {
      connection = try Connection(path: path, access: .readWrite)
    } catch {
      guard error.isMissing else { throw error }
      return nil
    }
    connection.waitWhenBusy(for: .seconds(5))
    // While it is made, a table has no column of data yet.
    guard try TableShape(of: table, in: connection).hasColumn("data") else { return nil }
    return try body(connection)
  }

  private func rows(in connection: borrowing Connection) throws(SQLiteError) -> [DeliveredItem] {
    let rows = try connection.prepare(
      "SELECT job_id, accounting_entry_id, status, data FROM \"\(table)\" ORDER BY job_id, ordinal")
    var items: [DeliveredItem] = []
    while try rows.step() {
      guard let job = JobID(rows.text(at: 0)), let entry = EntryID(rows.text(at: 1)) else {
        throw .corrupt("a row of table '\(table)' has an id that is no UUID")
      }
      items.append(
        DeliveredItem(
          jobID: job, entryID: entry, status: rows.text(at: 2),
          data: rows.isNull(at: 3) ? nil : rows.text(at: 3)))
    }
    return items
  }
}
