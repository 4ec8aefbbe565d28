import ExportEngine
import ExportModel
import Predicates
import Testing

/// Where one item stands, and why.
@Suite struct ItemStandingTests {
  private let world = World("a", "b")

  @Test func aDeliveredItemIsDoneForItsRouteAndOwedByAnother() async {
    _ = await world.run(Sample.pending(1...2), to: "a")
    let standing = standing(0)
    #expect(standing.entryID == Sample.entry(1))
    #expect(standing.status == .pending)
    #expect(standing.work == .pending)
    #expect(standing.now == .process)
    #expect(standing.routes.map(\.obligation) == [.delivered, .outstanding(late: false)])
  }

  @Test func anItemThatNeverWasWorkIsAskedOfNoRoute() async {
    _ = await world.run(Sample.items([1: .successful, 2: .onHold]), to: "a")
    #expect(standing(0).work == nil)
    #expect(standing(0).now == .skip)
    #expect(standing(0).routes.map(\.obligation) == [.notAsked, .notAsked])
    #expect(standing(1).now == .hold)
  }

  @Test func aRouteThatDoesNotTakeAnItemSaysSo() async {
    _ = await world.run(Sample.pending(1...1), to: "a")
    let b = World.Route(name: "b", predicate: .statusIs(.failed))
    #expect(standing(0, to: [b]).routes.map(\.obligation) == [.notTaken])
  }

  @Test func lateWorkIsOutstandingAndLate() async {
    _ = await world.run(Sample.items([1: .inProgress, 2: .pending]), to: "a")
    let dying = World.Terms(life: Life(.init(step: 1, takesEffect: true)))
    _ = await world.run(Sample.pending(1...2), to: "a", terms: dying)
    #expect(standing(0).routes.map(\.obligation)[0] == .outstanding(late: true))
  }

  @Test func workThatBecameFinalMeanwhileIsStillOwedAndHeld() async {
    let broken = RecordingSinkModule.Script(opening: [1: SinkErrors.full])
    let route = World.Route(name: "a", script: broken)
    _ = await world.run(ScriptedSource(Sample.pending(1...1)), to: [route])
    _ = await world.run(Sample.items([1: .successful]), to: "a")
    #expect(standing(0).status == .successful)
    #expect(standing(0).work == .pending)
    #expect(standing(0).now == .hold)
    #expect(standing(0).routes.map(\.obligation) == [.held(.finished), .held(.finished)])
  }

  @Test func workThatNoRouteTakesIsHeld() async {
    _ = await world.run(Sample.pending(1...1), to: "a")
    let never = World.Route(name: "b", predicate: .statusIs(.failed))
    #expect(standing(0, to: [never]).isUntaken)
    #expect(standing(0, to: [never]).now == .hold)
  }

  @Test func aRouteWhoseConditionChangedWouldBeRefused() async {
    _ = await world.run(Sample.pending(1...1), to: "a")
    let changed = World.Route(name: "a", predicate: .statusIs(.pending))
    #expect(standing(0).routes.allSatisfy { $0.refusal == nil })
    #expect(standing(0, to: [changed]).routes.allSatisfy { $0.refusal != nil })
  }

  private func standing(
    _ ordinal: Ordinal, to routes: [World.Route] = [World.Route(name: "a"), World.Route(name: "b")]
  ) -> ItemStanding {
    ItemStanding(
      of: ordinal, world.plan(to: routes, World.Terms()),
      world.disk.contents.record(of: Sample.job))
  }
}
