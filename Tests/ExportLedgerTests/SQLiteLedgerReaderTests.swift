import Diagnostics
import ExportEngine
import ExportLedger
import ExportModel
import Foundation
import SQLite
import TestSupport
import Testing

@Suite struct SQLiteLedgerReaderTests {
  @Test func beforeTheFirstRunThereIsNoLedgerAndNoneIsMade() async throws {
    try await withTemporaryFolder { folder in
      let files = FileManager.default
      try files.createDirectory(atPath: "\(folder)/empty", withIntermediateDirectories: false)
      for path in ["\(folder)/none", "\(folder)/empty"] {
        #expect(throws: NoLedger.self) { try reading(path) { _ in } }
      }
      #expect(try files.subpathsOfDirectory(atPath: folder) == ["empty"])
    }
  }

  @Test func aLookAfterARunChangesNothing() async throws {
    try await withTemporaryFolder { folder in
      do {
        let ledger = try SQLiteLedger(in: folder)
        try await ledger.store(change(threeItems), of: job)
      }
      let before = try files(in: folder)
      #expect(before.keys.sorted() == ["ledger.sqlite", "ledger.sqlite-shm", "ledger.sqlite-wal"])
      #expect(try reading(folder) { try $0.record(of: job).items } == table(threeItems))
      #expect(try files(in: folder) == before)
    }
  }

  @Test func aLookWhileARunGoesOnChangesNothing() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await ledger.store(change(threeItems), of: job)
      let before = try files(in: folder)
      #expect(try reading(folder) { try $0.record(of: job).items } == table(threeItems))
      #expect(try files(in: folder) == before)
      try await ledger.store(receipt(of: job, startedAt: 1))
    }
  }

  @Test func aLookAfterARunThatDiedSeesWhatItStored() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: "\(folder)/state")
      try await ledger.store(change(threeItems), of: job)
      // The files as they are while the ledger is open are what a process leaves that is killed.
      try FileManager.default.copyItem(atPath: "\(folder)/state", toPath: "\(folder)/dead")
      try await ledger.store(receipt(of: job, startedAt: 1))
      let before = try files(in: "\(folder)/dead")
      #expect(try #require(before["ledger.sqlite-wal"]).count > 0)
      #expect(try reading("\(folder)/dead") { try $0.record(of: job).items } == table(threeItems))
      #expect(try files(in: "\(folder)/dead") == before)
    }
  }

  @Test func aLookAtACopyWithoutTheLogCreatesNone() async throws {
    try await withTemporaryFolder { folder in
      try await withOneRun("\(folder)/state")
      let copy = "\(folder)/copy #1"
      try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: false)
      try FileManager.default.copyItem(
        atPath: "\(folder)/state/ledger.sqlite", toPath: "\(copy)/ledger.sqlite")
      #expect(try reading(copy) { try $0.record(of: job).items } == table(threeItems))
      #expect(try FileManager.default.subpathsOfDirectory(atPath: copy) == ["ledger.sqlite"])
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"), arguments: [true, false])
  func aLookWorksWhereNothingCanBeWritten(hasLog: Bool) async throws {
    try await withTemporaryFolder { folder in
      try await withOneRun(folder)
      if !hasLog {
        for ending in ["wal", "shm"] {
          try FileManager.default.removeItem(atPath: "\(folder)/ledger.sqlite-\(ending)")
        }
      }
      try setMode(0o400, ofFilesIn: folder)
      try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
      defer {
        try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
      }
      #expect(try reading(folder) { try $0.record(of: job).items } == table(threeItems))
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everywhere"))
  func aLedgerOfSomeoneElseIsDenied() async throws {
    try await withTemporaryFolder { folder in
      try await withOneRun(folder)
      try setMode(0o000, ofFilesIn: folder)
      let error = #expect(throws: LedgerError.self) { try reading(folder) { _ in } }
      #expect(error?.code == .denied)
      #expect(
        error?.description
          == "cannot use the ledger \(folder)/ledger.sqlite: unable to open database file: "
          + "Permission denied (SQLite code 14) (it must belong to the user who runs sluice)")
    }
  }

  @Test func aLedgerOfAnOlderVersionIsLeftForTheNextRun() async throws {
    try await withTemporaryFolder { folder in
      try await withOneRun(folder)
      try shell(folder).execute("PRAGMA user_version = 0")
      let error = #expect(throws: LedgerError.self) { try reading(folder) { _ in } }
      #expect(error?.code == .unreadable)
      #expect(
        error?.description
          == "the ledger \(folder)/ledger.sqlite has format 0, and this sluice reads formats from 1 "
          + "(run its job once: that brings the ledger up to date)")
    }
  }

  @Test func aJobNeverSeenHasNothing() async throws {
    try await withTemporaryFolder { folder in
      try await withOneRun(folder)
      try reading(folder) { reader in
        #expect(try reader.record(of: otherJob) == JobRecord())
        #expect(try reader.rejected(of: otherJob) == [])
        #expect(try reader.runs(of: otherJob, limit: 5) == [])
        let jobs = try reader.jobs()
        #expect(jobs == [job])
      }
    }
  }

  /// The contents of the folder's files by name; of SQLite's shared memory, which holds locks and
  /// an index of the log and nothing of its own, only that it is there.
  private func files(in folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let isShared = name.hasSuffix("-shm")
      files[name] =
        isShared ? Data() : try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
    return files
  }

  private func setMode(_ mode: Int, ofFilesIn folder: String) throws {
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      try FileManager.default.setAttributes(
        [.posixPermissions: mode], ofItemAtPath: "\(folder)/\(name)")
    }
  }

  @Test func aDefinitionIsKnownByTheFilesThatItWasReadFrom() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await ledger.begin(
        RecordedRun(id: nil, definition: name("nightly"), startedAt: 1), readFrom: "/jobs/old.yaml")
      try await ledger.begin(
        RecordedRun(id: nil, definition: name("nightly"), startedAt: 1), readFrom: "/jobs/new.yaml")
      try await ledger.begin(
        RecordedRun(id: nil, definition: name("daily"), startedAt: 1), readFrom: "/jobs/new.yaml")
      try await ledger.begin(
        RecordedRun(id: nil, definition: name("daily"), startedAt: 1), readFrom: "/jobs/new.yaml")
      let found = try reading(folder) { try $0.definitions().map { "\($0.name) \($0.file)" } }
      #expect(
        found == ["daily /jobs/new.yaml", "nightly /jobs/new.yaml", "nightly /jobs/old.yaml"])
    }
  }
}
