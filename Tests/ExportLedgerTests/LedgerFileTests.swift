import Diagnostics
import ExportEngine
import ExportModel
import Foundation
import SQLite
import TestSupport
import Testing

@testable import ExportLedger

@Suite struct LedgerFileTests {
  @Test func aNewLedgerAndItsFolderAreForTheirOwnerOnly() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: "\(folder)/state/nightly")
      try await ledger.store(change(threeItems), of: job)
      for (path, mode) in [
        ("", 0o700), ("/nightly", 0o700), ("/nightly/ledger.sqlite", 0o600),
        ("/nightly/ledger.sqlite-wal", 0o600), ("/nightly/ledger.sqlite-shm", 0o600),
      ] {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/state\(path)")
        #expect(attributes[.posixPermissions] as? Int == mode, "state\(path)")
      }
    }
  }

  /// A ledger that was cut off to nothing was taken for a new one, and everything was delivered again.
  @Test func aLedgerThatWasCutOffToNothingIsRefusedAndLeftAsItIs() async throws {
    try await withTemporaryFolder { folder in
      try await withOneRun(folder)
      try Data().write(to: file(folder))
      try await expectRefusal(
        in: folder, "the ledger \(folder)/ledger.sqlite is damaged: it is empty \(Self.restore)")
    }
  }

  /// The file was removed and its log was not: the log went into a new ledger, or all was delivered again.
  @Test func aLogWithoutItsLedgerIsRefusedAndLeftAsItIs() async throws {
    try await withTemporaryFolder { folder in
      try await withOneRun(folder)
      try FileManager.default.removeItem(at: file(folder))
      let errors = [
        #expect(throws: LedgerError.self) { _ = try SQLiteLedger(in: folder) },
        #expect(throws: LedgerError.self) { _ = try SQLiteLedgerReader.open(in: folder) },
      ]
      for error in errors {
        #expect(
          error?.description
            == "the ledger \(folder)/ledger.sqlite is damaged: it is gone, and its -wal file is still "
            + "there \(Self.restore)")
      }
      #expect(!FileManager.default.fileExists(atPath: file(folder).path))
    }
  }

  @Test func whatARunLeftThatDiedCreatingTheLedgerIsReplaced() async throws {
    try await withTemporaryFolder { folder in
      for draft in DatabaseFiles.all(of: "ledger.sqlite.new") {
        try Data("half".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(draft)"))
      }
      try await withOneRun(folder)
      #expect(try await SQLiteLedger(in: folder).record(of: job).items == table(threeItems))
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(
        left.sorted() == ["ledger.sqlite", "ledger.sqlite-shm", "ledger.sqlite-wal"])
    }
  }

  @Test func aLedgerOfANewerVersionIsRefusedAndLeftAsItIs() async throws {
    try await withTemporaryFolder { folder in
      try await withOneRun(folder)
      try shell(folder).execute("PRAGMA user_version = 99")
      let expected =
        "the ledger \(folder)/ledger.sqlite has format 99, and this sluice knows formats up to "
        + "\(LedgerSchema.version) (use sluice 0.1.0 or newer)"
      try await expectRefusal(in: folder, expected)
    }
  }

  @Test func aDatabaseOfSomethingElseIsRefusedAndLeftAsItIs() async throws {
    try await withTemporaryFolder { folder in
      do {
        let other = try Connection(path: file(folder).path, access: .readWriteCreate)
        try other.execute("CREATE TABLE letters (a)")
      }
      try await expectRefusal(
        in: folder,
        "\(folder)/ledger.sqlite is a database of something else, not a ledger "
          + "(move it away, or name another state folder)")
    }
  }

  @Test func aFileThatIsNoDatabaseIsRefusedAndLeftAsItIs() async throws {
    try await withTemporaryFolder { folder in
      try Data(String(repeating: "a letter to somebody. ", count: 100).utf8).write(to: file(folder))
      try await expectRefusal(
        in: folder,
        "cannot use the ledger \(folder)/ledger.sqlite: file is not a database (SQLite code 26) "
          + Self.restore)
    }
  }

  @Test func aDamagedPageIsSaidWhenTheLedgerIsOpened() async throws {
    try await withTemporaryFolder { folder in
      try await withOneRun(folder)
      let page = try shell(folder).integer(
        "SELECT rootpage FROM sqlite_schema WHERE name = 'item_block'")
      let handle = try FileHandle(forUpdating: file(folder))
      try handle.seek(toOffset: UInt64(4096 * (try #require(page) - 1)))
      try handle.write(contentsOf: Data(repeating: 0xA5, count: 4096))
      try handle.close()
      let error = try await expectRefusal(in: folder)
      #expect(
        error.message.hasPrefix("the ledger \(folder)/ledger.sqlite is damaged: ")
          || error.message.hasPrefix("cannot use the ledger \(folder)/ledger.sqlite: "))
      #expect(error.hint.map { "(\($0))" } == Self.restore)
    }
  }

  @Test(arguments: [
    (
      "DELETE FROM status_block", "the block at ordinal 0 of job 1 is incomplete"
    ),
    (
      "UPDATE item_block SET block = 1", "the block at ordinal 0 of job 1 is incomplete"
    ),
    (
      "UPDATE status_block SET statuses = X'01', work = X'01'",
      "the block at ordinal 0 of job 1 is incomplete"
    ),
    ("DELETE FROM status WHERE code = 1", "the item at ordinal 0 of job 1 is incomplete"),
    ("UPDATE status_block SET work = X'01014D'", "the item at ordinal 2 of job 1 is incomplete"),
    ("UPDATE status SET name = '' WHERE code = 2", "status 2 of job 1 cannot be read"),
    (
      "INSERT INTO route VALUES (1, 1, 'Ümlaut', 0, '', 0, 0, 0)",
      "route 'Ümlaut' has a name that no route can have"
    ),
  ])
  func rowsThatContradictEachOtherAreSaid(damage: String, finding: String) async throws {
    try await withTemporaryFolder { folder in
      try await withOneRun(folder)
      try shell(folder).execute(damage)
      let ledger = try SQLiteLedger(in: folder)
      let error = await #expect(throws: LedgerError.self) { try await ledger.record(of: job) }
      #expect(error?.code == .unreadable)
      #expect(
        error?.description
          == "cannot use the ledger \(folder)/ledger.sqlite: \(finding) (SQLite code 11) "
          + Self.restore)
    }
  }

  @Test func peopleReadTheViews() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await ledger.store(change([Row(1, "pending", work: "pending"), Row(2, "odd")]), of: job)
      try await ledger.store(
        RecordedDelivery(
          route: name("queue"), terms: terms(), position: 2, passed: [1],
          rejected: [.init(ordinal: 0, reason: "too long")]), of: job)
      try await ledger.store(receipt(of: job, startedAt: 1_777_629_600_000))
      let id = "11112222-3333-4444-aaaa-bbbbccccdddd"
      #expect(
        try rows(folder, "SELECT * FROM items ORDER BY ordinal", columns: 5) == [
          [id, "0", "e0000000-0000-0000-0000-000000000001", "pending", "pending"],
          [id, "1", "e0000000-0000-0000-0000-000000000002", "odd", "-"],
        ])
      #expect(
        try rows(folder, "SELECT * FROM routes", columns: 6)
          == [[id, "queue", "2", Self.keptTerms, "1", "1"]])
      #expect(
        try rows(folder, "SELECT * FROM rejects", columns: 5)
          == [[id, "queue", "0", "e0000000-0000-0000-0000-000000000001", "too long"]])
      #expect(
        try rows(folder, "SELECT * FROM runs", columns: 8)
          == [
            [
              "1", "-", "nightly", id, "2026-05-01T10:00:00Z", "1234", "failed",
              "the queue's disk is full",
            ]
          ])
    }
  }

  /// The terms of a route as they are kept.
  private static let keptTerms =
    #"{"definition":"nightly","place":{"kind":"file_queue","parts":[{"path":"/queue","type":"#
    + #""directory"}]},"predicate":{"always":true}}"#

  private static let restore =
    "(run again first: a disk that fails to read looks the same. Then restore it from a backup, or move "
    + "it away; its -wal and -shm files go with it. Without it the next run starts from Pleo's statuses and delivers again: a sink hides only what it still has)"

  /// Expects that neither a run nor a look opens the ledger, and that its file stays as it is.
  @discardableResult
  private func expectRefusal(
    in folder: String, _ expected: String? = nil
  ) async throws -> LedgerError {
    let before = try Data(contentsOf: file(folder))
    let errors = [
      #expect(throws: LedgerError.self) { _ = try SQLiteLedger(in: folder) },
      #expect(throws: LedgerError.self) { _ = try SQLiteLedgerReader.open(in: folder) },
    ]
    for error in errors {
      #expect(error?.code == .unreadable)
      if let expected { #expect(error?.description == expected) }
    }
    #expect(try Data(contentsOf: file(folder)) == before)
    return try #require(errors[0])
  }
}

/// Leaves a ledger of three items behind, as a run does.
func withOneRun(_ folder: String) async throws {
  let ledger = try SQLiteLedger(in: folder)
  try await ledger.store(change(threeItems), of: job)
}

func file(_ folder: String) -> URL { URL(fileURLWithPath: "\(folder)/ledger.sqlite") }
