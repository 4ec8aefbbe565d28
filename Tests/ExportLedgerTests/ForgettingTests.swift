import ExportEngine
import ExportLedger
import ExportModel
import Predicates
import SQLite
import TestSupport
import Testing

/// What people and `run.keep` take out of a ledger, and what must stay in it.
@Suite struct ForgettingTests {
  /// Three items, all delivered but the second; the third rejected, and the first of another job before.
  private func fill(_ ledger: SQLiteLedger, _ job: JobID, beside other: JobID) async throws {
    // So that it has a key.
    if try await ledger.record(of: other).items.count == 0 {
      try await ledger.store(change([]), of: other)
    }
    var change = JobChange(
      items: try table(threeItems), firstNew: 0, newPages: [1, 1, 2], changed: [], late: [:],
      missing: [1])
    change.asked = [try name("queue"): terms()]
    change.previous = [try name("queue"): [0: other]]
    try await ledger.store(change, of: job)
    try await ledger.store(
      RecordedDelivery(
        route: name("queue"), terms: terms(), position: 3, passed: [1],
        rejected: [.init(ordinal: 2, reason: "too large")]), of: job)
    try await ledger.store(.settle(route: name("queue"), [2], terms: terms()), of: job, by: "ada")
    try await ledger.store(
      .acceptTerms(route: name("queue"), terms(.statusIs(.pending)), owed: []), of: job, by: "ada")
    try await ledger.store(receipt(of: job, startedAt: 1000))
  }

  @Test func aRouteThatIsSetBackIsAsItWasBeforeItHadDelivered() async throws {
    for ordinal in 0...3 {
      try await withTemporaryFolder { folder in
        let ledger = try SQLiteLedger(in: folder, now: { 5 })
        try await fill(ledger, job, beside: otherJob)
        let before = try #require(try await ledger.record(of: job).routes[name("queue")])
        #expect(before.late == [1] && before.rejects == [2] && before.former.count == 1)
        try await ledger.store(
          .rewind(route: name("queue"), to: ordinal, items: 2), of: job, by: "ada")
        let after = try await ledger.record(of: job).routes[name("queue")]
        #expect(after == before.rewound(to: ordinal))
        #expect(after?.position == ordinal)
        #expect(after?.settled == [2], "what a person settled stays settled")
        var decision = RecordedDecision(time: 5, who: "ada", action: "rewind")
        (decision.jobID, decision.route) = (job, try name("queue"))
        (decision.items, decision.position) = (2, ordinal)
        #expect(try reading(folder) { try $0.decisions() }.first == decision)
      }
    }
  }

  /// What is owed of it must be looked at again, though nothing was.
  @Test func aRouteThatIsSetBackMayOweSomething() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await fill(ledger, job, beside: otherJob)
      try await ledger.store(clear: [job], of: [name("nightly")])
      #expect(try await ledger.jobsInDoubt(of: [name("nightly")], beside: nil) == [])
      try await ledger.store(.rewind(route: name("queue"), to: 0, items: 3), of: job, by: "ada")
      #expect(try await ledger.jobsInDoubt(of: [name("nightly")], beside: nil) == [job])
    }
  }

  @Test func aForgottenJobIsAsOneThatWasNeverSeen() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder, now: { 5 })
      try await fill(ledger, job, beside: otherJob)
      try await fill(ledger, otherJob, beside: job)
      let kept = try await ledger.record(of: otherJob)
      try await ledger.store(.forgetJob(items: 3, dropped: 1), of: job, by: "ada")
      #expect(try await ledger.record(of: job) == JobRecord())
      #expect(try await ledger.record(of: otherJob) == kept, "other jobs stay as they are")
      #expect(try reading(folder) { try $0.jobs() } == [otherJob])
      #expect(try reading(folder) { try $0.runs(of: job, limit: 9) }.count == 1, "its runs stay")
      var decision = RecordedDecision(time: 5, who: "ada", action: "forget-job")
      (decision.jobID, decision.items, decision.dropped) = (job, 3, 1)
      #expect(try reading(folder) { try $0.decisions() }.first == decision)
      // It can come again.
      try await fill(ledger, job, beside: otherJob)
      #expect(try await ledger.record(of: job).items.count == 3)
    }
  }

  /// A table that is forgotten here would keep rows of the job for a later one with the same key.
  @Test func nothingOfAForgottenJobIsLeftInAnyTable() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await fill(ledger, job, beside: otherJob)
      var changed = JobChange(
        items: try table([Row(1, "failed", work: "pending")] + threeItems.dropFirst()), firstNew: 3,
        newPages: [], changed: [0], late: [try name("queue"): [0]], missing: [1])
      changed.withoutData = [2]
      changed.choices[try name("queue")] = RouteChoices(bytes: [1])
      try await ledger.store(changed, of: job)
      try await ledger.store(finished: name("queue"), of: job)
      let tables = try rows(
        folder, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", columns: 1
      ).flatMap(\.self)
      let kept = ["decision", "definition", "job", "needs", "run", "run_route"]
      for table in tables where !kept.contains(table) {
        #expect(
          try rows(folder, "SELECT count(*) FROM \(table)", columns: 1) != [["0"]],
          "the test has nothing in '\(table)'")
      }
      try await ledger.store(.reset(items: 3, dropped: 0), of: nil, by: "ada")
      for table in tables {
        #expect(
          try (rows(folder, "SELECT count(*) FROM \(table)", columns: 1) == [["0"]])
            == !kept.contains(table) || table == "definition", "'\(table)'")
      }
    }
  }

  @Test func aResetForgetsEveryJobAndKeepsWhatWasDecided() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder, now: { 5 })
      try await fill(ledger, job, beside: otherJob)
      try await fill(ledger, otherJob, beside: job)
      try await ledger.store(.reset(items: 6, dropped: 2), of: nil, by: "ada")
      #expect(try reading(folder) { try $0.jobs() } == [])
      #expect(try reading(folder) { try $0.runs(limit: 9) }.count == 2)
      let decisions = try reading(folder) { try $0.decisions() }
      #expect(decisions.map(\.action).first == "reset")
      #expect(decisions.count == 5)
    }
  }

  @Test func onlyAJobThatOwesNothingAndThatNoRunCameToIsOldEnough() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await fill(ledger, job, beside: otherJob)
      #expect(try await ledger.clearJobs(untouchedSince: 9000).map(\.job) == [], "it is in doubt")
      try await ledger.store(clear: [job], of: [name("nightly")])
      // The run of the sample takes 1234 ms from 1000 on.
      #expect(try await ledger.clearJobs(untouchedSince: 2234).map(\.job) == [])
      let old = try await ledger.clearJobs(untouchedSince: 2235)
      #expect(old.map(\.job) == [job])
      #expect(old.map(\.hasEnded) == [false])
      try await ledger.begin(
        RecordedRun(id: nil, definition: name("nightly"), jobID: job, startedAt: 9000),
        readFrom: "-")
      #expect(try await ledger.clearJobs(untouchedSince: 9000).map(\.job) == [], "a run is at it")
    }
  }

  @Test func aJobWithARouteOfAnotherDefinitionThatMayOweIsKept() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await fill(ledger, job, beside: otherJob)
      let foreign = RouteTerms(
        definition: try name("weekly"), predicate: .always, place: terms().place)
      try await ledger.store(
        RecordedDelivery(route: name("books"), terms: foreign, position: 1), of: job)
      try await ledger.store(clear: [job], of: [name("nightly")])
      #expect(try await ledger.clearJobs(untouchedSince: 9000).map(\.job) == [])
      try await ledger.store(clear: [job], of: [name("weekly")])
      #expect(try await ledger.clearJobs(untouchedSince: 9000).map(\.job) == [job])
    }
  }

  @Test func oldRunsAreForgottenButTheNewestOfEachJobThatIsKept() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await fill(ledger, job, beside: otherJob)
      try await fill(ledger, otherJob, beside: job)
      for time in [2000, 3000] as [Int64] {
        try await ledger.store(receipt(of: job, startedAt: time))
        try await ledger.store(receipt(of: otherJob, startedAt: time))
      }
      try await ledger.store(receipt(of: otherJob, startedAt: 8000))
      try await ledger.forget([otherJob], runsBefore: 5000)
      let runs = try reading(folder) { try $0.runs(limit: 9) }
      #expect(runs.map(\.startedAt) == [8000, 3000])
      #expect(try rows(folder, "SELECT count(*) FROM run_route", columns: 1) == [["4"]])
    }
  }

  @Test func aLedgerOfANewerFormatSaysWhichSluiceReadsIt() async throws {
    for (needs, hint) in [
      ("'1.7.0'", "use sluice 1.7.0 or newer"),
      ("'rm -rf'", "use the newer sluice that wrote it"),
    ] {
      try await withTemporaryFolder { folder in
        _ = try SQLiteLedger(in: folder)
        try shell(folder).execute("PRAGMA user_version = 99; UPDATE needs SET sluice = \(needs)")
        let error = #expect(throws: LedgerError.self) { try SQLiteLedger(in: folder) }
        #expect(error?.hint == hint)
      }
    }
  }
}
