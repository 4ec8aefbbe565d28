import Foundation
import SQLite
import SinkKit
import SinkKitTesting
import Testing

@testable import SQLiteSink

/// Places that the sink does not open.
@Suite struct SQLiteSinkRefusalTests {
  @Test(arguments: [
    (
      "CREATE TABLE bills (id INTEGER PRIMARY KEY, status INTEGER)",
      "it has no column 'accounting_entry_id', it has no column 'job_id', it has no column"
        + " 'ordinal', column 'status' is of type 'INTEGER', not 'TEXT', column 'id' is not ours,"
        + " its primary key is (id), not (accounting_entry_id, job_id)"
    ),
    (
      "CREATE TABLE bills (job_id TEXT, accounting_entry_id TEXT, status TEXT, ordinal INTEGER)",
      "its primary key is (), not (accounting_entry_id, job_id)"
    ),
    (
      """
      CREATE VIEW bills AS SELECT '' AS job_id, '' AS accounting_entry_id, '' AS status, 1 AS ordinal
      """,
      "column 'accounting_entry_id' is of type '', not 'TEXT', column 'job_id' is of type '', not"
        + " 'TEXT', column 'ordinal' is of type '', not 'INTEGER',"
        + " column 'status' is of type '', not 'TEXT', its primary key is (), not (accounting_entry_id, job_id)"
    ),
  ])
  func aForeignTableIsLeftAlone(creation: String, differences: String) async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.sqlite"
      try Connection(path: path, access: .readWriteCreate).execute(creation)
      let error = try #require(throws: SinkError.self) {
        _ = try SQLiteSink(path: path, table: "bills")
      }
      #expect(error.code == .invalid)
      #expect(
        error.description == "table 'bills' of \(path) is not a table of items: \(differences)"
          + " (name another table; sluice creates its own)")
    }
  }

  @Test func aMissingFolderIsSaid() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/there/export.sqlite"
      let error = try #require(throws: SinkError.self) {
        _ = try SQLiteSink(path: path, table: "export_items")
      }
      #expect(error.code == .invalid)
      #expect(
        error.description == "database \(path): its folder does not exist (create the folder first)"
      )
    }
  }

  @Test func aFolderIsNoDatabase() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/books"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      let error = try #require(throws: SinkError.self) {
        _ = try SQLiteSink(path: path, table: "export_items")
      }
      #expect(error.code == .invalid)
      #expect(
        error.description
          == "database \(path): cannot open \(path): it is a folder, not a regular file"
          + " (find out who put it there, and move it away)")
    }
  }

  @Test func aFileThatIsNoDatabaseIsLeftAlone() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/notes.txt"
      let notes = Data(String(repeating: "not a database\n", count: 100).utf8)
      try notes.write(to: URL(filePath: path))
      let error = try #require(throws: SinkError.self) {
        _ = try SQLiteSink(path: path, table: "export_items")
      }
      #expect(error.code == .invalid)
      #expect(
        error.description == "database \(path): file is not a database (SQLite code 26)"
          + " (check that 'path' and 'table' name a database of yours)")
      #expect(try Data(contentsOf: URL(filePath: path)) == notes)
    }
  }

  /// The result codes of <https://www.sqlite.org/rescode.html>, with the system's behind them.
  @Test(arguments: [
    (5, 0, SinkError.Code.unavailable), (261, 0, .unavailable), (13, 0, .storage),
    (10, ENOSPC, .storage), (10, EIO, .storage), (8, 0, .storage), (14, EROFS, .storage),
    (3, 0, .denied), (14, EACCES, .denied), (14, ENOENT, .invalid), (11, 0, .invalid),
    (26, 0, .invalid), (1, 0, .invalid),
  ])
  func everyErrorHasACode(code: Int32, systemCode: Int32, expected: SinkError.Code) {
    let error = SQLiteError(code: code, message: "no", systemCode: systemCode)
    #expect(SinkError(error, path: "/x").code == expected)
  }
}
