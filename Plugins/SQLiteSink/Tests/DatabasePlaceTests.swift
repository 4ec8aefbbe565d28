import DurableFiles
import Foundation
import SQLite
import SinkKit
import SinkKitTesting
import Testing

@testable import SQLiteSink

/// A database is opened below its folder, and looked at without a change.
struct DatabasePlaceTests {
  @Test func lookingCreatesNothingAndConnectingDoes() async throws {
    try await withScratchFolder { folder in
      let place = DatabasePlace(path: "\(folder)/export.sqlite", access: .owner)
      try place.check(table: "export_items", [])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
      try place.connect().execute("CREATE TABLE t (a)")
      let attributes = try FileManager.default.attributesOfItem(atPath: place.path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func aLinkInItsPlaceIsRefused() async throws {
    try await withScratchFolder { folder in
      try Data().write(to: URL(filePath: "\(folder)/elsewhere"))
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/export.sqlite", withDestinationPath: "elsewhere")
      let place = DatabasePlace(path: "\(folder)/export.sqlite", access: .owner)
      #expect(throws: (any Error).self) { _ = try place.connect() }
      let error = #expect(throws: SinkError.self) { try place.check(table: "export_items", []) }
      #expect(error?.message.contains("it is a symbolic link, not a regular file") == true)
      #expect(FileManager.default.contents(atPath: "\(folder)/elsewhere") == Data())
    }
  }

  @Test func aLogBesideItIsLeftToWhoWritesIt() async throws {
    try await withScratchFolder { folder in
      try Data("not a database".utf8).write(to: URL(filePath: "\(folder)/export.sqlite"))
      try Data().write(to: URL(filePath: "\(folder)/export.sqlite-wal"))
      try DatabasePlace(path: "\(folder)/export.sqlite", access: .owner).check(table: "t", [])
    }
  }
}
