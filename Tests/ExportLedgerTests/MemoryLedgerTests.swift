import ExportEngine
import ExportLedger
import ExportModel
import TestSupport
import Testing

/// A ledger in memory knows after each call what the one on disk knows.
@Suite struct MemoryLedgerTests {
  @Test func itKnowsWhatALedgerOnDiskKnows() async throws {
    try await withTemporaryFolder { folder in
      let disk = try SQLiteLedger(in: folder)
      let memory = MemoryLedger()
      for ledger in [disk, memory] as [any Ledger] {
        #expect(try await ledger.record(of: job) == JobRecord())
        try await ledger.store(change(threeItems), of: job)
        try await ledger.store(
          RecordedDelivery(
            route: name("queue"), terms: terms(), position: 2, passed: [0],
            rejected: [.init(ordinal: 1, reason: "no")]), of: job)
        var rows = threeItems + [Row(4, "odd")]
        rows[1] = Row(2, "failed", work: "pending")
        try await ledger.store(
          change(rows, firstNew: 3, changed: [1], late: [name("queue"): [1]]), of: job)
        try await ledger.store(
          RecordedDelivery(
            route: name("queue"), terms: terms(), position: 2, deliveredLate: [0]), of: job)
        try await ledger.store(receipt(of: job, startedAt: 1))
      }
      #expect(try await memory.record(of: job) == disk.record(of: job))
      #expect(memory.record(of: otherJob) == JobRecord())
    }
  }

  @Test func itBeginsWithWhatIsKnown() async throws {
    let known = JobRecord(items: try table(threeItems))
    let ledger = MemoryLedger([job: known])
    #expect(ledger.record(of: job) == known)
  }
}
