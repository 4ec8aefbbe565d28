import DurableFiles
import Foundation
import TestSupport
import Testing

@Suite struct FileLockTests {
  private let holder = FileLock.Holder(
    pid: 4711, host: "build-7", since: "2026-05-01T10:00:00Z")

  @Test func aSecondHolderLearnsWhoIsTheFirst() async throws {
    try await withTemporaryFolder { folder in
      let lock = try FileLock("lock", in: Directory(at: folder), holder: holder)
      let failure = #expect(throws: FileLock.Failure.self) {
        _ = try FileLock(
          "lock", in: Directory(at: folder), holder: .init(pid: 1, host: "other", since: "now"))
      }
      #expect(failure == .held(by: holder))
      #expect(
        failure?.description == "held by process 4711 on build-7, since 2026-05-01T10:00:00Z")
      _ = consume lock
    }
  }

  /// flock(1) writes nothing into the file, and the run that was killed before was named.
  @Test func aHolderThatWasKilledIsNotNamed() async throws {
    try await withTemporaryFolder { folder in
      let ended = Process()
      ended.executableURL = URL(filePath: "/bin/sh")
      ended.arguments = ["-c", ":"]
      try ended.run()
      ended.waitUntilExit()
      let here = FileLock.Holder.thisProcess
      let lock = try FileLock(
        "lock", in: Directory(at: folder),
        holder: .init(pid: ended.processIdentifier, host: here.host, since: here.since))
      let failure = #expect(throws: FileLock.Failure.self) {
        _ = try FileLock("lock", in: Directory(at: folder), holder: here)
      }
      #expect(failure == .held(by: nil))
      #expect(failure?.description == "held by another process")
      _ = consume lock
    }
  }

  @Test func aLockThatEndedCanBeTakenAgain() async throws {
    try await withTemporaryFolder { folder in
      do {
        _ = try FileLock(
          "lock", in: Directory(at: folder),
          holder: .init(pid: 1, host: "a longer name", since: "before"))
      }
      let lock = try FileLock("lock", in: Directory(at: folder), holder: holder)
      #expect(
        try String(contentsOfFile: "\(folder)/lock", encoding: .utf8)
          == "process 4711\nhost build-7\nsince 2026-05-01T10:00:00Z\n")
      #expect(try mode(of: "\(folder)/lock") == 0o600)
      _ = consume lock
    }
  }

  /// A child process was being started just then, and held the lock of a run that had ended.
  @Test func aLockEndsThoughAChildProcessHasItsFileOpen() async throws {
    try await withTemporaryFolder { folder in
      let lock = try FileLock("lock", in: Directory(at: folder), holder: holder)
      var file = stat()
      #expect(stat("\(folder)/lock", &file) == 0)
      let number = try #require(
        (Int32(0)..<1024).first { number in
          var other = stat()
          return fstat(number, &other) == 0 && other.st_ino == file.st_ino
            && other.st_dev == file.st_dev
        })
      let copy = dup(number)
      defer { close(copy) }
      lock.release()
      _ = try FileLock("lock", in: Directory(at: folder), holder: holder)
    }
  }

  @Test(arguments: ["", "process 1\n", "process x\nhost a\nsince b\n", "a\nb\nc\n"])
  func aHolderThatCannotBeReadIsNotNamed(text: String) async throws {
    try await withTemporaryFolder { folder in
      let lock = try FileLock("lock", in: Directory(at: folder), holder: holder)
      let file = try #require(FileHandle(forUpdatingAtPath: "\(folder)/lock"))
      try file.truncate(atOffset: 0)
      try file.write(contentsOf: Data(text.utf8))
      let failure = #expect(throws: FileLock.Failure.self) {
        _ = try FileLock("lock", in: Directory(at: folder), holder: holder)
      }
      #expect(failure == .held(by: nil))
      #expect(failure?.description == "held by another process")
      _ = consume lock
    }
  }

  @Test func aLockInADirectoryThatWasRemovedIsAFileError() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(ownedAt: "\(folder)/none")
      try FileManager.default.removeItem(atPath: "\(folder)/none")
      let failure = #expect(throws: FileLock.Failure.self) {
        _ = try FileLock("lock", in: directory, holder: holder)
      }
      #expect(
        failure
          == .file(FileError(operation: "open", path: "\(folder)/none/lock", code: ENOENT)))
      #expect(
        failure?.description == "cannot open \(folder)/none/lock: No such file or directory")
    }
  }
}
