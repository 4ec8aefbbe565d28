import DurableFiles
import Foundation
import SinkKit
import SinkKitTesting
import Testing

@testable import FileQueueSink

/// A message of the job whose journal the tests tamper with.
private let message =
  "0b9cf4a4-3f0f-4b0c-9d7c-1f2e3d4c5b6a.00000000-0000-0007-0000-000000000000.json"

/// Queues that the sink does not open.
@Suite struct FileQueueRefusalTests {
  @Test func aQueueThatAnotherProcessHasOpenForTheLabelIsUnavailable() async throws {
    try await withScratchFolder { folder in
      let error = try #require(throws: SinkError.self) { try openWhileLocked(folder) }
      #expect(error.code == .unavailable)
      #expect(
        error.description == "file queue \(folder) is open for nightly/file_queue already: held by"
          + " process 4711 on build-7, since 2026-05-01T10:00:00Z (wait until that run has ended)")
      try await FileQueueSink(at: folder, as: label()).close()
    }
  }

  private func openWhileLocked(_ folder: String) throws {
    let own = try Directory(ownedAt: "\(folder)/.sluice/nightly.file_queue")
    let holder = FileLock.Holder(pid: 4711, host: "build-7", since: "2026-05-01T10:00:00Z")
    let lock = try FileLock("lock", in: own, holder: holder)
    _ = try FileQueueSink(at: folder, as: label())
    _ = consume lock
  }

  @Test func aClosedSinkLetsAnotherProcessIn() async throws {
    try await withScratchFolder { folder in
      let first = try FileQueueSink(at: folder, as: label())
      #expect(throws: SinkError.self) { _ = try FileQueueSink(at: folder, as: label()) }
      try await first.close()
      let second = try FileQueueSink(at: folder, as: label())
      _ = try await second.deliver(ItemBatch([item(0)]))
      _ = first
    }
  }

  @Test(arguments: [
    "", "sluice file queue journal 1", "sluice file queue journal 2\n",
    "sluice file queue journal 1\n\n", "sluice file queue journal 1\nsome.json\n",
    "sluice file queue journal 1\n\(message)", "sluice file queue journal 1\n\(message) \n",
    "sluice file queue journal 1\n../\(message)\n", "sluice file queue journal 1\n3 k\(message)\n",
    "sluice file queue journal 1\n1\(message)\n",
    "sluice file queue journal 1\n1\(message.dropFirst())\n",
  ])
  func aJournalThatCannotBeReadIsNeverIgnored(text: String) async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/.sluice/nightly.file_queue"
      let own = try Directory(ownedAt: path)
      let name = "0b9cf4a4-3f0f-4b0c-9d7c-1f2e3d4c5b6a.journal"
      try own.write(Array(text.utf8), to: name)
      let error = try #require(throws: SinkError.self) {
        _ = try FileQueueSink(at: folder, as: label())
      }
      #expect(error.code == .invalid)
      #expect(
        error.description == "cannot understand the queue's journal \(path)/\(name) (it says which"
          + " messages were published: restore it, or remove it if messages that were taken already"
          + " may come once more)")
      #expect(try own.read(name, atMost: 1 << 24) == Array(text.utf8))
    }
  }

  @Test func aJournalOfNoJobIsNeverIgnored() async throws {
    try await withScratchFolder { folder in
      let own = try Directory(ownedAt: "\(folder)/.sluice/nightly.file_queue")
      try own.write(Journal().text, to: "some.journal")
      let error = try #require(throws: SinkError.self) {
        _ = try FileQueueSink(at: folder, as: label())
      }
      #expect(error.code == .invalid)
      #expect(error.message.hasSuffix("/some.journal"))
    }
  }

  @Test func aFileWhereTheQueueShouldBeIsSaid() async throws {
    try await withScratchFolder { folder in
      try Data().write(to: URL(filePath: "\(folder)/queue"))
      let error = try #require(throws: SinkError.self) {
        _ = try FileQueueSink(at: "\(folder)/queue", as: label())
      }
      #expect(error.code == .invalid)
      #expect(
        error.description == "file queue \(folder)/queue: cannot open"
          + " \(folder)/queue: Not a directory (a file is where a folder should be: name another"
          + " directory)")
    }
  }

  @Test(arguments: [
    (ENOSPC, SinkError.Code.storage), (EDQUOT, .storage), (EROFS, .storage), (EIO, .storage),
    (EACCES, .denied), (EPERM, .denied), (ENOTDIR, .invalid), (ENOENT, .invalid),
    (EXDEV, .invalid), (ENAMETOOLONG, .invalid),
  ])
  func everyFileErrorHasACode(code: Int32, expected: SinkError.Code) {
    let error = FileError(operation: "write", path: "/q/tmp/a", code: code)
    #expect(SinkError(error, queue: "/q").code == expected)
    #expect(SinkError(FileLock.Failure.file(error), queue: "/q").code == expected)
  }
}
