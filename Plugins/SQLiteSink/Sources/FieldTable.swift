import SQLite
import SinkKit

/// The sink's own notes of what the columns of the user's own have: a row for each column, with the name of its field.
///
/// The rows that are there would have one thing, and those to come another, where a column got another field under the same
/// name.
enum FieldTable {
  /// The table's name.
  static let name = "sluice_columns"

  /// Notes what the columns of a table have; creates the table of notes where it is missing.
  static func note(
    _ columns: [ItemColumn], of table: String, in connection: borrowing Connection
  ) throws(SQLiteError) {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS \(name) (
        table_name TEXT NOT NULL,
        column_name TEXT NOT NULL,
        field TEXT NOT NULL,
        PRIMARY KEY (table_name, column_name)
      ) WITHOUT ROWID
      """)
    let write = try connection.prepare(
      "INSERT OR REPLACE INTO \(name) (table_name, column_name, field) VALUES (?, ?, ?)")
    for column in columns {
      write.bind(table, at: 1)
      write.bind(column.name, at: 2)
      write.bind(column.field.name, at: 3)
      try write.run()
    }
  }

  /// The fields that are noted of a table, by their columns; none where nothing is noted.
  static func fields(
    of table: String, in connection: borrowing Connection
  ) throws(SQLiteError) -> [String: String] {
    guard try !TableShape(of: name, in: connection).isMissing else { return [:] }
    let rows = try connection.prepare(
      "SELECT column_name, field FROM \(name) WHERE table_name = ?")
    rows.bind(table, at: 1)
    var fields: [String: String] = [:]
    while try rows.step() { fields[rows.text(at: 0)] = rows.text(at: 1) }
    return fields
  }
}
