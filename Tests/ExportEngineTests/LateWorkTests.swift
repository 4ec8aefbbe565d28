import ExportEngine
import ExportModel
import Testing

/// Nothing is lost that becomes work, or comes back, after a position has passed it (promise 1).
@Suite struct LateWorkTests {
  private let world = World("a")

  @Test func anItemThatBecomesWorkBelowThePositionIsDeliveredOnce() async {
    _ = await world.run(Sample.items([1: .inProgress, 2: .pending, 3: .pending]), to: "a")
    #expect(world.place("a").numbers == [2, 3])

    let all = Sample.pending(1...3)
    let second = await world.run(all, to: "a")
    #expect(world.place("a").numbers == [2, 3, 1])
    #expect(second.receipt.routes.map(\.written) == [1])

    let third = await world.run(all, to: "a")
    #expect(world.place("a").numbers == [2, 3, 1])
    #expect(third.receipt.routes.map(\.written) == [0])
    #expect(world.disk.job.routes[Sample.name("a")]?.late == [])
  }

  @Test func lateWorkIsDeliveredBeforeWhatIsNewAndInABatchOfItsOwn() async {
    _ = await world.run(Sample.items([1: .inProgress, 2: .inProgress, 3: .pending]), to: "a")
    world.log.clear()
    _ = await world.run(
      ScriptedSource(Sample.pending(1...5)), to: [World.Route(name: "a", limit: 1)])

    #expect(
      world.log.effects(of: "a").filter { !$0.hasPrefix("durable") } == [
        "open a", "deliver a 0", "record a 3", "deliver a 1", "record a 3", "deliver a 3",
        "record a 4", "deliver a 4", "record a 5", "close a",
      ])
  }

  @Test func lateWorkAndNewWorkAreNotInOneBatchThoughTheLimitWouldAllowIt() async {
    _ = await world.run(Sample.items([1: .inProgress, 2: .pending]), to: "a")
    world.log.clear()
    _ = await world.run(Sample.pending(1...3), to: "a")

    #expect(
      world.log.effects(of: "a").filter { $0.hasPrefix("deliver") }
        == ["deliver a 0", "deliver a 2"])
  }

  @Test func workThatTurnsFinalBeforeItsDeliveryAndComesBackIsDeliveredOnce() async {
    let broken = RecordingSinkModule.Script(opening: [1: SinkErrors.full])
    _ = await world.run(
      ScriptedSource(Sample.pending(1...3)), to: [World.Route(name: "a", script: broken)])
    #expect(world.place("a").numbers == [], "all three are stored as work, none is delivered")

    _ = await world.run(Sample.items([1: .failed, 2: .pending, 3: .pending]), to: "a")
    #expect(world.place("a").numbers == [2, 3])
    #expect(world.disk.job.routes[Sample.name("a")]?.late == [0])

    _ = await world.run(Sample.pending(1...3), to: "a")
    _ = await world.run(Sample.pending(1...3), to: "a")
    #expect(world.place("a").numbers == [2, 3, 1])
  }

  @Test func workThatIsFinalBehindTheLastDeliveryIsMetAgain() async {
    let broken = RecordingSinkModule.Script(opening: [1: SinkErrors.full])
    _ = await world.run(
      ScriptedSource(Sample.pending(1...3)), to: [World.Route(name: "a", script: broken)])
    _ = await world.run(Sample.items([1: .pending, 2: .pending, 3: .failed]), to: "a")
    #expect(world.disk.job.routes[Sample.name("a")]?.position == 2)

    _ = await world.run(Sample.pending(1...3), to: "a")
    #expect(world.place("a").numbers == [1, 2, 3])
  }

  @Test func workOfOursThatIsInProgressIsStillOursUntilDelivered() async {
    let broken = RecordingSinkModule.Script(opening: [1: SinkErrors.full])
    _ = await world.run(
      ScriptedSource(Sample.items([1: .pending, 2: .inProgress])),
      to: [World.Route(name: "a", script: broken)])

    let items = Sample.items([1: .inProgress, 2: .inProgress])
    let outcome = await world.run(items, to: "a")
    #expect(world.place("a").numbers == [1], "item 2 was never work of ours")
    #expect(world.place("a").published.map(\.status) == [.inProgress])
    #expect(outcome.receipt.skipped == 1)

    _ = await world.run(items, to: "a")
    #expect(world.place("a").numbers == [1])
  }

  @Test func anItemThatIsNoLongerListedIsHeldWhileItIsOwedAndDeliveredWhenItIsBack() async {
    let broken = RecordingSinkModule.Script(opening: [1: SinkErrors.full])
    _ = await world.run(
      ScriptedSource(Sample.pending(1...3)), to: [World.Route(name: "a", script: broken)])

    let second = await world.run(Sample.pending(2...3), to: "a")
    #expect(world.place("a").numbers == [2, 3])
    #expect(second.receipt.missing == 1)
    #expect(second.receipt.held == 1)
    #expect(second.receipt.ending == .done)
    let third = await world.run(Sample.pending(2...3), to: "a")
    #expect(third.receipt.held == 1, "the position has passed it, and still it is owed")

    let fourth = await world.run(Sample.pending(1...3), to: "a")
    #expect(world.place("a").numbers == [2, 3, 1])
    #expect(fourth.receipt.missing == 0)
    #expect(fourth.receipt.held == 0)
  }

  @Test func aDeliveredItemThatIsNoLongerListedIsMissingAndNotHeldAndNotDeliveredAgain() async {
    _ = await world.run(Sample.pending(1...2), to: "a")
    let second = await world.run(Sample.pending([2]), to: "a")
    _ = await world.run(Sample.pending(1...2), to: "a")

    #expect(second.receipt.missing == 1)
    #expect(second.receipt.held == 0)
    #expect(world.place("a").numbers == [1, 2])
  }

  @Test func aStatusThatTheDefinitionProcessesFromNowOnIsLateWork() async {
    let items = Sample.items([1: .failed, 2: .pending])
    _ = await world.run(items, to: "a")
    let terms = World.Terms(recovery: RecoveryPolicy(process: [.pending, .failed]))
    _ = await world.run(items, to: "a", terms: terms)
    _ = await world.run(items, to: "a", terms: terms)

    #expect(world.place("a").numbers == [2, 1])
  }

  @Test func lateWorkSurvivesADeathBetweenStoringAndDelivering() async {
    _ = await world.run(Sample.items([1: .inProgress, 2: .pending]), to: "a")
    let dying = World.Terms(life: Life(.init(step: 1, takesEffect: true)))
    _ = await world.run(Sample.pending(1...2), to: "a", terms: dying)
    #expect(world.place("a").numbers == [2])
    #expect(world.disk.job.routes[Sample.name("a")]?.late == [0])

    _ = await world.run(Sample.pending(1...2), to: "a")
    #expect(world.place("a").numbers == [2, 1])
  }
}
