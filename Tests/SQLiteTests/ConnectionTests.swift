import Foundation
import SQLite
import TestSupport
import Testing

@Suite struct ConnectionTests {
  @Test func aNewDatabaseIsForItsOwnerOnly() async throws {
    try await withTemporaryFolder { folder in
      let database = try Connection(path: "\(folder)/a.sqlite", access: .readWriteCreate)
      try database.execute("pragma journal_mode = wal; create table t (a)")
      for name in ["a.sqlite", "a.sqlite-wal", "a.sqlite-shm"] {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
        #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
      }
    }
  }

  @Test(arguments: [Connection.Access.readOnly, .immutable, .readWrite])
  func aMissingDatabaseIsAnErrorAndNotCreated(access: Connection.Access) async throws {
    try await withTemporaryFolder { folder in
      let error = #expect(throws: SQLiteError.self) {
        _ = try Connection(path: "\(folder)/a.sqlite", access: access)
      }
      #expect(error?.isMissing == true)
      #expect(error?.isDenied == false)
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/a.sqlite"))
    }
  }

  @Test func aMissingDirectoryIsSaid() async throws {
    try await withTemporaryFolder { folder in
      let error = #expect(throws: SQLiteError.self) {
        _ = try Connection(path: "\(folder)/none/a.sqlite", access: .readWriteCreate)
      }
      #expect(error?.isMissing == true)
      #expect(
        error?.description
          == "unable to open database file: No such file or directory (SQLite code 14)")
    }
  }

  @Test(arguments: [Connection.Access.readOnly, .immutable])
  func aDatabaseOpenedForReadingCannotBeWritten(access: Connection.Access) async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/a b%20?#.sqlite"
      do {
        let writer = try Connection(path: path, access: .readWriteCreate)
        try writer.execute("create table t (a); insert into t values (7)")
      }
      let reader = try Connection(path: path, access: access)
      #expect(try reader.integer("select a from t") == 7)
      let error = #expect(throws: SQLiteError.self) { try reader.execute("delete from t") }
      #expect(error?.isReadOnly == true)
      #expect(error?.primaryCode == 8, "SQLITE_READONLY")
    }
  }

  @Test func aFileThatIsNoDatabaseIsSaid() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/a.sqlite"
      try Data(
        "just a text, longer than the header of a database file would have to be, at least"
          .utf8
      ).write(to: URL(fileURLWithPath: path))
      let database = try Connection(path: path, access: .readWriteCreate)
      let error = #expect(throws: SQLiteError.self) {
        _ = try database.integer("select count(*) from sqlite_schema")
      }
      #expect(error?.isCorrupt == true)
      #expect(error?.description == "file is not a database (SQLite code 26)")
    }
  }

  @Test func aTransactionReturnsWhatItsBodyDoes() async throws {
    try await withDatabase { database in
      try database.execute("create table t (a)")
      let count = try database.transaction { () throws(SQLiteError) in
        try database.execute("insert into t values (1), (2)")
        return database.changes
      }
      #expect(count == 2)
      #expect(try database.integer("select count(*) from t") == 2)
      #expect(database.totalChanges == 2)
    }
  }

  @Test func aTransactionThatThrowsChangesNothing() async throws {
    try await withDatabase { database in
      try database.execute("create table t (a unique)")
      for attempt in 1...2 {
        let error = #expect(throws: SQLiteError.self, "attempt \(attempt)") {
          try database.transaction { () throws(SQLiteError) in
            try database.execute("insert into t values (1)")
            try database.execute("insert into t values (1)")
          }
        }
        #expect(error?.primaryCode == 19, "SQLITE_CONSTRAINT")
        #expect(try database.integer("select count(*) from t") == 0)
      }
    }
  }

  @Test func aCommitThatFailsIsUndone() async throws {
    try await withDatabase { database in
      try database.execute(
        """
        pragma foreign_keys = on;
        create table parent (id integer primary key);
        create table child (parent references parent (id) deferrable initially deferred)
        """)
      let error = #expect(throws: SQLiteError.self) {
        try database.transaction { () throws(SQLiteError) in
          try database.execute("insert into child values (1)")
        }
      }
      #expect(error?.sql == "COMMIT")
      #expect(try database.integer("select count(*) from child") == 0)
      try database.transaction { () throws(SQLiteError) in
        try database.execute("insert into parent values (1)")
      }
      #expect(try database.integer("select count(*) from parent") == 1)
    }
  }

  @Test func aSecondWriterIsToldThatTheDatabaseIsBusy() async throws {
    try await withTemporaryFolder { folder in
      let first = try Connection(path: "\(folder)/a.sqlite", access: .readWriteCreate)
      let second = try Connection(path: "\(folder)/a.sqlite", access: .readWrite)
      try first.execute("create table t (a); begin immediate")
      second.waitWhenBusy(for: .milliseconds(1))
      let error = #expect(throws: SQLiteError.self) {
        try second.transaction { () throws(SQLiteError) in
          Issue.record("the body runs only with the lock")
        }
      }
      #expect(error?.isBusy == true)
      try first.execute("commit")
      try second.transaction { () throws(SQLiteError) in
        try second.execute("insert into t values (1)")
      }
      #expect(try first.integer("select count(*) from t") == 1)
    }
  }

  @Test func aWriterWaitsAsLongAsItWasAsked() async throws {
    try await withDatabase { database in
      for (time, milliseconds) in [
        (Duration.zero, 0), (.milliseconds(1500), 1500), (.seconds(3_000_000), 2_147_483_647),
      ] {
        database.waitWhenBusy(for: time)
        let timeout = try database.integer("pragma busy_timeout")
        #expect(timeout == milliseconds)
      }
    }
  }

  @Test func aFullDatabaseIsSaid() async throws {
    try await withDatabase { database in
      try database.execute("create table t (a); pragma max_page_count = 4")
      let error = #expect(throws: SQLiteError.self) {
        try database.execute("insert into t values (zeroblob(100000))")
      }
      #expect(error?.isFull == true)
    }
  }

  @Test func aQueryForOneValueTellsNoRowAndNullFromAValue() async throws {
    try await withDatabase { database in
      let integers = try ["select 3", "select null", "select 3 where false"].map {
        try database.integer($0)
      }
      #expect(integers == [3, nil, nil])
      let texts = try ["select 'a'", "select ''", "select null", "select 'a' where false"].map {
        try database.text($0)
      }
      #expect(texts == ["a", "", nil, nil])
    }
  }

  @Test func aMistakeInAStatementIsSaidWithTheStatement() async throws {
    try await withDatabase { database in
      let error = #expect(throws: SQLiteError.self) { _ = try database.prepare("selec 1") }
      #expect(error?.sql == "selec 1")
      #expect(error?.description == "near \"selec\": syntax error (SQLite code 1)")
    }
  }

  @Test func theLogFilesStayWhenTheyAreToBeKept() async throws {
    try await withTemporaryFolder { folder in
      for isKept in [false, true] {
        do {
          let database = try Connection(path: "\(folder)/a.sqlite", access: .readWriteCreate)
          if isKept { database.keepLogFiles() }
          try database.execute("pragma journal_mode = wal; create table t\(isKept) (a)")
        }
        #expect(FileManager.default.fileExists(atPath: "\(folder)/a.sqlite-wal") == isKept)
        #expect(FileManager.default.fileExists(atPath: "\(folder)/a.sqlite-shm") == isKept)
      }
    }
  }
}
