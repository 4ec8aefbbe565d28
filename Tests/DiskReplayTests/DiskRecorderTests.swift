import DurableFiles
import Foundation
import SQLite
import TestSupport
import Testing

@testable import DiskReplay

/// What a loss of power leaves: what was synced for sure, and any part of the rest.
@Suite struct DiskRecorderTests {
  /// What a loss of power may leave at the end, as the paths with their contents.
  private func remains(
    _ body: (_ folder: String, borrowing Directory) throws -> Void
  ) async throws -> Set<[String: String]> {
    try await withTemporaryFolder { folder in
      let recorder = try #require(DiskRecorder(of: folder))
      try await recorder.recording {
        try body(folder, Directory(ownedAt: folder))
      }
      recorder.mark(1)
      #expect(recorder.unseen() == [])
      var found: Set<[String: String]> = []
      for remains in recorder.remains() where remains.mark == 1 {
        found.insert(try await contents(of: remains))
      }
      return found
    }
  }

  private func contents(of remains: DiskRecorder.Remains) async throws -> [String: String] {
    try await remains.laidOut { copy in
      var contents: [String: String] = [:]
      for path in FileManager.default.subpaths(atPath: copy) ?? [] {
        contents[path] =
          FileManager.default.contents(atPath: "\(copy)/\(path)")
          .map { String(decoding: $0, as: UTF8.self) } ?? "/"
      }
      return contents
    }
  }

  @Test func whatIsNotSyncedMayBeGoneAndANameMayBeThereWithoutContentsOrWithAPartOfThem()
    async throws
  {
    let found = try await remains { _, folder in try folder.write(Array("abc".utf8), to: "file") }
    #expect(found == [[:], ["file": "abc"], ["file": "a"], ["file": ""]])
  }

  @Test func contentsThatAreSyncedMayHaveNoName() async throws {
    let found = try await remains { _, folder in
      try folder.write(Array("abc".utf8), to: "file")
      try folder.sync(files: ["file"])
    }
    #expect(found == [[:], ["file": "abc"]])
  }

  @Test func aNameThatIsSyncedMayHaveNoContents() async throws {
    let found = try await remains { _, folder in
      try folder.write(Array("abc".utf8), to: "file")
      try folder.sync()
    }
    #expect(found == [["file": ""], ["file": "a"], ["file": "abc"]])
  }

  @Test func whatIsSyncedIsThere() async throws {
    let found = try await remains { _, folder in
      try folder.replace("file", with: Array("old".utf8))
      try folder.replace("file", with: Array("new".utf8))
    }
    #expect(found == [["file": "new"]])
  }

  @Test func aReplacementWithoutASyncIsTheOldOneOrTheNewOne() async throws {
    let found = try await remains { _, folder in
      try folder.replace("file", with: Array("old".utf8))
      try folder.write(Array("new".utf8), to: "draft")
      try folder.sync(files: ["draft"])
      try folder.sync()
      try folder.move("draft", to: folder, as: "file")
    }
    // A rename is two steps, of which a disk may have the first alone.
    #expect(
      found == [
        ["file": "old", "draft": "new"], ["file": "new", "draft": "new"], ["file": "new"],
      ])
  }

  @Test func aFileThatIsMovedIsInOneFolderOrInBoth() async throws {
    let found = try await remains { path, folder in
      let other = try Directory("other", ownedIn: folder)
      try folder.create("file", with: Array("abc".utf8))
      try folder.move("file", to: other, asNew: "file")
    }
    #expect(
      found == [
        ["other": "/", "file": "abc"], ["other": "/", "other/file": "abc", "file": "abc"],
        ["other": "/", "other/file": "abc"],
      ])
  }

  @Test func aMoveIsDurableOnceBothFoldersAreSyncedTheNewOneFirst() async throws {
    for (syncs, count) in [(["old"], 3), (["new"], 2), (["old", "new"], 2), (["new", "old"], 1)] {
      let found = try await remains { path, folder in
        let other = try Directory("other", ownedIn: folder)
        try folder.create("file", with: Array("abc".utf8))
        try folder.move("file", to: other, asNew: "file")
        for name in syncs { try name == "old" ? folder.sync() : other.sync() }
      }
      #expect(found.count == count, "\(syncs): \(found)")
    }
  }

  @Test func aFolderIsThereWhenItsParentIsSynced() async throws {
    let found = try await remains { path, _ in _ = try Directory(ownedAt: "\(path)/a/b") }
    #expect(found == [["a": "/", "a/b": "/"]])
  }

  @Test func whatIsRemovedMayBeThereAgain() async throws {
    let found = try await remains { _, folder in
      try folder.create("file", with: Array("abc".utf8))
      try folder.remove("file")
    }
    #expect(found == [[:], ["file": "abc"]])
  }

  // MARK: Programs side by side

  @Test func whatAnotherProgramHasSyncedIsNotUndoneByAnOlderWrite() async throws {
    try await withTemporaryFolder { path in
      let folder = try #require(FileIdentity(at: path))
      try #require(FileManager.default.createFile(atPath: "\(path)/file", contents: nil))
      let file = try #require(FileIdentity(at: "\(path)/file"))
      var history = DiskHistory(in: folder)
      history.add(.create(file, name: "file", in: folder, isFolder: false), isDurable: true)
      history.add(.write(file, offset: 0, bytes: Array("killed".utf8)), isDurable: false)
      history.add(.write(file, offset: 0, bytes: Array("other ".utf8)), isDurable: true)
      for _ in 1...2 {
        let disks = history.possibleDisks(isThorough: true).map { $0.tree()["file"] }
        #expect(disks.allSatisfy { $0 == Array("other ".utf8) }, "\(disks)")
        history.add(.sync(file), isDurable: false)
      }
    }
  }

  // MARK: SQLite

  /// A commit in a log that is synced is durable; without, it is not.
  @Test(arguments: [("FULL", true), ("NORMAL", false)])
  func aCommitIsDurableWhereSQLiteSyncsIt(synchronous: String, isDurable: Bool) async throws {
    try await withTemporaryFolder { folder in
      let recorder = try #require(DiskRecorder(of: folder))
      try await recorder.recording {
        let database = try Connection(path: "\(folder)/db", access: .readWriteCreate)
        database.keepLogFiles()
        try database.execute(
          "PRAGMA journal_mode = WAL; PRAGMA synchronous = \(synchronous); CREATE TABLE t (a)")
        try Directory(ownedAt: folder).sync()
        try database.execute("INSERT INTO t VALUES (1)")
        recorder.mark(1)
      }
      #expect(recorder.unseen() == [])
      var counts: Set<Int?> = []
      for remains in recorder.remains() where remains.mark == 1 {
        try await remains.laidOut { copy in
          let database = try? Connection(path: "\(copy)/db", access: .readWrite)
          counts.insert(try? database?.integer("SELECT count(*) FROM t"))
        }
      }
      #expect((counts == [1]) == isDurable, "\(counts)")
    }
  }
}
