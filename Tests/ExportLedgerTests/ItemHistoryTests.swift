import ExportEngine
import ExportModel
import SQLite
import Synchronization
import TestSupport
import Testing

@testable import ExportLedger

/// What became of an item, and when: a ledger's second format.
@Suite struct ItemHistoryTests {
  @Test func itTellsWhenAnItemCameChangedAndWent() async throws {
    try await withTemporaryFolder { folder in
      let clock = SetClock(1000)
      let ledger = try SQLiteLedger(in: folder, now: { clock.now })
      try await ledger.store(change(threeItems), of: job)
      clock.now = 1100
      try await ledger.store(delivery(position: 3), of: job)
      try await ledger.store(run(from: 950, lasting: 200))
      clock.now = 5000
      try await ledger.store(failedSecond(changed: [1]), of: job)

      let history = try reading(folder) { try $0.history(of: 1, in: job) }
      #expect(
        try history
          == ItemHistory(
            stored: .init(time: 1000, runStartedAt: 950), page: 1,
            changes: [
              .init(
                moment: .init(time: 5000, runStartedAt: nil), old: .pending, new: .failed)
            ],
            deliveries: [name("queue"): .init(time: 1100, runStartedAt: 950)], rejections: [:]))
      let other = try reading(folder) { try $0.history(of: 0, in: job) }
      #expect(other.changes == [])
      #expect(try reading(folder) { try $0.history(of: 2, in: job) }.page == 2)
    }
  }

  @Test func theTimelineHasTheStatusesAfterEachMoment() async throws {
    try await withTemporaryFolder { folder in
      let clock = SetClock(1000)
      let ledger = try SQLiteLedger(in: folder, now: { clock.now })
      try await ledger.store(change([Row(1, "pending"), Row(2, "pending")]), of: job)
      clock.now = 2000
      try await ledger.store(
        change([Row(1, "failed"), Row(2, "pending")], firstNew: 2, changed: [0]), of: job)
      clock.now = 3000
      try await ledger.store(
        change(
          [Row(1, "pending"), Row(2, "pending"), Row(3, "successful")], firstNew: 2, changed: [0]),
        of: job)
      let counts = try reading(folder) { reader in
        try reader.timeline(of: job).counts(of: reader.record(of: job).items)
      }
      #expect(
        counts == [
          StatusCounts(time: 1000, counts: [.pending: 2]),
          StatusCounts(time: 2000, counts: [.pending: 1, .failed: 1]),
          StatusCounts(time: 3000, counts: [.pending: 2, .successful: 1]),
        ])
    }
  }

  @Test func itemsAddedLaterHaveTheTimeOfTheirOwnAddition() async throws {
    try await withTemporaryFolder { folder in
      let clock = SetClock(1000)
      let ledger = try SQLiteLedger(in: folder, now: { clock.now })
      try await ledger.store(change(threeItems), of: job)
      clock.now = 2000
      let more = threeItems + [Row(4, "pending", work: "pending")]
      try await ledger.store(change(more, firstNew: 3), of: job)
      let times = try reading(folder) { reader in
        try (0...3).map { try reader.history(of: $0, in: job).stored?.time }
      }
      #expect(times == [1000, 1000, 1000, 2000])
    }
  }

  @Test func aChangeOfWorkAloneIsNoChangeOfTheStatus() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder, now: { 1 })
      try await ledger.store(change([Row(1, "failed")]), of: job)
      try await ledger.store(
        change([Row(1, "failed", work: "failed")], firstNew: 1, changed: [0]), of: job)
      #expect(try reading(folder) { try $0.history(of: 0, in: job).changes } == [])
    }
  }

  @Test func lateWorkHasTheTimeOfItsOwnDelivery() async throws {
    try await withTemporaryFolder { folder in
      let clock = SetClock(1000)
      let ledger = try SQLiteLedger(in: folder, now: { clock.now })
      try await ledger.store(change(threeItems), of: job)
      try await ledger.store(
        RecordedDelivery(route: name("queue"), terms: terms(), position: 3, passed: [0, 1]),
        of: job)
      clock.now = 2000
      try await ledger.store(
        RecordedDelivery(
          route: name("queue"), terms: terms(), position: 3, deliveredLate: [0, 1]), of: job)
      let times = try reading(folder) { reader in
        try (0...2).map { try reader.history(of: $0, in: job).deliveries.values.map(\.time) }
      }
      #expect(times == [[2000], [2000], [1000]])
      #expect(
        try rows(folder, "SELECT first, last FROM deliveries", columns: 2)
          == [["0", "2"], ["0", "1"]])
    }
  }

  @Test func aRejectedItemHasItsReason() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder, now: { 1 })
      try await ledger.store(change(threeItems), of: job)
      try await ledger.store(
        RecordedDelivery(
          route: name("queue"), terms: terms(), position: 3,
          rejected: [.init(ordinal: 1, reason: "too long")]), of: job)
      let reasons = try reading(folder) { reader in
        try (0...1).map { try reader.history(of: $0, in: job).rejections.map(\.value) }
      }
      #expect(reasons == [[], ["too long"]])
    }
  }

  @Test func peopleReadItInViews() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder, now: { 1_777_629_600_250 })
      try await ledger.store(change(threeItems), of: job)
      try await ledger.store(delivery(position: 2), of: job)
      try await ledger.store(failedSecond(changed: [1]), of: job)
      let id = "11112222-3333-4444-aaaa-bbbbccccdddd"
      #expect(
        try rows(folder, "SELECT * FROM status_changes", columns: 6) == [
          [
            id, "1", "e0000000-0000-0000-0000-000000000002", "2026-05-01T10:00:00Z", "pending",
            "failed",
          ]
        ])
      #expect(
        try rows(folder, "SELECT * FROM deliveries", columns: 5)
          == [[id, "queue", "0", "1", "2026-05-01T10:00:00Z"]])
    }
  }

  @Test func aLedgerOfTheFirstFormatIsReadAsItIsAndHasNoHistory() async throws {
    try await withTemporaryFolder { folder in
      try await writeFirstFormat(folder)
      let before = try rows(folder, "SELECT * FROM pragma_user_version", columns: 1)
      let (record, history) = try reading(folder) { reader in
        (try reader.record(of: job), try reader.history(of: 1, in: job))
      }
      #expect(try record.items == table(threeItems))
      #expect(
        try history
          == ItemHistory(
            stored: nil, page: nil, changes: [], deliveries: [:],
            rejections: [name("queue"): "too long"]))
      #expect(before == [["1"]])
      #expect(try rows(folder, "SELECT * FROM pragma_user_version", columns: 1) == before)
    }
  }

  @Test func aLedgerOfTheFirstFormatKeepsAllItHasAndBeginsAHistory() async throws {
    try await withTemporaryFolder { folder in
      try await writeFirstFormat(folder)
      let before = try reading(folder) { try $0.record(of: job) }
      let ledger = try SQLiteLedger(in: folder, now: { 7 })
      #expect(try await ledger.record(of: job) == before)
      #expect(
        try rows(folder, "SELECT * FROM pragma_user_version", columns: 1)
          == [["\(LedgerSchema.version)"]])
      try await ledger.store(failedSecond(changed: [1]), of: job)
      try await ledger.store(delivery(position: 3), of: job)
      let history = try reading(folder) { try $0.history(of: 2, in: job) }
      #expect(history.stored == nil)
      #expect(try history.deliveries == [name("queue"): .init(time: 7, runStartedAt: nil)])
      #expect(
        try reading(folder) { try $0.history(of: 1, in: job).changes.map(\.new) } == [.failed])
    }
  }

  /// A ledger as the first format had it: three items, of which a route has had two.
  private func writeFirstFormat(_ folder: String) async throws {
    let current = "\(folder)/current"
    let ledger = try SQLiteLedger(in: current, now: { 1 })
    try await ledger.store(change(threeItems), of: job)
    try await ledger.store(
      RecordedDelivery(
        route: name("queue"), terms: terms(), position: 2,
        rejected: [.init(ordinal: 1, reason: "too long")]), of: job)
    let old = try Connection(path: "\(folder)/ledger.sqlite", access: .readWriteCreate)
    try LedgerSchema.migrations[0].run(on: old)
    try old.execute("ATTACH '\(current)/ledger.sqlite' AS current")
    for table in ["status", "late", "reject"] {
      try old.execute("INSERT INTO main.\(table) SELECT * FROM current.\(table)")
    }
    try old.execute("INSERT INTO main.job SELECT job, id FROM current.job")
    try old.execute(
      "INSERT INTO main.route SELECT route, job, name, position, 'words' FROM current.route")
    // All three are pending, and were stored as such.
    try old.execute(
      """
      INSERT INTO main.item
      SELECT job, n, substr(entry_ids, n * 16 + 1, 16), 1, 1
      FROM current.item_block, (SELECT 0 AS n UNION SELECT 1 UNION SELECT 2)
      """)
    try old.execute(
      "PRAGMA application_id = \(LedgerSchema.applicationID); PRAGMA user_version = 1")
  }

  private func delivery(position: Ordinal) throws -> RecordedDelivery {
    RecordedDelivery(route: try name("queue"), terms: terms(), position: position)
  }

  private func failedSecond(changed: [Ordinal]) throws -> JobChange {
    var rows = threeItems
    rows[1] = Row(2, "failed", work: "pending")
    return try change(rows, firstNew: 3, changed: changed)
  }

  private func run(from start: Int64, lasting milliseconds: Int) throws -> RunReceipt {
    var receipt = RunReceipt(definition: try name("nightly"), jobID: job, startedAt: start)
    receipt.duration = .milliseconds(milliseconds)
    return receipt
  }
}

/// A clock that is where it was set.
private final class SetClock: Sendable {
  private let time: Mutex<Int64>

  init(_ time: Int64) { self.time = Mutex(time) }

  var now: Int64 {
    get { time.withLock { $0 } }
    set { time.withLock { $0 = newValue } }
  }
}
