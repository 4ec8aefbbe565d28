import SQLite
import SinkKit
import SinkKitTesting
import Testing

@testable import SQLiteSink

/// What a table has of accounting data.
@Suite struct DataColumnsTests {
  private static let contract = SinkContract(
    of: SQLiteSinkModule.self, settings: { settings(in: $0) },
    readBack: { folder in
      try SQLiteConsumer(path: "\(folder)/export.sqlite", table: "export_items").items()
    }, empty: { try deleteRows(of: "\($0)/export.sqlite") })

  private static func settings(in folder: String) -> Node {
    .mapping([
      "path": "\(folder)/export.sqlite",
      "columns": [
        "amount": "data.amount.inWalletCurrency.value", "booked_on": "data.date",
        "supplier": "data.supplier.name", "lines": "data.accountingEntryLines",
      ],
    ])
  }

  private func open(_ settings: Node, in folder: String) async throws -> any Sink {
    let name = try #require(Name("books"))
    return try await SQLiteSinkModule.make(from: settings, in: folder)
      .open(as: SinkLabel(job: name, route: name))
  }

  /// Each row: the values with their types.
  private func rows(in folder: String, _ columns: [String]) throws -> [String] {
    let connection = try Connection(path: "\(folder)/export.sqlite", access: .readOnly)
    let values = columns.map { "typeof(\($0)) || ':' || ifnull(\($0), '')" }
    let statement = try connection.prepare(
      "SELECT \(values.joined(separator: " || ' ' || ")) FROM export_items ORDER BY ordinal")
    var rows: [String] = []
    while try statement.step() { rows.append(statement.text(at: 0)) }
    return rows
  }

  @Test(arguments: SinkContract.Rule.allCases)
  func keepsTheContract(rule: SinkContract.Rule) async throws {
    let violations = try await Self.contract.check(rule)
    #expect(violations == [])
  }

  @Test func columnsHaveTypesAndNothingIsNull() async throws {
    try await withScratchFolder { folder in
      let sink = try await open(Self.settings(in: folder), in: folder)
      let json = [
        #"{"amount":{"inWalletCurrency":{"value":-6366}},"date":"2026-03-01","supplier":{"name":"ß"},"accountingEntryLines":[{"a":0.20}]}"#,
        #"{"amount":{"inWalletCurrency":{"value":9223372036854775807}},"supplier":null}"#,
        #"{"amount":{"inWalletCurrency":{"value":null}},"date":20260301,"supplier":{"name":""}}"#,
      ]
      _ = try await sink.deliver(
        ItemBatch(try json.enumerated().map { try item($0, .pending, json: $1) }))
      let found = try rows(in: folder, ["amount", "booked_on", "supplier", "lines"])
      #expect(
        found == [
          #"integer:-6366 text:2026-03-01 text:ß text:[{"a":0.20}]"#,
          "integer:9223372036854775807 null: null: null:", "null: text:20260301 text: null:",
        ])
      #expect(
        try rows(in: folder, ["data", "data_fetched_at"])
          == json.map { "text:\($0) text:2026-03-02T08:15:04Z" })
      try await sink.close()
    }
  }

  /// A database would have made another number of it.
  @Test(arguments: ["9223372036854775808", "63.66", "1e3", #""6366""#, "true", "[1]"])
  func aNumberThatTheColumnCannotHaveIsRejectedWithItsItem(value: String) async throws {
    try await withScratchFolder { folder in
      let sink = try await open(Self.settings(in: folder), in: folder)
      let wrong = try item(
        1, .pending, json: #"{"amount":{"inWalletCurrency":{"value":\#(value)}}}"#)
      let receipt = try await sink.deliver(
        ItemBatch([try item(0, .pending, json: "{}"), wrong, try item(2, .pending, json: "{}")]))
      #expect(
        receipt
          == DeliveryReceipt(
            written: 2,
            rejected: [
              .init(
                wrong.entryID,
                reason:
                  "data.amount.inWalletCurrency.value is no whole number of 64 bits, as column 'amount' wants it"
              )
            ]))
      let alone = try await sink.deliver(ItemBatch([wrong]))
      #expect(alone.rejected.count == 1)
      #expect(try rows(in: folder, ["ordinal"]) == ["integer:0", "integer:2"])
      try await sink.close()
    }
  }

  /// It was NULL in the column, as if there were no amount.
  @Test func anAmountThatIsBehindSomethingElseIsRejectedWithItsItem() async throws {
    try await withScratchFolder { folder in
      let sink = try await open(Self.settings(in: folder), in: folder)
      let receipt = try await sink.deliver(
        ItemBatch([
          try item(0, .pending, json: #"{"amount":null,"supplier":"x"}"#),
          try item(1, .pending, json: #"{"amount":{"inWalletCurrency":[{"value":1}]}}"#),
        ]))
      #expect(
        receipt.rejected.map(\.reason) == [
          "what leads to data.amount.inWalletCurrency.value is no object, and a column wants a whole number"
        ])
      #expect(try rows(in: folder, ["ordinal", "amount", "supplier"]) == ["integer:0 null: null:"])
      try await sink.close()
    }
  }

  @Test func anItemThatComesAgainHasTheDataThatCameLast() async throws {
    try await withScratchFolder { folder in
      let sink = try await open(Self.settings(in: folder), in: folder)
      for note in ["first", "second"] {
        _ = try await sink.deliver(
          ItemBatch([try item(0, .pending, json: #"{"supplier":{"name":"\#(note)"}}"#)]))
      }
      #expect(try rows(in: folder, ["supplier"]) == ["text:second"])
      // Without data: what is there stays.
      _ = try await sink.deliver(ItemBatch([try item(0, .inProgress)]))
      #expect(try rows(in: folder, ["status", "supplier"]) == ["text:in_progress text:second"])
      try await sink.close()
    }
  }

  /// A table of a version without data, and columns that are added to a job file later.
  @Test func aTableGetsTheColumnsThatItIsWithout() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      try Connection(path: path, access: .readWriteCreate).execute(
        """
        CREATE TABLE export_items (job_id TEXT NOT NULL, accounting_entry_id TEXT NOT NULL,
          status TEXT NOT NULL, ordinal INTEGER NOT NULL, previous_job_id TEXT,
          PRIMARY KEY (job_id, accounting_entry_id)) WITHOUT ROWID;
        INSERT INTO export_items VALUES ('a', 'b', 'pending', 0, NULL)
        """)
      let module = try SQLiteSinkModule.make(from: Self.settings(in: folder), in: folder)
      let name = try #require(Name("books"))
      try await module.probe(as: SinkLabel(job: name, route: name))
      for settings in [.mapping(["path": path]), Self.settings(in: folder)] as [Node] {
        let sink = try await open(settings, in: folder)
        try await sink.close()
      }
      let sink = try await open(Self.settings(in: folder), in: folder)
      _ = try await sink.deliver(ItemBatch([try item(1, .pending, json: "{}")]))
      try await sink.close()
      #expect(
        try rows(in: folder, ["status", "data", "amount"])
          == ["text:pending null: null:", "text:pending text:{} null:"])
    }
  }

  /// All items were delivered, and then the run failed for good.
  @Test func aTableOfTheUsersWithTheNameOfOursIsFoundBeforeAnythingIsDelivered() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      try Connection(path: path, access: .readWriteCreate).execute(
        "CREATE TABLE export_jobs (id INTEGER)")
      let module = try SQLiteSinkModule.make(from: .mapping(["path": path]), in: folder)
      let name = try #require(Name("books"))
      let probed = try await #require(throws: SinkError.self) {
        try await module.probe(as: SinkLabel(job: name, route: name))
      }
      let sink = try await open(.mapping(["path": path]), in: folder)
      let error = try await #require(throws: SinkError.self) {
        _ = try await sink.deliver(ItemBatch([try item(1, .pending)]))
      }
      #expect(error.message == probed.message)
      #expect(
        error.message.hasPrefix(
          "table 'export_jobs' of \(path) is not the one in which sluice says which export jobs are whole: "
            + "it has no column 'finished_at'"))
      #expect(
        error.hint == "rename that table, or name another database; sluice creates its own")
    }
  }

  /// Large rows that come in another order than that of their keys rewrote a page each: a million took five minutes.
  @Test(arguments: [(nil, false), ("{}", true)] as [(String?, Bool)])
  func aTableOfRowsWithDataHasRowIDs(json: String?, hasRowIDs: Bool) async throws {
    try await withScratchFolder { folder in
      let sink = try await open(.mapping(["path": "\(folder)/export.sqlite"]), in: folder)
      _ = try await sink.deliver(ItemBatch([try item(1, .pending, json: json)]))
      try await sink.close()
      let isWithoutRowIDs = try Connection(
        path: "\(folder)/export.sqlite", access: .readOnly
      ).integer("SELECT wr FROM pragma_table_list WHERE name = 'export_items'")
      #expect((isWithoutRowIDs == 0) == hasRowIDs)
    }
  }

  /// It said that the table was somebody else's.
  @Test func aColumnThatIsTakenOutOfTheJobFileIsToBePutBack() async throws {
    try await withScratchFolder { folder in
      let sink = try await open(Self.settings(in: folder), in: folder)
      _ = try await sink.deliver(ItemBatch([try item(1, .pending, json: "{}")]))
      try await sink.close()
      let error = try await #require(throws: SinkError.self) {
        _ = try await open(
          .mapping([
            "path": "\(folder)/export.sqlite",
            "columns": ["amount": "data.amount.inWalletCurrency.value", "booked_on": "data.date"],
          ]), in: folder)
      }
      #expect(
        error.message
          == "table 'export_items' of \(folder)/export.sqlite is not a table of items:"
          + " column 'lines' is not ours, column 'supplier' is not ours")
      #expect(error.hint == "put it back into 'columns', or drop it from the table")
    }
  }

  /// A process that dies while it makes the table leaves one without the column.
  @Test func aConsumerOfAHalfMadeTableSeesNothing() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      try Connection(path: path, access: .readWriteCreate).execute(
        "CREATE TABLE export_items (job_id TEXT, accounting_entry_id TEXT, status TEXT, ordinal INTEGER)"
      )
      let consumer = SQLiteConsumer(path: path, table: "export_items")
      #expect(try consumer.items() == [])
      #expect(try consumer.take() == [])
    }
  }

  @Test func aColumnThatEveryTableHasIsRefused() throws {
    for name in ["status", "data", "data_fetched_at", "previous_job_id"] {
      let finding = try #require(throws: Diagnostic.self) {
        _ = try SQLiteSinkModule.make(
          from: .mapping(["path": "./x.sqlite", "columns": [name: "data.note"]]), in: "/jobs")
      }
      #expect(finding.message == "every table has a column '\(name)' already")
      #expect(finding.help == "give the column another name")
    }
  }

  @Test func aFieldThatThereIsNotIsRefusedWithTheNearestName() throws {
    let refusal = try #require(throws: RefusedFile.self) {
      _ = try SQLiteSinkModule.make(
        from: .mapping([
          "path": "./x.sqlite",
          "columns": [
            "a": "data.amount.inWalletCurency.value", "b": "status", "Not A Name": "data.note",
          ],
        ]), in: "/jobs")
    }
    #expect(
      refusal.findings.map(\.message) == [
        "'data.amount.inWalletCurency.value' is not a field of an item",
        "'status' is not a field of an item",
        "'Not A Name' is not the name of a column (small letters, digits and underscores)",
      ])
    #expect(
      refusal.findings.map(\.help) == [
        "did you mean 'data.amount.inWalletCurrency.value'?",
        "'sluice fields' lists them, such as data.amount.inWalletCurrency.value",
        "write the name of a column (small letters, digits and underscores), such as amount",
      ])
  }
}
