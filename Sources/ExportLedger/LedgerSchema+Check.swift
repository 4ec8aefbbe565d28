import ExportEngine
import SQLite

extension LedgerSchema {
  /// Something that a database has: a table, an index, a view or a trigger.
  private struct Part: Hashable {
    let name: String
    /// The statement that makes it; empty for what SQLite makes itself.
    let sql: String
  }

  /// Refuses a ledger that has other tables, views, indexes or triggers than its format has: a view in
  /// the place of a table may have rows without an end, and a trigger may change what is written.
  static func check(
    _ connection: borrowing Connection, version: Int, at path: String
  ) throws(LedgerError) {
    let (found, expected) = try onLedger(at: path) { () throws(SQLiteError) in
      try connection.execute("PRAGMA trusted_schema = OFF")
      return (try parts(of: connection), try parts(of: version))
    }
    if let part = found.subtracting(expected).map(\.name).min() {
      throw .damaged("it has a '\(part)' that sluice did not make", at: path)
    }
    if let part = expected.subtracting(found).map(\.name).min() {
      throw .damaged("it has no '\(part)'", at: path)
    }
  }

  /// What a format has.
  private static func parts(of version: Int) throws(SQLiteError) -> Set<Part> {
    guard version == Self.version else {
      let model = try Connection.inMemory()
      for migration in migrations[..<version] { try migration.run(on: model) }
      return try parts(of: model)
    }
    return Set(
      statements.map { sql in
        // `CREATE TABLE name`
        let name = sql.split(maxSplits: 3) { $0 == " " || $0 == "\n" }.dropFirst(2).first
        return Part(name: name.map(String.init) ?? "", sql: sql)
      })
  }

  private static func parts(of connection: borrowing Connection) throws(SQLiteError) -> Set<Part> {
    // What SQLite keeps for itself, such as statistics, is none of ours.
    let rows = try connection.prepare(
      "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    var parts: Set<Part> = []
    while try rows.step() { parts.insert(Part(name: rows.text(at: 0), sql: rows.text(at: 1))) }
    return parts
  }

  /// The version of sluice that a ledger of a newer format says it needs; nil where it does not say so, or in something
  /// that is no version. A view is not asked: it may go on without an end.
  static func needs(of connection: borrowing Connection) -> String? {
    let isTable = "SELECT 1 FROM sqlite_schema WHERE name = 'needs' AND type = 'table'"
    guard (try? connection.integer(isTable)) == 1,
      let found = try? connection.text("SELECT substr(sluice, 1, 20) FROM needs LIMIT 1"),
      found.first?.isNumber == true, found.utf8.allSatisfy({ $0 == 0x2E || 0x30...0x39 ~= $0 })
    else { return nil }
    return found
  }
}
