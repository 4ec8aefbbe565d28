import Foundation
import SQLite
import SinkKit
import SinkKitTesting
import Testing

@testable import SQLiteSink

/// Looking at the database's place without touching it.
@Suite struct SQLiteProbeTests {
  @Test func aPlaceThatCanBeUsedIsLeftAsItIs() async throws {
    try await withScratchFolder { folder in
      try await module(in: folder).probe(as: label())
      #expect(try FileManager.default.subpathsOfDirectory(atPath: folder) == [])
      try await SQLiteSink(path: "\(folder)/export.sqlite", table: "export_items").close()
      let before = try contents(of: folder)
      try await module(in: folder).probe(as: label())
      #expect(try contents(of: folder) == before)
    }
  }

  @Test func aMissingFolderIsSaid() async throws {
    try await withScratchFolder { folder in
      let error = try await #require(throws: SinkError.self) {
        try await module(in: "\(folder)/there").probe(as: label())
      }
      #expect(error.code == .invalid)
      #expect(
        error.description == "database \(folder)/there/export.sqlite: its folder does not exist"
          + " (create the folder first)")
    }
  }

  @Test func aForeignTableIsSaid() async throws {
    try await withScratchFolder { folder in
      try Connection(path: "\(folder)/export.sqlite", access: .readWriteCreate).execute(
        "CREATE TABLE export_items (id INTEGER PRIMARY KEY)")
      let before = try contents(of: folder)
      let error = try await #require(throws: SinkError.self) {
        try await module(in: folder).probe(as: label())
      }
      #expect(error.code == .invalid)
      #expect(error.message.hasPrefix("table 'export_items' of \(folder)/export.sqlite is not a "))
      #expect(try contents(of: folder) == before)
    }
  }

  @Test func aDatabaseThatHasOtherTablesOnlyIsFine() async throws {
    try await withScratchFolder { folder in
      try Connection(path: "\(folder)/export.sqlite", access: .readWriteCreate).execute(
        "CREATE TABLE bills (id INTEGER PRIMARY KEY)")
      try await module(in: folder).probe(as: label())
    }
  }

  @Test func aFileThatIsNoDatabaseIsSaid() async throws {
    try await withScratchFolder { folder in
      let text = String(repeating: "not a database\n", count: 100)
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/export.sqlite"))
      let error = try await #require(throws: SinkError.self) {
        try await module(in: folder).probe(as: label())
      }
      #expect(error.code == .invalid)
    }
  }

  private func module(in folder: String) throws -> SQLiteSinkModule {
    try SQLiteSinkModule.make(from: .mapping(["path": "./export.sqlite"]), in: folder)
  }

  private func contents(of folder: String) throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, try Data(contentsOf: URL(filePath: "\(folder)/\($0)")))
      })
  }
}

private func label() throws -> SinkLabel {
  SinkLabel(job: try #require(Name("nightly")), route: try #require(Name("books")))
}
