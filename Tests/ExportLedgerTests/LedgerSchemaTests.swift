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

  private func schema(of connection: borrowing Connection) throws -> [String] {
    let rows = try connection.prepare(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY sql")
    var statements: [String] = []
    while try rows.step() { statements.append(rows.text(at: 0)) }
    return statements
  }
}
