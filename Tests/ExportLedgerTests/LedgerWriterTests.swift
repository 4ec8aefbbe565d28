import Diagnostics
import DurableFiles
import ExportEngine
import ExportModel
import Predicates
import SQLite
import TestSupport
import Testing

@testable import ExportLedger

/// "Every method that changes something is one transaction: when it returns, the change is durable
/// against the loss of power; when it throws or the process dies, nothing has changed."
@Suite struct LedgerWriterTests {
  /// A method of the ledger, and a row that it writes late and that will be refused.
  struct Trouble: CustomTestStringConvertible {
    let testDescription: String
    let table: String
    let refused: String
    let act: @Sendable (SQLiteLedger) async throws -> Void
  }

  static let troubles: [Trouble] = [
    Trouble(
      testDescription: "the block of a snapshot's new items", table: "item_block",
      refused: "length(new.entry_ids) = 80",
      act: storeChange),
    Trouble(
      testDescription: "the late work of a snapshot", table: "late", refused: "new.ordinal = 0",
      act: storeChange),
    Trouble(
      testDescription: "the passed work of a delivery", table: "late", refused: "new.ordinal = 2",
      act: storeDelivery),
    Trouble(
      testDescription: "the last rejected item of a delivery", table: "reject",
      refused: "new.ordinal = 2", act: storeDelivery),
    Trouble(
      testDescription: "the last route of a receipt", table: "run_route", refused: "new.place = 1",
      act: { try await $0.store(receipt(of: job, startedAt: 1)) }),
  ]

  @Test(arguments: troubles)
  func aChangeThatFailsInTheMiddleChangesNothing(_ trouble: Trouble) async throws {
    try await withTemporaryFolder { folder in
      let ledger = try await begunLedger(folder)
      let before = try contents(folder)
      try shell(folder).execute(
        """
        CREATE TRIGGER trouble BEFORE INSERT ON \(trouble.table) WHEN \(trouble.refused)
        BEGIN SELECT raise(ABORT, 'trouble'); END
        """)
      let error = await #expect(throws: LedgerError.self) { try await trouble.act(ledger) }
      #expect(error?.code == .storage)
      #expect(
        error?.description
          == "cannot use the ledger \(folder)/ledger.sqlite: trouble (SQLite code 1811)")
      #expect(try contents(folder) == before)

      try shell(folder).execute("DROP TRIGGER trouble")
      try await trouble.act(ledger)
      #expect(try contents(folder) != before)
    }
  }

  @Test(arguments: [1, 9])
  func anEntryTwiceIsRefusedAndChangesNothing(copies: Int) async throws {
    try await withTemporaryFolder { folder in
      let ledger = try await begunLedger(folder)
      let before = try contents(folder)
      let error = await #expect(throws: LedgerError.self) {
        let new = (1...copies).map { Row(UInt64(10 + $0), "pending") } + [Row(2, "pending")]
        try await ledger.store(change(threeItems + new, firstNew: 3), of: job)
      }
      #expect(
        error?.message
          == "cannot use the ledger \(folder)/ledger.sqlite: entry "
          + "e0000000-0000-0000-0000-000000000002 is there twice (SQLite code 11)")
      #expect(try contents(folder) == before)
      try await storeChange(ledger)
    }
  }

  @Test func whatAMethodStoredIsSeenByOthersWhenItReturns() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try await begunLedger(folder)
      let record = try await ledger.record(of: job)
      #expect(record.items.count == 3)
      #expect(try reading(folder) { try $0.record(of: job) } == record)
      #expect(try reading(folder) { try $0.jobs() } == [job])
    }
  }

  @Test func aCommitIsDurableWhenItReturns() async throws {
    try await withTemporaryFolder { folder in
      let connection = try LedgerFile.openForWriting(in: folder, access: .owner)
      let settings = try ["journal_mode", "synchronous", "fullfsync"].map {
        try connection.text("PRAGMA \($0)")
      }
      #expect(settings == ["wal", "2", "1"], "2 is FULL")
    }
  }

  @Test func aSecondWriterIsSaid() async throws {
    try await withTemporaryFolder { folder in
      let writer = try LedgerFile.openForWriting(in: folder, access: .owner)
      writer.waitWhenBusy(for: .zero)
      let other = try shell(folder)
      try other.execute("BEGIN IMMEDIATE")
      let error = #expect(throws: LedgerError.self) {
        try onLedger(at: "/s/ledger.sqlite") { () throws(SQLiteError) in
          try writer.transaction { () throws(SQLiteError) in }
        }
      }
      #expect(error?.code == .storage)
      #expect(
        error?.description
          == "cannot use the ledger /s/ledger.sqlite: database is locked (SQLite code 5) "
          + "(another program has it open for writing: close that and run again)")
      try other.execute("ROLLBACK")
    }
  }
}

/// A ledger with three items, of which a route has delivered the first.
private func begunLedger(_ folder: String) async throws -> SQLiteLedger {
  let ledger = try SQLiteLedger(in: folder)
  try await ledger.store(change(threeItems), of: job)
  try await ledger.store(
    RecordedDelivery(route: try name("queue"), terms: terms(), position: 1), of: job)
  return ledger
}

@Sendable private func storeChange(_ ledger: SQLiteLedger) async throws {
  var rows = threeItems + [Row(4, "odd"), Row(5, "pending")]
  rows[0] = Row(1, "failed", work: "pending")
  try await ledger.store(
    change(rows, firstNew: 3, changed: [0], late: [name("queue"): [0]]), of: job)
}

@Sendable private func storeDelivery(_ ledger: SQLiteLedger) async throws {
  try await ledger.store(
    RecordedDelivery(
      route: name("queue"), terms: terms(.statusIs(.pending)), position: 3, passed: [1, 2],
      rejected: [.init(ordinal: 1, reason: "a"), .init(ordinal: 2, reason: "b")]),
    of: job)
}

/// Every row of every table.
private func contents(_ folder: String) throws -> [String: [[String]]] {
  let tables: KeyValuePairs<String, Int32> = [
    "job": 2, "status": 3, "item_block": 5, "status_block": 5, "route": 5, "late": 2, "reject": 3,
    "run": 14,
    "run_route": 7, "addition": 3, "status_change": 6, "delivery": 5,
  ]
  return try Dictionary(
    uniqueKeysWithValues: tables.map { table, columns in
      (table, try rows(folder, "SELECT * FROM \(table)", columns: columns))
    })
}
