import SQLite
import Testing

@testable import ExportLedger

/// What a new ledger is made of, and what an older one becomes.
@Suite struct LedgerSchemaTests {
  /// Else a ledger that was brought up to date would be refused as damaged, or a new one would differ from it.
  @Test func aNewLedgerHasWhatTheMigrationsMake() throws {
    let migrated = try Connection.inMemory()
    for migration in LedgerSchema.migrations { try migration.run(on: migrated) }
    let new = try Connection.inMemory()
    for statement in LedgerSchema.statements { try new.execute(statement) }
    #expect(try schema(of: new) == schema(of: migrated))
    #expect(try schema(of: new) == LedgerSchema.statements.sorted())
  }

  /// Settled items name the decision that they rest on.
  @Test func decisionsOfTheFifthFormatKeepTheirNumbers() throws {
    let ledger = try Connection.inMemory()
    for migration in LedgerSchema.migrations[..<5] { try migration.run(on: ledger) }
    try ledger.execute(
      """
      INSERT INTO decision (decision, time_ms, who, action, route, new_name, items, dropped)
      VALUES (7, 1000, 'ada', 'rename-route', 'old', 'new', 3, 1)
      """)
    for migration in LedgerSchema.migrations[5...] { try migration.run(on: ledger) }
    let columns = ["decision", "time", "who", "action", "route", "new_name", "items", "dropped"]
    let kept = try columns.map { column in
      try ledger.text(
        "SELECT \(column) FROM decisions WHERE job_id IS NULL AND position IS NULL AND folder IS NULL"
      )
    }
    #expect(
      kept == ["7", "1970-01-01T00:00:01Z", "ada", "rename-route", "old", "new", "3", "1"])
    #expect(try ledger.text("SELECT sluice FROM needs") == "0.1.0")
  }

  private func schema(of connection: borrowing Connection) throws -> [String] {
    let rows = try connection.prepare(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY sql")
    var statements: [String] = []
    while try rows.step() { statements.append(rows.text(at: 0)) }
    return statements
  }
}
