import ExportEngine
import ExportLedger
import ExportModel
import Predicates
import TestSupport
import Testing

/// What a ledger keeps beside items and positions: terms as values, decisions, and what an item was in
/// another export job.
@Suite struct DecisionTests {
  @Test func everyPredicateIsReadAsItWasKept() async throws {
    let predicates: [ItemPredicate] = [
      .always, .never, .exists(.entryID), .statusIs(.pending), .statusIn([.failed, .abandoned]),
      .entryID(.less, entry(1)), .entryIDIn([entry(1), entry(2)]), .jobID(.equal, job),
      .jobIDIn([job, otherJob]), .not(.statusIs(.pending)),
      .and([.statusIs(.pending), .or([.never, .jobID(.greaterOrEqual, job)])]),
    ]
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await ledger.store(change(threeItems), of: job)
      for (number, predicate) in predicates.enumerated() {
        try await ledger.store(
          RecordedDelivery(
            route: name("route-\(number)"), terms: terms(predicate), position: 1), of: job)
      }
      let routes = try await ledger.record(of: job).routes
      for (number, predicate) in predicates.enumerated() {
        #expect(try routes[name("route-\(number)")]?.terms == .known(terms(predicate)))
      }
    }
  }

  @Test func itemsThatAreNotListedAreKnownUntilTheyAreBack() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await ledger.store(change(threeItems), of: job)
      let items = try table(threeItems)
      try await ledger.store(
        JobChange(
          items: items, firstNew: 3, newPages: [], changed: [], late: [:], missing: [0, 2]),
        of: job)
      #expect(try await ledger.record(of: job).missing == [0, 2])
      let back = JobChange(
        items: items, firstNew: 3, newPages: [], changed: [], late: [:], wereMissing: [0, 2])
      #expect(!back.isEmpty)
      try await ledger.store(back, of: job)
      #expect(try await ledger.record(of: job).missing == [])
    }
  }

  @Test func itemsWithoutDataAreKnownUntilThereIsSome() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      var held = try change(threeItems)
      held.withoutData = [0, 2]
      try await ledger.store(held, of: job)
      #expect(try await ledger.record(of: job).withoutData == [0, 2])
      let found = JobChange(
        items: try table(threeItems), firstNew: 3, newPages: [], changed: [], late: [:],
        wereWithoutData: [0, 2])
      #expect(!found.isEmpty)
      try await ledger.store(found, of: job)
      #expect(try await ledger.record(of: job).withoutData == [])
    }
  }

  @Test func whatRoutesDecidedIsKeptInBlocks() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      var choices = RouteChoices()
      for ordinal in 0..<3000 where ordinal % 3 > 0 { choices[ordinal] = ordinal % 3 == 1 }
      var decided = try change(threeItems)
      decided.asked = try [name("queue"): terms()]
      decided.choices = try [name("queue"): choices]
      try await ledger.store(decided, of: job)
      #expect(try await ledger.record(of: job).routes[name("queue")]?.choices == choices)
      choices[2] = true
      var fewer = RouteChoices()
      for ordinal in 0..<5 { fewer[ordinal] = choices[ordinal] }
      decided = JobChange(
        items: try table(threeItems), firstNew: 3, newPages: [], changed: [], late: [:])
      #expect(decided.isEmpty)
      decided.choices = try [name("queue"): fewer]
      #expect(!decided.isEmpty)
      try await ledger.store(decided, of: job)
      #expect(try await ledger.record(of: job).routes[name("queue")]?.choices == fewer)
    }
  }

  @Test func acceptedTermsHaveChoicesOfTheirOwn() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      var decided = try change(threeItems)
      decided.asked = try [name("queue"): terms()]
      var choices = RouteChoices()
      (choices[0], choices[1]) = (true, false)
      decided.choices = try [name("queue"): choices]
      try await ledger.store(decided, of: job)
      var delivered = RouteChoices()
      delivered[0] = true
      try await ledger.store(
        .acceptTerms(route: name("queue"), terms(), owed: [1], choices: delivered), of: job,
        by: "ada")
      #expect(try await ledger.record(of: job).routes[name("queue")]?.choices == delivered)
      try await ledger.store(
        .acceptTerms(route: name("queue"), terms(), owed: []), of: job, by: "ada")
      #expect(
        try await ledger.record(of: job).routes[name("queue")]?.choices == delivered,
        "it stays where nothing is decided anew")
    }
  }

  @Test func aJobThatEndedIsKnownAsEndedWhetherItWasSeenOrNot() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await ledger.store(change(threeItems), of: job)
      for job in [job, otherJob] {
        var receipt = try receipt(of: job, startedAt: 1)
        receipt.ending = .jobFinished
        try await ledger.store(receipt)
        #expect(try await ledger.record(of: job).ended == .failed)
      }
      #expect(try reading(folder) { try $0.jobs() } == [job], "one without items is not listed")
      #expect(try reading(folder) { try $0.runs(of: otherJob, limit: 5) }.count == 1)
    }
  }

  @Test func aRenamedRouteKeepsItsProgressInEveryJob() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder, now: { 1_777_629_600_250 })
      for id in [job, otherJob] {
        try await ledger.store(change(threeItems), of: id)
        try await ledger.store(
          RecordedDelivery(route: name("old"), terms: terms(), position: 2, passed: [1]), of: id)
      }
      #expect(try await ledger.jobs(with: name("old")) == [job, otherJob])
      let changed = try await ledger.store(
        .renameRoute(from: name("old"), to: name("new")), of: job, by: "ada")
      #expect(changed == 2)
      for id in [job, otherJob] {
        let routes = try await ledger.record(of: id).routes
        #expect(
          try routes == [name("new"): RouteProgress(position: 2, terms: .known(terms()), late: [1])]
        )
      }
      var renamed = RecordedDecision(time: 1_777_629_600_250, who: "ada", action: "rename-route")
      (renamed.route, renamed.newName) = (try name("old"), try name("new"))
      #expect(try reading(folder) { try $0.decisions() } == [renamed])
    }
  }

  @Test func acceptedTermsReplaceTheOldOnesAndWhatIsTakenOnlyNowIsLate() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await ledger.store(change(threeItems), of: job)
      try await ledger.store(
        RecordedDelivery(route: name("queue"), terms: terms(.statusIs(.failed)), position: 3),
        of: job)
      try await ledger.store(
        .acceptTerms(route: name("queue"), terms(), owed: [0, 2], dropped: 4), of: job, by: "ada")
      let routes = try await ledger.record(of: job).routes
      #expect(
        try routes[name("queue")]
          == RouteProgress(
            position: 3, terms: .known(terms()), late: [0, 2], seen: 3,
            former: [FormerTerms(terms(.statusIs(.failed)), end: 3)]),
        "the place that it delivered to stays its own")
      let decisions = try reading(folder) { try $0.decisions() }
      #expect(decisions.map(\.items) == [2])
      #expect(decisions.map(\.dropped) == [4])
    }
  }

  /// After accept-terms, only what the new terms take counted as delivered before.
  @Test func whatARouteDeliveredUnderFormerTermsWasDelivered() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await ledger.store(change(threeItems), of: otherJob)
      try await ledger.store(
        RecordedDelivery(route: name("queue"), terms: terms(), position: 3), of: otherJob)
      try await ledger.store(
        .acceptTerms(route: name("queue"), terms(.statusIs(.failed)), owed: []), of: otherJob,
        by: "ada")
      let found = try await ledger.itemsElsewhere(of: [entry(1)], beside: job)
      #expect(try found[entry(1)]?.first?.deliveredBy[name("queue")] == [.known(terms())])
    }
  }

  /// A job definition was renamed: accepting it for one export job forgot what it owed of the others.
  @Test func anAcceptedNameOfADefinitionIsItsNameInEveryExportJob() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      let renamed = RouteTerms(
        definition: try name("daily"), predicate: .always, place: terms().place)
      for id in [job, otherJob] {
        var asked = try change(threeItems)
        asked.asked = [try name("queue"): terms(), try name("books"): terms(.statusIs(.failed))]
        try await ledger.store(asked, of: id)
      }
      try await ledger.store(
        .acceptTerms(route: name("queue"), renamed, owed: []), of: job, by: "ada")
      for id in [job, otherJob] {
        let routes = try await ledger.record(of: id).routes
        #expect(routes.values.map(\.terms.value?.definition) == ["daily", "daily"])
      }
      #expect(try await ledger.jobsInDoubt(of: [name("daily")], beside: job) == [otherJob])
      #expect(try await ledger.jobsInDoubt(of: [name("nightly")], beside: job) == [])
    }
  }

  /// A route was renamed between two export jobs: its progress in the first could not be carried over.
  @Test func aRouteIsRenamedWhereTheNewNameHasNoProgress() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      let (old, new) = (try name("old"), try name("new"))
      for (id, route) in [(job, old), (otherJob, new)] {
        var asked = try change(threeItems)
        asked.asked = [old: terms()]
        try await ledger.store(asked, of: id)
        try await ledger.store(
          RecordedDelivery(route: route, terms: terms(), position: 2), of: id)
      }
      try await ledger.store(.renameRoute(from: old, to: new), of: job, by: "ada")
      #expect(try await ledger.record(of: job).routes[new]?.position == 2)
      #expect(try await ledger.record(of: job).routes[old] == nil)
      #expect(try await ledger.record(of: otherJob).routes[new]?.position == 2)
    }
  }

  @Test func aRouteIsKnownFromTheItemsThatItWasAskedAboutOn() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      var first = try change(threeItems)
      first.asked = [try name("queue"): terms(.statusIs(.failed))]
      try await ledger.store(first, of: job)
      #expect(
        try await ledger.record(of: job).routes == [
          name("queue"): RouteProgress(
            position: 0, terms: .known(terms(.statusIs(.failed))), seen: 3)
        ])
      let again = JobChange(
        items: try table(threeItems), firstNew: 3, newPages: [], changed: [], late: [:])
      for (delivered, predicate) in [(0, ItemPredicate.always), (2, .statusIs(.pending))] {
        var again = again
        again.asked = [try name("queue"): terms(predicate)]
        #expect(!again.isEmpty)
        if delivered > 0 {
          try await ledger.store(
            RecordedDelivery(route: name("queue"), terms: terms(), position: delivered), of: job)
        }
        try await ledger.store(again, of: job)
        #expect(
          try await ledger.record(of: job).routes[name("queue")]
            == RouteProgress(position: delivered, terms: .known(terms()), seen: 3),
          "terms under which something was delivered stay")
      }
    }
  }

  /// A run under the new name had failed, and then the name was taken.
  @Test func aNameThatHasOnlyBeenAskedAboutItemsIsFree() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      var asked = try change(threeItems)
      asked.asked = [try name("new"): terms()]
      asked.previous = [try name("old"): [1: otherJob]]
      try await ledger.store(change(threeItems), of: otherJob)
      try await ledger.store(asked, of: job)
      try await ledger.store(
        RecordedDelivery(route: name("old"), terms: terms(), position: 2), of: job)
      #expect(try await ledger.jobs(with: name("new")) == [job])
      #expect(try await ledger.jobs(with: name("new"), isTouched: true) == [])
      try await ledger.store(.renameRoute(from: name("old"), to: name("new")), of: job, by: "ada")
      let record = try await ledger.record(of: job)
      #expect(
        try record.routes == [name("new"): RouteProgress(position: 2, terms: .known(terms()))])
      #expect(try record.previous == [name("new"): [1: otherJob]])
    }
  }

  @Test func settledItemsAreKeptForARouteThatHasDeliveredNothingToo() async throws {
    try await withTemporaryFolder { folder in
      let ledger = try SQLiteLedger(in: folder)
      try await ledger.store(change(threeItems), of: job)
      try await ledger.store(
        .settle(route: name("queue"), [0, 2], terms: terms()), of: job, by: "ada")
      let routes = try await ledger.record(of: job).routes
      #expect(
        try routes[name("queue")]
          == RouteProgress(position: 0, terms: .known(terms()), settled: [0, 2]))
      let id = "11112222-3333-4444-aaaa-bbbbccccdddd"
      #expect(
        try rows(folder, "SELECT who, action, job_id, route, items FROM decisions", columns: 5)
          == [["ada", "settle", id, "queue", "2"]])
    }
  }
}
