import ExportEngine
import ExportModel
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
    #expect(standing.itemClass == .due)
    #expect(standing.routes.map(\.decision) == [.done, .outstanding(late: false)])
  }

  @Test func anItemThatNeverWasWorkIsAskedOfNoRoute() async {
    _ = await world.run(Sample.items([1: .successful, 2: .onHold]), to: "a")
    #expect(standing(0).work == nil)
    #expect(standing(0).itemClass == .skipped)
    #expect(standing(0).routes.map(\.decision) == [.notAsked, .notAsked])
    #expect(standing(1).itemClass == .held)
  }

  @Test func aRouteThatDoesNotTakeAnItemSaysSo() async {
    _ = await world.run(Sample.pending(1...1), to: "a")
    let b = World.Route(name: "b", predicate: .statusIs(.failed))
    #expect(standing(0, to: [b]).routes.map(\.decision) == [.notTaken])
  }

  @Test func lateWorkIsOutstandingAndLate() async {
    _ = await world.run(Sample.items([1: .inProgress, 2: .pending]), to: "a")
    let dying = World.Terms(life: Life(.init(step: 1, takesEffect: true)))
    _ = await world.run(Sample.pending(1...2), to: "a", terms: dying)
    #expect(standing(0).routes.map(\.decision)[0] == .outstanding(late: true))
  }

  @Test func workThatSomebodyElseSettledIsOwedNoMore() async {
    let broken = RecordingSinkModule.Script(opening: [1: SinkErrors.full])
    let route = World.Route(name: "a", script: broken)
    _ = await world.run(ScriptedSource(Sample.pending(1...1)), to: [route])
    _ = await world.run(Sample.items([1: .successful]), to: "a")
    #expect(standing(0).status == .successful)
    #expect(standing(0).work == .pending)
    #expect(standing(0).itemClass == .skipped)
    #expect(standing(0).routes.map(\.decision) == [.settled, .settled])
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
