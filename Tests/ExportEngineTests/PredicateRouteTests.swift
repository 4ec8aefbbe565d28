import ExportEngine
import ExportModel
import PageSourceKit
import Predicates
import Testing

/// Routes whose `when` looks at more than the status.
@Suite struct PredicateRouteTests {
  private let world = World("low", "high", "a")
  private static let isLow = ItemPredicate.entryID(.less, Sample.entry(3))
  private static let otherJob = JobID(Identifier(high: 1, low: 1))
  private let low = World.Route(name: "low", predicate: isLow)
  private let high = World.Route(name: "high", predicate: .not(isLow))

  @Test func itemsGoByTheirEntryIds() async {
    let outcome = await run(Sample.pending(1...5), low, high)

    #expect(world.place("low").numbers == [1, 2])
    #expect(world.place("high").numbers == [3, 4, 5])
    #expect(outcome.receipt.routes.map(\.written) == [2, 3])
    #expect(outcome.receipt.held == 0)
  }

  @Test func statusAndEntryIdDecideTogether() async {
    let predicate = ItemPredicate.or([
      .and([.statusIs(.failed), Self.isLow]), .entryIDIn([Sample.entry(5), Sample.entry(1)]),
    ])
    let items = Sample.items([
      1: .pending, 2: .failed, 3: .failed, 4: .pending, 5: .failed, 6: .pending,
    ])
    let outcome = await run(items, World.Route(name: "a", predicate: predicate, limit: 1))

    #expect(world.place("a").numbers == [1, 2, 5])
    #expect(outcome.receipt.held == 3, "items 3, 4 and 6 go nowhere")
    #expect(outcome.receipt.routes.map(\.outstanding) == [0])
  }

  @Test(arguments: [
    (ItemPredicate.jobID(.equal, Sample.job), [1, 2]),
    (.jobIDIn([otherJob, Sample.job]), [1, 2]), (.jobID(.equal, otherJob), []),
    (.and([.jobID(.greater, otherJob), .statusIs(.failed)]), [2]),
    (.and([.jobID(.greater, otherJob), .entryID(.equal, Sample.entry(1))]), [1]),
  ])
  func aRouteMayAskForTheExportJob(predicate: ItemPredicate, numbers: [Int]) async {
    _ = await run(
      Sample.items([1: .pending, 2: .failed]), World.Route(name: "a", predicate: predicate))
    #expect(world.place("a").numbers == numbers)
  }

  @Test func theStatusWithWhichAnItemBecameWorkDecidesHereToo() async {
    let predicate = ItemPredicate.and([.statusIs(.pending), Self.isLow])
    var broken = World.Route(name: "a", predicate: predicate)
    broken.script.opening = [1: SinkErrors.full]
    _ = await run(Sample.pending(1...3), broken)
    _ = await run(
      Sample.items([1: .inProgress, 2: .failed, 3: .pending]),
      World.Route(name: "a", predicate: predicate))

    #expect(world.place("a").numbers == [1, 2])
  }

  @Test func onlyARoutesOwnLateWorkIsDeliveredLate() async {
    _ = await run(
      Sample.items([1: .inProgress, 2: .pending, 3: .inProgress, 4: .pending]), low, high)
    #expect(world.place("low").numbers == [2])
    #expect(world.place("high").numbers == [4])

    for _ in 0..<2 { _ = await run(Sample.pending(1...4), low, high) }
    #expect(world.place("low").numbers == [2, 1])
    #expect(world.place("high").numbers == [4, 3])
  }

  @Test func whatAnotherRoutePassedIsNotOwed() async {
    var broken = low
    broken.script.opening = [1: SinkErrors.full]
    _ = await run(Sample.pending(1...4), broken, high)
    let outcome = await run(Sample.pending([2]), broken, high)

    #expect(outcome.receipt.missing == 3)
    #expect(outcome.receipt.held == 1, "item 1 is owed by 'low'; 3 and 4 are delivered")
  }

  @Test func aJobsStandingKnowsWhichItemsARouteTakes() async {
    var broken = high
    broken.script.delivering = [2: .before(SinkErrors.full)]
    broken.limit = 1
    _ = await run(Sample.pending(1...5), low, broken)
    let standing = JobStanding(
      world.plan(to: [low, high], World.Terms()), world.disk.contents.record(of: Sample.job))

    #expect(standing.routes.map(\.tally.delivered) == [2, 1])
    #expect(standing.routes.map(\.tally.outstanding) == [0, 2])
    #expect(
      (0..<5).map { standing.obligation(ofRoute: 0, in: $0) }
        == [.delivered, .delivered, .notTaken, .notTaken, .notTaken])
    #expect(
      (0..<5).map { standing.obligation(ofRoute: 1, in: $0) }
        == [
          .notTaken, .notTaken, .delivered, .outstanding(late: false), .outstanding(late: false),
        ])
  }

  @Test func aWhenThatNamesAnotherIdIsAChangedWhen() async {
    _ = await run(Sample.pending(1...4), low)
    let outcome = await run(
      Sample.pending(1...4),
      World.Route(name: "low", predicate: .entryID(.less, Sample.entry(4))))

    #expect(
      outcome.messages == [
        "route 'low' has delivered items of this export job as 'job nightly, when entry_id < "
          + "\"\(Sample.entry(3))\", to recording', and is 'job nightly, when entry_id < "
          + "\"\(Sample.entry(4))\", to recording' now"
      ])
  }

  private func run(_ items: [ItemPage.Item], _ routes: World.Route...) async -> RunOutcome {
    await world.run(
      ScriptedSource(items), to: routes,
      World.Terms(recovery: RecoveryPolicy(process: [.pending, .failed])))
  }
}
