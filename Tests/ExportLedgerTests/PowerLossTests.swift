import DiskReplay
import ExportEngine
import ExportLedger
import TestSupport
import Testing

/// A loss of power at every moment, with every part of what was not synced: what a call has returned for is there.
@Suite(.timeLimit(.minutes(15)))
struct PowerLossTests {
  /// A step of a run, and what the ledger has after it.
  private typealias Step = @Sendable (SQLiteLedger) async throws -> Void

  private func delivery(_ position: Int) throws -> RecordedDelivery {
    RecordedDelivery(
      route: try name("queue"), terms: terms(), position: position, deliveredLate: [], passed: [],
      rejected: [])
  }

  private func steps() throws -> [Step] {
    let changed = [Row(1, "successful", work: "pending")] + threeItems.dropFirst()
    let (first, second) = (try change(threeItems), try change(changed, firstNew: 3, changed: [0]))
    let (one, two) = (try delivery(2), try delivery(3))
    let run = RecordedRun(id: nil, definition: try name("nightly"), jobID: job, startedAt: 1)
    let receipt = try receipt(of: job, startedAt: 1)
    return [
      { try await $0.begin(run, readFrom: "/jobs/nightly.yaml") },
      { try await $0.store(first, of: job) }, { try await $0.store(one, of: job) },
      { try await $0.store(second, of: job) }, { try await $0.store(two, of: job) },
      { try await $0.store(receipt) },
    ]
  }

  /// Everything that is known of the job, and of runs.
  private struct Known: Equatable {
    var record = JobRecord()
    var runs: [RecordedRun] = []

    init() {}

    init(of ledger: SQLiteLedger, in folder: String) async throws {
      record = try await ledger.record(of: job)
      runs = try reading(folder) { try $0.runs(limit: 10) }
    }
  }

  @Test func whatWasStoredIsThereAfterALossOfPower() async throws {
    try await withTemporaryFolder { folder in
      let recorder = try #require(DiskRecorder(of: folder))
      let state = "\(folder)/state"
      // What is known before the first step, and after each.
      var known = [Known()]
      let ledger = try await recorder.recording { try SQLiteLedger(in: state) }
      for step in try steps() {
        recorder.mark(known.count - 1)
        try await recorder.recording { try await step(ledger) }
        known.append(try await Known(of: ledger, in: state))
        recorder.mark(known.count - 1)
      }
      #expect(recorder.unseen() == [])
      let remains = recorder.remains()
      #expect(remains.count > 100, "there is something to try")
      for remains in remains {
        try await remains.laidOut { copy in
          let found = try await Known(of: SQLiteLedger(in: "\(copy)/state"), in: "\(copy)/state")
          let possible = known[remains.mark..<min(remains.mark + 2, known.count)]
          #expect(
            possible.contains(found),
            "behind operation \(remains.operations), \(remains.mark) steps stored")
        }
      }
    }
  }
}
