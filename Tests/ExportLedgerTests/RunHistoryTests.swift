import ExportEngine
import ExportModel
import SQLite
import TestSupport
import Testing

@testable import ExportLedger

/// The history of runs: each is known from its first step on.
@Suite struct RunHistoryTests {
  private func run(_ id: String, of job: JobID? = nil, at start: Int64 = 1000) throws -> RecordedRun
  {
    RecordedRun(
      id: RunID(id), definition: try name("nightly"), jobID: job, startedAt: start)
  }

  private func withLedger(
    _ body: (SQLiteLedger, () throws -> [RecordedRun]) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      try await body(try SQLiteLedger(in: folder)) {
        try #require(try SQLiteLedgerReader.open(in: folder)).runs(limit: 10)
      }
    }
  }

  private let first = "00000000000000aa"
  private let second = "00000000000000bb"

  @Test func aRunIsKnownBeforeItsEnd() async throws {
    try await withLedger { ledger, runs in
      try await ledger.begin(run(first), readFrom: "/jobs/nightly.yaml")
      #expect(try runs() == [run(first)])
      try await ledger.begin(run(first, of: job, at: 2000), readFrom: "/jobs/nightly.yaml")
      #expect(try runs() == [run(first, of: job, at: 2000)], "it has come to an export job")
      var receipt = try RunReceipt(
        runID: RunID(first), definition: name("nightly"), jobID: job, startedAt: 2000)
      receipt.failure = "the disk is full"
      receipt.ending = .failed
      receipt.needsPerson = true
      try await ledger.store(receipt)
      #expect(try runs() == [RecordedRun(receipt)])
    }
  }

  @Test func aRunThatDidNotComeToItsEndWasKilledOnceThereIsAnother() async throws {
    try await withLedger { ledger, runs in
      try await ledger.begin(run(first, of: job), readFrom: "/jobs/nightly.yaml")
      try await ledger.begin(run(second, of: job), readFrom: "/jobs/nightly.yaml")
      var killed = try run(first, of: job)
      killed.ending = .killed
      #expect(try runs() == [run(second, of: job), killed])
    }
  }

  @Test func aRunOfSeveralExportJobsHasOneName() async throws {
    try await withLedger { ledger, runs in
      for job in [job, otherJob] {
        try await ledger.begin(run(first, of: job), readFrom: "/jobs/nightly.yaml")
        try await ledger.store(
          RunReceipt(runID: RunID(first), definition: name("nightly"), jobID: job, startedAt: 1000))
      }
      #expect(try runs().map(\.jobID) == [otherJob, job])
      #expect(try Set(runs().map(\.id)) == [RunID(first)])
    }
  }

  @Test func aRunWithoutAnExportJobHasAnEndToo() async throws {
    try await withLedger { ledger, runs in
      try await ledger.begin(run(first), readFrom: "/jobs/nightly.yaml")
      var ended = try run(first)
      ended.ending = .failed
      ended.failure = "the API does not accept the token (401)"
      ended.needsPerson = true
      try await ledger.end(ended)
      #expect(try runs() == [ended])
    }
  }

  @Test func theNewestRunsComeFirstAndNoMoreThanAskedFor() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      for number in 1...3 {
        try await ledger.store(
          RunReceipt(definition: name("nightly"), jobID: job, startedAt: Int64(number)))
      }
      let reader = try #require(try SQLiteLedgerReader.open(in: folder))
      #expect(try reader.runs(limit: 2).map(\.startedAt) == [3, 2])
    }
  }

  @Test(arguments: [
    "", "00000000000000AA", "00000000000000a", "00000000000000aag", "täglich-täglich-",
  ])
  func aNameHas16Digits(text: String) {
    #expect(RunID(text) == nil)
  }

  @Test func namesDiffer() {
    #expect(Set((1...100).map { _ in RunID.random() }).count == 100)
    #expect(RunID(RunID.random().text) != nil)
  }
}
