import SQLite
import SinkKit
import SinkKitTesting
import Testing

@testable import SQLiteSink

/// Tables whose triggers ignore, keep or take rows.
@Suite struct TriggerTests {
  /// Its rows were counted as absorbed, and the run ended well without them.
  @Test func anItemThatATriggerIgnoresIsNotDelivered() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      try createTable(at: path)
      try Connection(path: path, access: .readWrite).execute(
        """
        CREATE TRIGGER ignore BEFORE INSERT ON export_items WHEN new.ordinal = 70
        BEGIN SELECT raise(IGNORE); END
        """)
      let sink = try SQLiteSink(path: path, table: "export_items")
      let batch = ItemBatch(try (0..<100).map { try item($0, .pending) })
      let error = try await #require(throws: SinkError.self) { _ = try await sink.deliver(batch) }
      #expect(
        error.message
          == "database \(path): a trigger of the table ignores item \(batch.items[70].entryID) (SQLite code 19)"
      )
      #expect(try rows(of: path).isEmpty)
    }
  }

  /// A row that a person has edited may be kept by a trigger.
  @Test func anItemWhoseRowATriggerKeepsIsAbsorbed() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      let first = try SQLiteSink(path: path, table: "export_items")
      _ = try await first.deliver(ItemBatch([try item(3, .pending)]))
      try await first.close()
      try Connection(path: path, access: .readWrite).execute(
        """
        CREATE TRIGGER keep BEFORE UPDATE ON export_items
        BEGIN SELECT raise(IGNORE); END
        """)
      let second = try SQLiteSink(path: path, table: "export_items")
      let batch = ItemBatch([try item(3, .failed), try item(4, .failed)])
      #expect(try await second.deliver(batch) == DeliveryReceipt(written: 1, absorbed: 1))
      #expect(try rows(of: path).map(\.status) == ["pending", "failed"])
    }
  }

  /// A consumer may be a trigger: what it takes was delivered.
  @Test func itemsThatATriggerTakesAreDelivered() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      try createTable(at: path)
      try Connection(path: path, access: .readWrite).execute(
        """
        CREATE TABLE taken (ordinal INTEGER);
        CREATE TRIGGER take AFTER INSERT ON export_items BEGIN
          INSERT INTO taken VALUES (new.ordinal);
          DELETE FROM export_items WHERE ordinal = new.ordinal;
        END
        """)
      let sink = try SQLiteSink(path: path, table: "export_items")
      let batch = ItemBatch(try (0..<100).map { try item($0, .pending) })
      #expect(try await sink.deliver(batch) == DeliveryReceipt(written: 100))
      let taken = try Connection(path: path, access: .readOnly)
        .integer("SELECT count(DISTINCT ordinal) FROM taken")
      #expect(taken == 100)
    }
  }
}
