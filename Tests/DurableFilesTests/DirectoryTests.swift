import DurableFiles
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct DirectoryTests {
  /// Three jobs that share a queue were started together: one ended with "File exists".
  @Test func aFolderThatSeveralMakeAtOnceIsMade() async throws {
    try await withTemporaryFolder { folder in
      for round in 0..<50 {
        let failures = await withTaskGroup(of: String?.self) { group in
          for _ in 0..<8 {
            group.addTask {
              do {
                _ = try Directory(ownedAt: "\(folder)/\(round)/a/b/c")
                return nil
              } catch {
                return "\(error)"
              }
            }
          }
          return await group.reduce(into: [String]()) { if let text = $1 { $0.append(text) } }
        }
        #expect(failures == [])
      }
    }
  }

  @Test func aMoveToANewNameReplacesNothing() async throws {
    try await withTemporaryFolder { folder in
      let one = try Directory(ownedAt: "\(folder)/one")
      let two = try Directory(ownedAt: "\(folder)/two")
      try one.write([1], to: "a")
      try two.write([2], to: "a")
      let error = #expect(throws: FileError.self) { try one.move("a", to: two, asNew: "a") }
      #expect(error?.isTaken == true)
      #expect(try two.read("a", atMost: 1 << 24) == [2])
      try one.move("a", to: two, asNew: "b")
      #expect(try two.read("b", atMost: 1 << 24) == [1])
    }
  }

  @Test func aMissingDirectoryIsCreatedWithItsParentsForItsOwnerOnly() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(ownedAt: "\(folder)/a/b/c")
      #expect(directory.path == "\(folder)/a/b/c")
      for path in ["a", "a/b", "a/b/c"] {
        #expect(try mode(of: "\(folder)/\(path)") == 0o700)
      }
    }
  }

  @Test func aDirectoryThatExistsIsOpenedAsItIs() async throws {
    try await withTemporaryFolder { folder in
      try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: folder)
      let directory = try Directory(ownedAt: folder)
      try directory.sync()
      #expect(try mode(of: folder) == 0o750)
    }
  }

  @Test func aMissingDirectoryIsAnErrorUnlessItIsToBeCreated() async throws {
    try await withTemporaryFolder { folder in
      let error = #expect(throws: FileError.self) {
        _ = try Directory(at: "\(folder)/none")
      }
      #expect(error?.isMissing == true)
      #expect(error?.description == "cannot open \(folder)/none: No such file or directory")
    }
  }

  @Test func aFileInThePlaceOfADirectoryIsAnError() async throws {
    try await withTemporaryFolder { folder in
      try Directory(at: folder).write([], to: "file")
      for path in ["file", "file/below"] {
        let error = #expect(throws: FileError.self) {
          _ = try Directory(ownedAt: "\(folder)/\(path)")
        }
        #expect(error?.code == ENOTDIR)
      }
    }
  }

  @Test func aPathWithAZeroByteIsRefused() async throws {
    try await withTemporaryFolder { folder in
      let error = #expect(throws: FileError.self) {
        _ = try Directory(ownedAt: "\(folder)/a\0b")
      }
      #expect(error?.code == EINVAL)
      let names = try Directory(at: folder).names()
      #expect(names == [])
    }
  }

  @Test func namesAreSortedByTheirBytesAndListedAsOftenAsAsked() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(at: folder)
      for name in ["b", "ä", "B", "a", ".hidden"] { try directory.write([], to: name) }
      for _ in 1...2 { #expect(try directory.names() == [".hidden", "B", "a", "b", "ä"]) }
      #expect(try directory.names(atMost: 5)?.sorted() == directory.names().sorted())
      #expect(try directory.names(atMost: 4) == nil)
    }
  }

  @Test(arguments: [0, 1, 65_536, 3_000_001])
  func whatIsWrittenIsRead(count: Int) async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(at: folder)
      let contents = (0..<count).map { UInt8(truncatingIfNeeded: $0 % 251) }
      try directory.write(contents, to: "file")
      #expect(try directory.read("file", atMost: 1 << 24) == contents)
      #expect(try mode(of: "\(folder)/file") == 0o600)
    }
  }

  @Test func writingAFileAgainLeavesNothingOfTheOldContents() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(at: folder)
      try directory.write([1, 2, 3], to: "file")
      try directory.write([4], to: "file")
      #expect(try directory.read("file", atMost: 1 << 24) == [4])
    }
  }

  @Test func replacingAFileSwapsItWhole() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(at: folder)
      try directory.replace("file", with: [1, 2, 3])
      let reader = try FileHandle(forReadingFrom: URL(fileURLWithPath: "\(folder)/file"))
      try directory.replace("file", with: [4])
      #expect(try reader.readToEnd() == Data([1, 2, 3]), "a reader still has the old file whole")
      #expect(try directory.read("file", atMost: 1 << 24) == [4])
      #expect(try directory.names() == ["file"])
      #expect(try mode(of: "\(folder)/file") == 0o600)
    }
  }

  @Test func aReplacementThatFailsLeavesTheOldFileAndNoDraft() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(at: folder)
      _ = try Directory(ownedAt: "\(folder)/taken")
      let error = #expect(throws: FileError.self) { try directory.replace("taken", with: [1]) }
      #expect(error?.operation == "rename")
      #expect(error?.code == EISDIR)
      #expect(try directory.names() == ["taken"])
    }
  }

  @Test func aDraftThatACrashLeftBehindIsReplaced() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(at: folder)
      try directory.write([1, 2, 3], to: ".file.new")
      try directory.replace("file", with: [4])
      #expect(try directory.names() == ["file"])
      #expect(try directory.read("file", atMost: 1 << 24) == [4])
    }
  }

  @Test func readingAMissingFileIsAnError() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(at: folder)
      let error = #expect(throws: FileError.self) {
        _ = try directory.read("none", atMost: 1 << 24)
      }
      #expect(error?.isMissing == true)
      #expect(error?.path == "\(folder)/none")
    }
  }

  @Test func removingAMissingFileIsNoError() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(at: folder)
      try directory.write([], to: "file")
      #expect(try directory.holds("file"))
      for _ in 1...2 {
        try directory.remove("file")
        #expect(try !directory.holds("file"))
      }
    }
  }

  /// A folder behind a link that leads nowhere: it was created again and again until the stack was full.
  @Test func aFolderBehindALinkToNowhereIsAnError() async throws {
    try await withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/link", withDestinationPath: "nowhere")
      for path in ["\(folder)/link", "\(folder)/link/queue"] {
        #expect(throws: FileError.self) { _ = try Directory(ownedAt: path) }
        #expect(throws: FileError.self) { try Directory.checkAccess(at: path, for: .owner) }
      }
    }
  }

  @Test func aSymbolicLinkToNowhereIsHeld() async throws {
    try await withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/link", withDestinationPath: "nowhere")
      #expect(try Directory(at: folder).holds("link"))
    }
  }

  @Test func movingAFileReplacesTheOneThatHasItsName() async throws {
    try await withTemporaryFolder { folder in
      let from = try Directory(ownedAt: "\(folder)/from")
      let to = try Directory(ownedAt: "\(folder)/to")
      try from.write([1], to: "a")
      try to.write([2], to: "b")
      try from.move("a", to: to, as: "b")
      #expect(try from.names() == [])
      #expect(try to.names() == ["b"])
      #expect(try to.read("b", atMost: 1 << 24) == [1])
    }
  }

  @Test func movingAMissingFileIsAnError() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(at: folder)
      let error = #expect(throws: FileError.self) {
        try directory.move("none", to: directory, as: "b")
      }
      #expect(error?.description == "cannot rename \(folder)/none: No such file or directory")
    }
  }

  @Test func aDirectoryThatIsMovedAwayIsStillTheOneThatIsOpen() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(ownedAt: "\(folder)/before")
      try FileManager.default.moveItem(atPath: "\(folder)/before", toPath: "\(folder)/after")
      try directory.write([1], to: "file")
      #expect(try Directory(at: "\(folder)/after").names() == ["file"])
    }
  }

  @Test(arguments: [0, 1, 16, 17, 100])
  func filesAreSyncedFewOrMany(count: Int) async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(at: folder)
      let names = (0..<count).map { "file-\($0)" }
      for name in names { try directory.write([1], to: name) }
      let recorded = Mutex<[FileOperation]>([])
      let record: @Sendable (FileOperation) -> Void = { operation in
        recorded.withLock { $0.append(operation) }
      }
      try FileRecording.$record.withValue(record) { try directory.sync(files: names) }
      var synced: Set<FileIdentity> = []
      var isWholeSystem = false
      for operation in recorded.withLock({ $0 }) {
        switch operation {
        case .sync(let file): synced.insert(file)
        case .syncFileSystem: isWholeSystem = true
        default: Issue.record("\(operation) is no sync")
        }
      }
      #if os(Linux)
        #expect(isWholeSystem == (count > 16))
      #endif
      let files = Set(names.compactMap { FileIdentity(at: "\(folder)/\($0)") })
      #expect(isWholeSystem || synced == files)
    }
  }

  @Test func syncingAMissingFileIsAnError() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(at: folder)
      let error = #expect(throws: FileError.self) { try directory.sync(files: ["none"]) }
      #expect(error?.isMissing == true)
    }
  }
}

/// The permission bits of a file.
func mode(of path: String) throws -> Int {
  let attributes = try FileManager.default.attributesOfItem(atPath: path)
  return try #require(attributes[.posixPermissions] as? Int)
}
