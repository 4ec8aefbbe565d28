import ExportEngine
import ExportLedger
import ExportModel
import Predicates
import TestSupport
import Testing

/// One test or more for each sentence of the contracts of `Ledger` and `LedgerReading`, for each kind of ledger.
@Suite struct LedgerContractTests {
  @Test(arguments: LedgerUnderTest.allCases)
  func aJobNeverSeenHasAnEmptyRecord(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let record = try await place.ledger.record(of: job)
      #expect(record == JobRecord())
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func whatASnapshotBroughtIsKnownToTheNextRun(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let rows = [
        Row(9, "pending", work: "pending"), Row(1, "successful"), Row(5, "held_by_moon"),
        Row(3, "in_progress", work: "pending"), Row(4, "reversed", work: "held_by_moon"),
      ]
      try await place.ledger.store(change(rows), of: job)
      let record = try await place.reopened().record(of: job)
      #expect(try record == JobRecord(items: table(rows)))
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func newItemsFollowTheKnownOnesAndChangedOnesChange(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let ledger = place.ledger
      try await ledger.store(change([Row(5, "pending"), Row(6, "failed")]), of: job)
      let after = [
        Row(5, "on_hold", work: "on_hold"), Row(6, "failed"), Row(1, "pending", work: "pending"),
      ]
      try await ledger.store(change(after, firstNew: 2, changed: [0]), of: job)
      #expect(try await ledger.record(of: job) == JobRecord(items: table(after)))
    }
  }

  /// A ledger on disk writes the blocks with something that changed, and no more: the first one has another
  /// status here that the change does not name.
  @Test func aBlockWithNothingNewOrChangedStaysAsItWas() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      var rows = (1...1026).map { Row($0, "pending") }
      try await ledger.store(change(rows), of: job)
      rows[1025] = Row(1026, "failed")
      var named = rows
      named[0] = Row(1, "failed")
      try await ledger.store(change(named, firstNew: 1026, changed: [1025]), of: job)
      #expect(try await ledger.record(of: job).items == table(rows))
    }
  }

  /// The last block of a job is filled up before another one begins.
  @Test(arguments: LedgerUnderTest.allCases)
  func itemsThatComeInPortionsAreAllKept(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      var rows: [Row] = []
      for count in [1, 1022, 1, 1, 2048, 500] {
        let firstNew = rows.count
        rows += (0..<count).map {
          Row(UInt64(firstNew + $0 + 1), $0 % 3 == 0 ? "failed" : "pending")
        }
        try await place.ledger.store(change(rows, firstNew: firstNew), of: job)
        #expect(try await place.ledger.record(of: job) == JobRecord(items: table(rows)))
      }
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func everyStatusThatAColumnCanHoldIsKept(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let ledger = place.ledger
      let rows = (1...250).map { Row($0, "status-\($0)", work: "status-\($0)") }
      try await ledger.store(change(rows), of: job)
      #expect(try await ledger.record(of: job).items == table(rows))
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func jobsDoNotMix(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let ledger = place.ledger
      let others = [Row(1, "odd"), Row(7, "failed")]
      try await ledger.store(change(threeItems), of: job)
      try await ledger.store(change(others), of: otherJob)
      try await ledger.store(delivery(position: 2), of: otherJob)
      #expect(try await ledger.record(of: job) == JobRecord(items: table(threeItems)))
      let record = try await ledger.record(of: otherJob)
      #expect(try record.items == table(others))
      #expect(record.routes.values.map(\.position) == [2])
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func aDeliveryMovesItsRouteAndNoOther(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let ledger = place.ledger
      try await ledger.store(change(threeItems), of: job)
      try await ledger.store(delivery("queue", position: 1, terms: terms()), of: job)
      try await ledger.store(delivery("archive", position: 2, terms: terms()), of: job)
      try await ledger.store(
        delivery("queue", position: 3, terms: terms(.statusIs(.pending))), of: job)
      let routes = try await ledger.record(of: job).routes
      #expect(
        try routes == [
          name("queue"): RouteProgress(position: 3, terms: .known(terms(.statusIs(.pending)))),
          name("archive"): RouteProgress(position: 2, terms: .known(terms())),
        ])
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func aRouteIsFinishedUntilItDeliversAgain(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let ledger = place.ledger
      let queue = try name("queue")
      try await ledger.store(change(threeItems), of: job)
      try await ledger.store(delivery(position: 2), of: job)
      #expect(try await ledger.record(of: job).routes[queue]?.isFinished == false)
      for _ in 1...2 {
        try await ledger.store(finished: queue, of: job)
        #expect(try await place.reopened().record(of: job).routes[queue]?.isFinished == true)
      }
      try await ledger.store(delivery(position: 3), of: job)
      #expect(try await place.reopened().record(of: job).routes[queue]?.isFinished == false)
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func aDeliveryOfLateWorkLeavesThePositionWhereItIs(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let ledger = place.ledger
      try await ledger.store(change(threeItems), of: job)
      try await ledger.store(delivery(position: 3, passed: [1]), of: job)
      try await ledger.store(delivery(position: 3, deliveredLate: [1]), of: job)
      let routes = try await ledger.record(of: job).routes
      #expect(routes.values.map { $0 } == [RouteProgress(position: 3, terms: .known(terms()))])
    }
  }

  @Test func aPositionThatMovesBackIsAMistakeInTheProgram() async throws {
    await #expect(processExitsWith: .failure) {
      try await withTemporaryFolder { folder in
        let ledger = try SQLiteLedger(in: folder)
        for position in [2, 1] {
          try await ledger.store(
            RecordedDelivery(route: name("queue"), terms: terms(), position: position), of: job)
        }
      }
    }
  }

  @Test func aPositionThatMovesBackIsAMistakeInTheProgramOfALedgerInMemoryToo() async throws {
    await #expect(processExitsWith: .failure) {
      let ledger: any Ledger = MemoryLedger()
      for position in [2, 1] {
        try await ledger.store(
          RecordedDelivery(route: name("queue"), terms: terms(), position: position), of: job)
      }
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func passedWorkIsLateUntilItIsDelivered(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let ledger = place.ledger
      try await ledger.store(change(threeItems), of: job)
      try await ledger.store(delivery(position: 3, passed: [1, 0]), of: job)
      #expect(try await ledger.record(of: job).routes.values.first?.late == [0, 1])
      try await ledger.store(delivery(position: 3, deliveredLate: [0]), of: job)
      #expect(try await ledger.record(of: job).routes.values.first?.late == [1])
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func workThatASnapshotBringsLateIsLateForItsRoutesOnly(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let ledger = place.ledger
      try await ledger.store(change(threeItems), of: job)
      try await ledger.store(delivery("queue", position: 3, passed: [2]), of: job)
      try await ledger.store(delivery("archive", position: 3), of: job)
      // Ordinal 2 is late already: it stays so, once.
      try await ledger.store(
        change(threeItems, firstNew: 3, late: [name("queue"): [2, 0]]), of: job)
      let routes = try await ledger.record(of: job).routes
      #expect(try routes[name("queue")]?.late == [0, 2])
      #expect(try routes[name("archive")]?.late == [])
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func rejectedItemsAreKeptWithTheirReasonsAndCountedOnce(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let ledger = place.ledger
      try await ledger.store(change(threeItems), of: job)
      try await ledger.store(
        delivery(
          position: 2,
          rejected: [.init(ordinal: 1, reason: "too long"), .init(ordinal: 0, reason: "no date")]),
        of: job)
      try await ledger.store(
        delivery(position: 3, rejected: [.init(ordinal: 1, reason: "still too long")]), of: job)
      #expect(try await ledger.record(of: job).routes.values.first?.rejects.count == 2)
      let rejected = try place.reader().rejected(of: job)
      #expect(rejected.map(\.reason) == ["no date", "still too long"])
      #expect(rejected.map(\.entryID) == [entry(1), entry(2)])
      #expect(rejected.map(\.ordinal) == [0, 1])
      #expect(try rejected.map(\.route) == [name("queue"), name("queue")])
      #expect(try place.reader().rejected(of: otherJob) == [])
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func theNewestReceiptOfAJobIsReadAsItWasStored(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let ledger = place.ledger
      #expect(try place.reader().runs(of: job, limit: 5) == [])
      // A clock that was set back does not make an older run the newest.
      let receipts = try [receipt(of: job, startedAt: 2000), receipt(of: job, startedAt: 1000)]
      for receipt in receipts { try await ledger.store(receipt) }
      let short = try RunReceipt(definition: name("other"), jobID: otherJob, startedAt: 3000)
      try await ledger.store(short)
      #expect(try place.reader().runs(of: job, limit: 5) == receipts.reversed())
      #expect(try place.reader().runs(of: job, limit: 1) == [receipts[1]])
      #expect(try place.reader().runs(of: otherJob, limit: 5) == [short])
    }
  }

  private func delivery(
    _ route: String = "queue", position: Ordinal, terms: RouteTerms = terms(),
    deliveredLate: [Ordinal] = [], passed: [Ordinal] = [],
    rejected: [RecordedDelivery.Rejection] = []
  ) throws -> RecordedDelivery {
    RecordedDelivery(
      route: try name(route), terms: terms, position: position,
      deliveredLate: deliveredLate, passed: passed, rejected: rejected)
  }
}
