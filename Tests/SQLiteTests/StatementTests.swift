import SQLite
import TestSupport
import Testing

@Suite struct StatementTests {
  @Test(arguments: ["", "a", "naïve \u{1F41F}", "a\0b", String(repeating: "x", count: 5_000_000)])
  func aTextComesBackAsItWent(text: String) async throws {
    try await withDatabase { database in
      let statement = try database.prepare("select ?1, typeof(?1)")
      statement.bind(text, at: 1)
      #expect(try statement.step())
      #expect(statement.text(at: 0) == text)
      #expect(statement.text(at: 1) == "text")
    }
  }

  @Test(arguments: [0, 1, 5_000_000])
  func aBlobComesBackAsItWent(count: Int) async throws {
    try await withDatabase { database in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
      let statement = try database.prepare("select ?1, typeof(?1)")
      statement.bind(bytes, at: 1)
      #expect(try statement.step())
      #expect(statement.blob(at: 0) == bytes)
      #expect(statement.text(at: 1) == "blob")
    }
  }

  @Test(arguments: [Int.min, -1, 0, 1, Int.max])
  func anIntegerComesBackAsItWent(value: Int) async throws {
    try await withDatabase { database in
      let statement = try database.prepare("select ?1, ?2")
      statement.bind(value, at: 1)
      statement.bind(Int64(value), at: 2)
      #expect(try statement.step())
      #expect(statement.integer(at: 0) == value)
      #expect(statement.integer(at: 1) == value)
    }
  }

  @Test func theTextOfAUUIDIsBoundInLowerCase() throws {
    let connection = try Connection.inMemory()
    let statement = try connection.prepare("SELECT ?, typeof(?1)")
    statement.bindUUID(high: 0x8EB6_48AB_464B_42A0, low: 0xBA17_EDA7_0365_7E33, at: 1)
    #expect(try statement.step())
    #expect(statement.text(at: 0) == "8eb648ab-464b-42a0-ba17-eda703657e33")
    #expect(statement.text(at: 1) == "text")
  }

  @Test func twoHalvesAreSixteenBytesMostSignificantFirst() async throws {
    try await withDatabase { database in
      let statement = try database.prepare("select ?1, hex(?1)")
      statement.bind(high: 0x0001_0203_0405_0607, low: 0x8899_AABB_CCDD_EEFF, at: 1)
      #expect(try statement.step())
      let halves = statement.halves(at: 0)
      #expect(halves?.high == 0x0001_0203_0405_0607)
      #expect(halves?.low == 0x8899_AABB_CCDD_EEFF)
      #expect(statement.text(at: 1) == "00010203040506078899AABBCCDDEEFF")
    }
  }

  @Test func onlySixteenBytesAreTwoHalves() async throws {
    try await withDatabase { database in
      let statement = try database.prepare("select zeroblob(15), zeroblob(17), null, zeroblob(0)")
      #expect(try statement.step())
      for column in Int32(0)...3 { #expect(statement.halves(at: column) == nil) }
    }
  }

  @Test func nullIsToldFromEmpty() async throws {
    try await withDatabase { database in
      let statement = try database.prepare("select ?1, ?2, ?3")
      statement.bindNull(at: 1)
      statement.bind("", at: 2)
      statement.bind([], at: 3)
      #expect(try statement.step())
      let nulls = (Int32(0)...2).map { statement.isNull(at: $0) }
      #expect(nulls == [true, false, false])
      #expect(statement.text(at: 0) == "")
      #expect(statement.blob(at: 0) == [])
      #expect(statement.integer(at: 0) == 0)
    }
  }

  @Test func aStatementThatRanToItsEndIsReadyAgain() async throws {
    try await withDatabase { database in
      try database.execute("create table t (a)")
      let insert = try database.prepare("insert into t values (?)")
      for value in 1...3 {
        insert.bind(value, at: 1)
        try insert.run()
      }
      let select = try database.prepare("select a from t order by a")
      for _ in 1...2 {
        var values: [Int] = []
        while try select.step() { values.append(select.integer(at: 0)) }
        #expect(values == [1, 2, 3])
      }
    }
  }

  @Test func aStatementThatStoppedEarlyIsReadyAfterAReset() async throws {
    try await withDatabase { database in
      let statement = try database.prepare("select ?1 union all select ?1 + 1")
      for value in [10, 20] {
        statement.bind(value, at: 1)
        #expect(try statement.step())
        #expect(statement.integer(at: 0) == value)
        statement.reset()
      }
    }
  }

  @Test func aStatementThatFailedSaysWhyAndIsReadyAgain() async throws {
    try await withDatabase { database in
      try database.execute("create table t (a primary key) without rowid")
      let insert = try database.prepare("insert into t values (?)")
      insert.bind(1, at: 1)
      try insert.run()
      let error = #expect(throws: SQLiteError.self) { try insert.run() }
      #expect(error?.code == 1555, "SQLITE_CONSTRAINT_PRIMARYKEY")
      #expect(error?.primaryCode == 19, "SQLITE_CONSTRAINT")
      #expect(error?.sql == "insert into t values (?)")
      #expect(error?.description == "UNIQUE constraint failed: t.a (SQLite code 1555)")
      insert.bind(2, at: 1)
      try insert.run()
      #expect(try database.integer("select count(*) from t") == 2)
    }
  }

  @Test func aStatementOutlivesItsConnection() async throws {
    try await withTemporaryFolder { folder in
      let statement: Statement
      do {
        let database = try Connection(path: "\(folder)/a.sqlite", access: .readWriteCreate)
        statement = try database.prepare("select 7")
      }
      #expect(try statement.step())
      #expect(statement.integer(at: 0) == 7)
    }
  }
}

/// Gives a body a new database.
func withDatabase(_ body: (borrowing Connection) async throws -> Void) async throws {
  try await withTemporaryFolder { folder in
    try await body(Connection(path: "\(folder)/test.sqlite", access: .readWriteCreate))
  }
}
