import ExportEngine
import ExportLedger
import ExportModel
import TestSupport
import Testing

/// What a ledger knows of other export jobs than the one that a run is for.
@Suite struct ElsewhereTests {
  @Test(arguments: LedgerUnderTest.allCases)
  func anEntryIsFoundInTheJobsThatHaveItTheNewestFirst(kind: LedgerUnderTest) async throws {
    let third = JobID(Identifier(high: 3, low: 3))
    try await kind.with { place in
      let ledger = place.ledger
      #expect(try await ledger.itemsElsewhere(of: [entry(1)], beside: job) == [:])
      for (id, position) in [(otherJob, 2), (third, 0)] {
        try await ledger.store(change(threeItems), of: id)
        try await ledger.store(
          RecordedDelivery(route: name("queue"), terms: terms(), position: position), of: id)
      }
      let found = try await ledger.itemsElsewhere(of: [entry(1), entry(3), entry(9)], beside: job)
      #expect(found[entry(1)]?.map(\.jobID) == [third, otherJob])
      #expect(found[entry(1)]?.map { $0.deliveredBy.count } == [0, 1])
      #expect(found[entry(3)]?.map { $0.deliveredBy.count } == [0, 0])
      #expect(found[entry(9)] == nil)
      #expect(found[entry(1)]?.map(\.isLater) == [false, false], "than a job never seen")
      let beside = try await ledger.itemsElsewhere(of: [entry(1)], beside: otherJob)
      #expect(beside[entry(1)]?.map(\.isLater) == [true])
      #expect(try await ledger.itemsElsewhere(of: [entry(1)], beside: third)[entry(1)]?.count == 1)
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func aJobIsInDoubtFromWhenSomethingIsStoredUntilItIsClear(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let ledger = place.ledger
      let (nightly, weekly) = ([try name("nightly")], [try name("weekly")])
      func inDoubt(_ definition: [Name]) async throws -> [JobID] {
        let jobs = try await ledger.jobsInDoubt(of: definition, beside: job)
        #expect(try place.reader().jobsInDoubt(of: definition, beside: job) == jobs)
        return jobs
      }
      var asked = try change(threeItems)
      asked.asked = [try name("queue"): terms()]
      try await ledger.store(asked, of: job)
      try await ledger.store(asked, of: otherJob)
      #expect(try await inDoubt(nightly) == [otherJob])
      #expect(try await inDoubt(weekly) == [])
      #expect(try await inDoubt(weekly + nightly) == [otherJob], "by all names that it has had")
      try await ledger.store(clear: [job, otherJob], of: weekly)
      #expect(try await inDoubt(nightly) == [otherJob], "only one's own are made clear")
      try await ledger.store(clear: [job, otherJob], of: nightly)
      #expect(try await inDoubt(nightly) == [])
      try await ledger.store(change(threeItems, firstNew: 3, changed: [0]), of: otherJob)
      #expect(try await inDoubt(nightly) == [otherJob])
      try await ledger.store(clear: [otherJob], of: nightly)
      try await ledger.store(receipt(of: otherJob, startedAt: 1))
      #expect(try await inDoubt(nightly) == [otherJob], "a run that owes")
    }
  }

  @Test func aJobIsInDoubtOnceNewTermsWereAcceptedForIt() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      let nightly = [try name("nightly")]
      var asked = try change(threeItems)
      asked.asked = [try name("queue"): terms()]
      try await ledger.store(asked, of: otherJob)
      try await ledger.store(clear: [otherJob], of: nightly)
      #expect(try await ledger.jobsInDoubt(of: nightly, beside: job) == [])
      try await ledger.store(
        .acceptTerms(route: name("queue"), terms(), owed: [1]), of: otherJob, by: "ada")
      #expect(try await ledger.jobsInDoubt(of: nightly, beside: job) == [otherJob])
    }
  }

  @Test(arguments: LedgerUnderTest.allCases)
  func theEarlierJobOfAnItemIsKept(kind: LedgerUnderTest) async throws {
    try await kind.with { place in
      let ledger = place.ledger
      try await ledger.store(change(threeItems), of: otherJob)
      var later = try change(threeItems)
      later.previous = [try name("queue"): [1: otherJob]]
      try await ledger.store(later, of: job)
      #expect(try await ledger.record(of: job).previous == [try name("queue"): [1: otherJob]])
    }
  }
}
