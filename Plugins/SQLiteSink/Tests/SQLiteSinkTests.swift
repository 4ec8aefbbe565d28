import Foundation
import SQLite
import SinkKit
import SinkKitTesting
import Testing

@testable import SQLiteSink

@Suite struct SQLiteSinkTests {
  private static let contract = SinkContract(
    of: SQLiteSinkModule.self, settings: { .mapping(["path": "\($0)/export.sqlite"]) },
    readBack: { folder in
      try SQLiteConsumer(path: "\(folder)/export.sqlite", table: "export_items").items()
    },
    empty: { try deleteRows(of: "\($0)/export.sqlite") })

  @Test(arguments: SinkContract.Rule.allCases)
  func keepsTheContract(rule: SinkContract.Rule) async throws {
    let violations = try await Self.contract.check(rule)
    #expect(violations == [])
  }

  @Test func theModuleClaimsItsTableAndNoMore() throws {
    let module = try SQLiteSinkModule.make(
      from: .mapping(["path": "./x.sqlite", "table": "bills"]), in: "/jobs")
    #expect(SQLiteSinkModule.descriptor.kind == "sqlite")
    #expect(SQLiteSinkModule.descriptor.redelivery == .absorbed)
    #expect(module.claims == [.table("bills", of: "/jobs/x.sqlite")])
    let plain = try SQLiteSinkModule.make(from: .mapping(["path": "/x"]), in: "/jobs")
    #expect(plain.claims == [.table("export_items", of: "/x")])
  }

  @Test func aTableNameThatSQLiteKeepsForItselfIsRefused() throws {
    let finding = try #require(throws: Diagnostic.self) {
      _ = try SQLiteSinkModule.make(
        from: .mapping(["path": "/x", "table": "sqlite_items"]), in: "/jobs")
    }
    #expect(
      finding.description
        == "test.yaml:1:1: error: table 'sqlite_items' cannot be created: sqlite keeps such names"
        + " for itself [sqlite.table]")
    #expect(finding.help == "choose a name that does not begin with 'sqlite_'")
  }

  @Test func aTableNameThatSluiceKeepsForItselfIsRefused() throws {
    let finding = try #require(throws: Diagnostic.self) {
      _ = try SQLiteSinkModule.make(
        from: .mapping(["path": "/x", "table": "sluice_unrecorded"]), in: "/jobs")
    }
    #expect(finding.message == "table 'sluice_unrecorded' is what sluice keeps its own notes in")
  }

  /// A run was killed between the commit and the ledger's record; a consumer had taken and deleted the
  /// rows, and all of them came again.
  @Test func rowsThatAConsumerDeletedCameAgainAfterAKill() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      let items = try (0..<6).map { try item($0, .pending) }
      do {
        let dead = try SQLiteSink(path: path, table: "export_items")
        _ = try await dead.deliver(ItemBatch(Array(items[..<2])))
        _ = try await dead.deliver(ItemBatch(Array(items[2..<5])))
      }
      try deleteRows(of: path)
      // Item 3 is not due for this run, and is again for the next.
      let second = try SQLiteSink(path: path, table: "export_items")
      let receipt = try await second.deliver(ItemBatch([items[2], items[4], items[5]]))
      #expect(receipt == DeliveryReceipt(written: 1, absorbed: 2))
      try await second.close()
      let third = try SQLiteSink(path: path, table: "export_items")
      #expect(
        try await third.deliver(ItemBatch([items[3]])) == DeliveryReceipt(written: 0, absorbed: 1))
      try await third.close()
      #expect(try rows(of: path).map(\.ordinal) == [5])
      let notes = try Connection(path: path, access: .readOnly)
        .integer("SELECT count(*) FROM sluice_unrecorded")
      #expect(notes == 0, "nothing is kept of what is recorded")
    }
  }

  @Test func aRouteUnderANewNameKnowsWhatTheOldOneHeld() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      let batch = ItemBatch([try item(0, .pending)])
      do {
        let dead = try SQLiteSink(path: path, table: "export_items", job: "before")
        _ = try await dead.deliver(batch)
      }
      try deleteRows(of: path)
      let renamed = try SQLiteSink(path: path, table: "export_items", job: "after")
      #expect(try await renamed.deliver(batch) == DeliveryReceipt(written: 0, absorbed: 1))
    }
  }

  @Test func aTableOfTheFirstVersionGetsTheNewColumn() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      try Connection(path: path, access: .readWriteCreate).execute(
        """
        CREATE TABLE export_items (job_id TEXT NOT NULL, accounting_entry_id TEXT NOT NULL,
          status TEXT NOT NULL, ordinal INTEGER NOT NULL,
          PRIMARY KEY (job_id, accounting_entry_id)) WITHOUT ROWID
        """)
      let earlier = try #require(JobID("8eb648ab-464b-42a0-ba17-eda703657e33"))
      let sink = try SQLiteSink(path: path, table: "export_items")
      let again = StoredItem(
        ordinal: 0, jobID: try item(0, .pending).jobID, entryID: try item(0, .pending).entryID,
        status: .pending, previousJobID: earlier)
      _ = try await sink.deliver(ItemBatch([again]))
      let previous = try Connection(path: path, access: .readOnly)
        .text("SELECT previous_job_id FROM export_items")
      #expect(previous == "\(earlier)")
    }
  }

  @Test func aFileForTheGroupCanBeUsedByIt() async throws {
    try await withScratchFolder { folder in
      let module = try SQLiteSinkModule.make(
        from: .mapping(["path": "./export.sqlite", "access": "group"]), in: folder)
      let name = try #require(Name("x"))
      let sink = try await module.open(as: SinkLabel(job: name, route: name))
      _ = try await sink.deliver(ItemBatch([try item(0, .pending)]))
      for file in ["export.sqlite", "export.sqlite-wal", "export.sqlite-shm"] {
        let mode = try FileManager.default
          .attributesOfItem(atPath: "\(folder)/\(file)")[.posixPermissions]
        #expect(mode as? Int == 0o660, "\(file)")
      }
      try await sink.close()
    }
  }

  @Test func aRowIsReadableAndIsUpdatedWhenItsItemComesAgain() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      let sink = try SQLiteSink(path: path, table: "export_items")
      _ = try await sink.deliver(ItemBatch([try item(3, .pending)]))
      let receipt = try await sink.deliver(
        ItemBatch([try item(2, .inProgress), try item(4, .failed, entry: 3)]))
      try await sink.close()
      #expect(receipt == DeliveryReceipt(written: 1, absorbed: 1))
      #expect(
        try rows(of: path).map(\.description) == [
          "0b9cf4a4-3f0f-4b0c-9d7c-1f2e3d4c5b6a 00000000-0000-0007-0000-000000000002 in_progress 2",
          "0b9cf4a4-3f0f-4b0c-9d7c-1f2e3d4c5b6a 00000000-0000-0007-0000-000000000003 failed 4",
        ])
    }
  }

  /// Items are inserted fifty at a time, and what is left one by one; some rows are there already, and what
  /// the items have in common is bound once.
  @Test func aLargeBatchIsWrittenAsItsItemsAreOneByOne() async throws {
    let earlier = try #require(JobID("11111111-3f0f-4b0c-9d7c-1f2e3d4c5b6a"))
    func items(_ ordinals: some Sequence<Int>, _ statuses: [ItemStatus]) throws -> [StoredItem] {
      try ordinals.map { ordinal in
        let item = try item(ordinal, statuses[ordinal / 7 % statuses.count])
        return StoredItem(
          ordinal: ordinal, jobID: item.jobID, entryID: item.entryID, status: item.status,
          previousJobID: ordinal / 5 % 3 == 0 ? earlier : nil)
      }
    }
    let there = try items(stride(from: 0, to: 130, by: 11), [.failed])
    let batch = try items(0..<130, [.pending, .inProgress, .pending])
    try await withScratchFolder { folder in
      var tables: [[String]] = []
      for (name, size) in [("whole", 130), ("single", 1)] {
        let path = "\(folder)/\(name).sqlite"
        let before = try SQLiteSink(path: path, table: "export_items")
        _ = try await before.deliver(ItemBatch(there))
        try await before.close()
        let sink = try SQLiteSink(path: path, table: "export_items")
        var written = 0
        for start in stride(from: 0, to: 130, by: size) {
          written += try await sink.deliver(ItemBatch(Array(batch[start..<start + size]))).written
        }
        try await sink.close()
        #expect(written == 130 - there.count)
        tables.append(try rowsWithPreviousJob(of: path))
      }
      #expect(tables[0] == tables[1])
      #expect(
        tables[0]
          == batch.map {
            "\($0.entryID) \($0.status) \($0.ordinal) \($0.previousJobID?.description ?? "")"
          })
    }
  }

  @Test func aNewFileIsForItsOwnerAlone() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      try await SQLiteSink(path: path, table: "export_items").close()
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o600)
    }
  }

  @Test func aClosedSinkLeavesOneFile() async throws {
    try await withScratchFolder { folder in
      let sink = try SQLiteSink(path: "\(folder)/export.sqlite", table: "export_items")
      _ = try await sink.deliver(ItemBatch([try item(0, .pending)]))
      try await sink.close()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["export.sqlite"])
    }
  }

  @Test func twoSinksUseTwoTablesOfAFile() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      let (first, second) = (
        try SQLiteSink(path: path, table: "first"), try SQLiteSink(path: path, table: "second")
      )
      _ = try await first.deliver(ItemBatch([try item(0, .pending)]))
      _ = try await second.deliver(ItemBatch([try item(1, .pending)]))
      #expect(try rows(of: path, table: "first").map(\.ordinal) == [0])
      #expect(try rows(of: path, table: "second").map(\.ordinal) == [1])
    }
  }

  @Test func aBatchThatCannotBeWrittenWholeIsNotWrittenAtAll() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      try createTable(at: path)
      let sink = try SQLiteSink(path: path, table: "export_items")
      let other = try Connection(path: path, access: .readWrite)
      try other.execute(
        """
        CREATE TRIGGER refuse BEFORE INSERT ON export_items WHEN new.ordinal = 2
        BEGIN SELECT raise(ABORT, 'two is refused'); END
        """)
      let batch = ItemBatch(try (0..<4).map { try item($0, .pending) })
      let error = try await #require(throws: SinkError.self) { _ = try await sink.deliver(batch) }
      #expect(error.code == .invalid)
      #expect(error.message == "database \(path): two is refused (SQLite code 1811)")
      #expect(try rows(of: path).isEmpty)
      try other.execute("DROP TRIGGER refuse")
      #expect(try await sink.deliver(batch) == DeliveryReceipt(written: 4))
    }
  }

  @Test func aDatabaseThatSomeoneWritesToIsUnavailableAtOnce() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      let sink = try SQLiteSink(path: path, table: "export_items")
      let other = try Connection(path: path, access: .readWrite)
      try other.execute("BEGIN IMMEDIATE")
      let batch = ItemBatch([try item(0, .pending)])
      let error = try await #require(throws: SinkError.self) { _ = try await sink.deliver(batch) }
      #expect(error.code == .unavailable)
      #expect(
        error.description == "database \(path): database is locked (SQLite code 5)"
          + " (another program is writing to it: try again when it has finished)")
      try other.execute("COMMIT")
      #expect(try await sink.deliver(batch) == DeliveryReceipt(written: 1))
    }
  }
}
