import ExportModel
import SQLite
import SinkKit

/// A table of items in an open database, and the statements that write it.
struct ItemTable: ~Copyable {
  private let connection: Connection
  private let insert: Statement
  private let update: Statement

  /// Opens the database, and creates it and the table where they are missing.
  ///
  /// - Throws: a `SinkError` for a table that is not ours, a `SQLiteError` for anything else.
  init(named name: String, of path: String) throws {
    let connection = try Connection(path: path, access: .readWriteCreate)
    // In WAL mode readers do not stop us, and FULL makes each commit durable
    // (https://www.sqlite.org/pragma.html#pragma_synchronous).
    try connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS "\(name)" (
        job_id TEXT NOT NULL,
        accounting_entry_id TEXT NOT NULL,
        status TEXT NOT NULL,
        ordinal INTEGER NOT NULL,
        PRIMARY KEY (job_id, accounting_entry_id)
      ) WITHOUT ROWID
      """)
    try Self.check(try TableShape(of: name, in: connection), named: name, of: path)
    let insert = try connection.prepare(
      """
      INSERT INTO "\(name)" (job_id, accounting_entry_id, status, ordinal) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (job_id, accounting_entry_id) DO NOTHING
      """)
    let update = try connection.prepare(
      """
      UPDATE "\(name)" SET status = ?3, ordinal = ?4
      WHERE job_id = ?1 AND accounting_entry_id = ?2
      """)
    self.insert = insert
    self.update = update
    self.connection = connection
  }

  /// Looks at the table in a database that exists, as it is; one that is missing is as good.
  static func look(named name: String, of path: String) throws {
    let connection = try Connection(path: path, access: .immutable)
    let shape = try TableShape(of: name, in: connection)
    if !shape.isMissing { try check(shape, named: name, of: path) }
  }

  private static func check(
    _ shape: TableShape, named name: String, of path: String
  ) throws(SinkError) {
    let differences = TableShape.items.differences(from: shape)
    guard differences.isEmpty else {
      throw SinkError(
        .invalid,
        "table '\(name)' of \(path) is not a table of items:"
          + " \(differences.joined(separator: ", "))",
        hint: "name another table; sluice creates its own")
    }
  }

  /// Writes every item or, when it throws, none; returns how many are new.
  borrowing func write(_ items: [StoredItem]) throws(SQLiteError) -> Int {
    try connection.transaction { () throws(SQLiteError) -> Int in
      var written = 0
      for item in items {
        try run(insert, with: item)
        if connection.changes == 1 { written += 1 } else { try run(update, with: item) }
      }
      return written
    }
  }

  private borrowing func run(
    _ statement: borrowing Statement, with item: StoredItem
  ) throws(SQLiteError) {
    statement.bind(item.jobID.description, at: 1)
    statement.bind(item.entryID.description, at: 2)
    statement.bind(item.status.name, at: 3)
    statement.bind(item.ordinal, at: 4)
    try statement.run()
  }
}
