import SQLite
import SinkKit
import SinkKitTesting
import Testing

@testable import SQLiteSink

/// Columns of the user's own that a table has already, or cannot have.
@Suite struct ChangedColumnsTests {
  private func open(_ settings: Node, in folder: String) async throws -> any Sink {
    let name = try #require(Name("books"))
    return try await SQLiteSinkModule.make(from: settings, in: folder)
      .open(as: SinkLabel(job: name, route: name))
  }

  private static func settings(in folder: String, amount field: String) -> Node {
    .mapping(["path": "\(folder)/export.sqlite", "columns": .mapping(["amount": field])])
  }

  private func refusals(of settings: Node, in folder: String) async throws -> [SinkError] {
    let module = try SQLiteSinkModule.make(from: settings, in: folder)
    let name = try #require(Name("books"))
    let label = SinkLabel(job: name, route: name)
    let opened = try await #require(throws: SinkError.self) { _ = try await module.open(as: label) }
    let probed = try await #require(throws: SinkError.self) { try await module.probe(as: label) }
    return [opened, probed]
  }

  /// Older rows had one amount, and newer ones another, in the same column.
  @Test func aColumnThatHasSomethingElseUnderTheSameNameIsRefused() async throws {
    try await withScratchFolder { folder in
      let (wallet, supplier) = (
        "data.amount.inWalletCurrency.value", "data.amount.inSupplierCurrency.value"
      )
      let first = try await open(Self.settings(in: folder, amount: wallet), in: folder)
      _ = try await first.deliver(ItemBatch([try item(0, .pending, json: "{}")]))
      try await first.close()
      let other = Self.settings(in: folder, amount: supplier)
      for error in try await refusals(of: other, in: folder) {
        #expect(error.code == .invalid)
        #expect(
          error.message
            == "column 'amount' of table 'export_items' of \(folder)/export.sqlite has \(wallet),"
            + " and in 'columns' it is \(supplier)")
        #expect(
          error.hint
            == "give one of them another name: the rows that are there keep what they have; or drop the column"
            + " from the table")
      }
      try Connection(path: "\(folder)/export.sqlite", access: .readWriteCreate)
        .execute("ALTER TABLE export_items DROP COLUMN amount")
      let second = try await open(other, in: folder)
      try await second.close()
      #expect(
        try await refusals(of: Self.settings(in: folder, amount: wallet), in: folder).count == 2)
    }
  }

  /// An earlier version noted nothing.
  @Test func aColumnOfAnEarlierVersionIsNotedWhenTheTableIsOpened() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      let settings = Self.settings(in: folder, amount: "data.amount.inWalletCurrency.value")
      let first = try await open(settings, in: folder)
      _ = try await first.deliver(ItemBatch([try item(0, .pending, json: "{}")]))
      try await first.close()
      try Connection(path: path, access: .readWriteCreate).execute("DROP TABLE sluice_columns")
      let second = try await open(settings, in: folder)
      try await second.close()
      let statement = try Connection(path: path, access: .readOnly).prepare(
        "SELECT table_name || ' ' || column_name || ' ' || field FROM sluice_columns")
      #expect(try statement.step())
      #expect(statement.text(at: 0) == "export_items amount data.amount.inWalletCurrency.value")
    }
  }

  /// The run ended at its first delivery, in the words of SQLite.
  @Test func aColumnThatSQLiteWorksOutIsRefused() async throws {
    try await withScratchFolder { folder in
      try Connection(path: "\(folder)/export.sqlite", access: .readWriteCreate).execute(
        """
        CREATE TABLE export_items (job_id TEXT NOT NULL, accounting_entry_id TEXT NOT NULL,
          status TEXT NOT NULL, ordinal INTEGER NOT NULL, previous_job_id TEXT,
          amount INTEGER AS (ordinal * 2), theirs TEXT AS (status || '!'),
          PRIMARY KEY (job_id, accounting_entry_id)) WITHOUT ROWID
        """)
      let settings = Self.settings(in: folder, amount: "data.amount.inWalletCurrency.value")
      for error in try await refusals(of: settings, in: folder) {
        #expect(
          error.message
            == "table 'export_items' of \(folder)/export.sqlite is not a table of items:"
            + " SQLite works out column 'amount'")
      }
      let sink = try await open(.mapping(["path": "\(folder)/export.sqlite"]), in: folder)
      _ = try await sink.deliver(ItemBatch([try item(0, .pending, json: "{}")]))
      let theirs = try Connection(path: "\(folder)/export.sqlite", access: .readOnly)
        .prepare("SELECT theirs FROM export_items")
      #expect(try theirs.step())
      #expect(theirs.text(at: 0) == "pending!")
      try await sink.close()
    }
  }

  /// The check passed, and every run ended in the words of SQLite.
  @Test func moreColumnsThanSQLiteAllowsAreRefused() throws {
    let columns = (1...1994).map { (key: "c\($0)", value: "data.date" as Node) }
    let settings = { (count: Int) -> Node in
      .mapping(["path": "/x", "columns": .mapping(Array(columns.prefix(count)))])
    }
    _ = try SQLiteSinkModule.make(from: settings(1993), in: "/jobs")
    let finding = try #require(throws: Diagnostic.self) {
      _ = try SQLiteSinkModule.make(from: settings(1994), in: "/jobs")
    }
    #expect(
      finding.message
        == "1994 columns and the 7 of every table are more than the 2000 that SQLite allows")
    #expect(finding.help == "leave some out: the column 'data' has all that an item is")
  }
}
