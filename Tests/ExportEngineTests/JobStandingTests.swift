import ExportEngine
import ExportModel
import Predicates
import Testing

@Suite struct JobStandingTests {
  private let world = World("a", "b")

  @Test func aJobNeverSeenHasNothing() {
    let standing = JobStanding(plan, JobRecord())

    #expect(standing.items.count == 0)
    #expect(standing.statuses.isEmpty)
    #expect(standing.routes.map(\.tally) == [RouteTally(), RouteTally()])
  }

  @Test func itSaysOfEachRouteWhatIsDeliveredOwedAndRejected() async {
    var a = World.Route(name: "a", limit: 3)
    a.script.rejecting = [Sample.entry(1): "no"]
    a.script.delivering = [2: .before(SinkErrors.full)]
    let items = Sample.pending(1...5) + Sample.items([6: .successful, 7: .onHold])
    _ = await world.run(ScriptedSource(items), to: [a])
    let standing = JobStanding(plan, world.disk.contents.record(of: Sample.job))

    #expect(standing.routes.map(\.name.text) == ["a", "b"])
    #expect(standing.routes.map(\.tally.delivered) == [2, 0])
    #expect(standing.routes.map(\.tally.rejected) == [1, 0])
    #expect(standing.routes.map(\.tally.outstanding) == [2, 5])
    #expect(standing.statuses.map(\.status).contains(.pending))
    #expect(
      Dictionary(uniqueKeysWithValues: standing.statuses.map { ($0.status, $0.count) })
        == [.pending: 5, .successful: 1, .onHold: 1])
    #expect(
      (0..<7).map { standing.obligation(ofRoute: 0, in: $0) }
        == [
          .rejected, .delivered, .delivered, .outstanding(late: false), .outstanding(late: false),
          .notAsked, .notAsked,
        ])
    #expect(standing.status(of: 6) == .onHold)
  }

  @Test func whatTheCountsHoldIsHeldItemByItem() async {
    let never = World.Route(name: "a", predicate: .statusIs(.pending))
    let terms = World.Terms(recovery: RecoveryPolicy(process: [.pending, .failed]))
    let items = Sample.items([1: .pending, 2: .failed, 3: .onHold, 4: .successful])
    let outcome = await world.run(ScriptedSource(items), to: [never], terms)
    let standing = JobStanding(
      world.plan(to: [never], terms), world.disk.contents.record(of: Sample.job))
    #expect((0..<4).map { standing.isHeld($0) } == [false, true, true, false])
    #expect(standing.held == 2)
    #expect(outcome.receipt.held == 2)
  }

  /// While its terms were refused, a route was said to owe what it had delivered: somebody might have sent it by
  /// hand.
  @Test func whatARouteDeliveredStaysDeliveredWhileItsNewTermsAreRefused() async {
    let first = World.Route(name: "a", predicate: .entryID(.equal, Sample.entry(1)))
    let second = World.Route(name: "a", predicate: .entryID(.equal, Sample.entry(2)))
    let left = World.Terms(unmatched: .skip)
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: [first], left)
    let record = world.disk.contents.record(of: Sample.job)
    let plan = world.plan(to: [second], World.Terms(unmatched: .hold))
    let standing = JobStanding(plan, record)
    #expect(standing.obligation(ofRoute: 0, in: 0) == .delivered)
    #expect(standing.isHeld(0) == false)
    #expect(standing.routes[0].tally.delivered == 1)
    #expect(ItemStanding(of: 0, plan, record).routes.map(\.refusal).allSatisfy { $0 != nil })
  }

  @Test func lateWorkIsOwed() async {
    _ = await world.run(Sample.items([1: .inProgress, 2: .pending]), to: "a")
    let dying = World.Terms(life: Life(.init(step: 1, takesEffect: true)))
    _ = await world.run(Sample.pending(1...2), to: "a", terms: dying)
    let standing = JobStanding(plan, world.disk.contents.record(of: Sample.job))

    #expect(standing.obligation(ofRoute: 0, in: 0) == .outstanding(late: true))
    #expect(standing.obligation(ofRoute: 0, in: 1) == .delivered)
  }

  private var plan: ExportRun.Plan {
    world.plan(to: [World.Route(name: "a"), World.Route(name: "b")], World.Terms())
  }
}
