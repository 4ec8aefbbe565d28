import ExportEngine
import ExportModel
import PageSourceKit
import Predicates
import SinkKit
import Testing

/// What a route owes it owes until its sink has it or a person decides, whatever happens to the item, to
/// the export job or to the job file (promise 9).
@Suite struct OwedTests {
  private let world = World("a", "b", "c")
  private static let finals: [ItemStatus] = [.successful, .failed, .abandoned]

  // MARK: Items that became final meanwhile

  /// A route failed, another delivered, Pleo then called the items successful: exit 0, "left alone".
  @Test(arguments: finals)
  func workThatBecomesFinalBeforeARouteDeliversItIsHeldByThatRoute(status: ItemStatus) async {
    await world.failRouteB()
    let outcome = await world.run(Sample.items([1: status, 2: status]), to: "a", "b")

    #expect(outcome.receipt.held == 2)
    #expect(outcome.receipt.routes.map(\.held) == [0, 2])
    #expect(outcome.receipt.routes.map(\.owed) == [0, 2])
    #expect(world.log.heldEvents == ["b: 2 finished"])
    #expect(world.place("b").numbers == [])

    let again = await world.run(Sample.items([1: status, 2: status]), to: "a", "b")
    #expect(again.receipt.routes.map(\.owed) == [0, 2], "and every run says so again")
  }

  @Test func workThatBecameFinalIsDeliveredWhereTheDefinitionSaysSo() async {
    await world.failRouteB()
    let outcome = await run(.deliver, [1: .successful, 2: .pending])

    #expect(world.place("b").numbers == [1, 2])
    #expect(world.place("b").published.map(\.status) == [.successful, .pending])
    #expect(world.place("a").numbers == [1, 2], "not again to the route that has it")
    #expect(outcome.receipt.held == 0)
  }

  @Test func workThatBecameFinalIsLeftWhereTheDefinitionSaysSo() async {
    await world.failRouteB()
    let outcome = await run(.skip, [1: .successful, 2: .pending])

    #expect(world.place("b").numbers == [2])
    #expect(outcome.receipt.held == 0)
    #expect(outcome.receipt.routes.map(\.owed) == [0, 0])
  }

  @Test func aRouteMaySayItsOwn() async {
    let broken = RecordingSinkModule.Script(opening: [1: SinkErrors.full])
    let routes = ["a", "b", "c"].map { World.Route(name: $0, script: broken) }
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: routes)
    let outcome = await world.run(
      ScriptedSource(Sample.items([1: .successful, 2: .failed])),
      to: [
        World.Route(name: "a", finished: .deliver), World.Route(name: "b", finished: .skip),
        World.Route(name: "c"),
      ])

    #expect(world.place("a").numbers == [1, 2])
    #expect(outcome.receipt.routes.map(\.held) == [0, 0, 2])
    #expect(outcome.receipt.held == 2, "an item counts once")
  }

  @Test func workThatNoRouteTakesAndThatBecameFinalStaysHeld() async {
    let pending = World.Route(name: "a", predicate: .statusIs(.failed))
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: [pending])
    let outcome = await world.run(
      ScriptedSource(Sample.items([1: .successful, 2: .pending])), to: [pending])
    #expect(outcome.receipt.held == 2)
  }

  @Test func heldWorkThatIsPendingAgainIsDelivered() async {
    await world.failRouteB()
    _ = await world.run(Sample.items([1: .successful, 2: .pending]), to: "a", "b")
    #expect(world.place("b").numbers == [2])
    _ = await world.run(Sample.pending(1...2), to: "a", "b")
    #expect(world.place("b").numbers == [2, 1])
  }

  // MARK: Export jobs that ended meanwhile

  @Test(arguments: [ExportJobStatus.completed, .completedWithErrors, .failed])
  func aJobThatEndsLeavesWhatItsRoutesOwe(status: ExportJobStatus) async {
    await world.failRouteB()
    world.log.clear()
    let outcome = await world.runEnded(status)

    #expect(outcome.receipt.ending == .jobFinished)
    #expect(outcome.receipt.routes.map(\.owed) == [0, 2])
    #expect(outcome.receipt.held == 2)
    #expect(outcome.receipt.jobStatus == status.name)
    #expect(outcome.receipt.jobFailureReason == "job_expired")
    #expect(world.log.effects == ["receipt job_finished"], "nothing is delivered")
    #expect(world.log.heldEvents == ["b: 2 job_ended"])
    #expect(world.disk.contents.receipts.last == outcome.receipt, "it is in the history")
  }

  @Test func aJobThatEndedWithEverythingDeliveredOwesNothing() async {
    _ = await world.run(Sample.pending(1...2), to: "a", "b")
    let outcome = await world.runEnded(.completed)
    #expect(outcome.receipt.routes.map(\.owed) == [0, 0])
    #expect(outcome.receipt.held == 0)
  }

  @Test func whatIsKnownOfAnEndedJobSaysThatNoRunDeliversIt() async {
    await world.failRouteB()
    _ = await world.runEnded(.failed)
    let record = world.disk.contents.record(of: Sample.job)
    let plan = world.plan(to: [World.Route(name: "a"), World.Route(name: "b")], World.Terms())
    let standing = ItemStanding(of: 0, plan, record)
    #expect(standing.routes.map(\.obligation) == [.delivered, .held(.jobEnded)])
    #expect(standing.now == .hold)
    #expect(standing.ended == .failed)
    #expect(JobStanding(plan, record).routes.map(\.tally.owed) == [0, 2])
  }

  @Test func whatAPersonSettledIsOwedNoMore() async {
    await world.failRouteB(after: 1)
    world.disk.settle(Sample.name("b"), [1])
    let outcome = await world.runEnded(.failed)
    #expect(outcome.receipt.routes.map(\.owed) == [0, 0])
    #expect(outcome.receipt.held == 0)
  }

  /// Settled as posted by hand, then pending again at Pleo: it was delivered, and so posted twice.
  @Test func aSettledItemStaysSettledWhateverItsStatusBecomes() async {
    await world.failRouteB(after: 1)
    _ = await world.run(Sample.items([1: .pending, 2: .successful]), to: "a", "b")
    world.disk.settle(Sample.name("b"), [1])
    let settled = await world.run(Sample.items([1: .pending, 2: .successful]), to: "a", "b")
    #expect(settled.receipt.routes.map(\.owed) == [0, 0])
    let again = await world.run(Sample.pending(1...2), to: "a", "b")
    #expect(world.place("b").numbers == [1])
    #expect(again.receipt.routes.map(\.owed) == [0, 0])
  }

  /// The export job was gone at Pleo, and the run did not say what its routes still owed.
  @Test(arguments: [SourceError.Code.unknownJob, .unreachable])
  func aRunThatRetrievesNothingSaysWhatIsOwedByTheLedger(code: SourceError.Code) async {
    await world.failRouteB()
    let source = ScriptedSource(Sample.pending(1...2), faults: [1: SourceError(code, "no answer")])
    let outcome = await world.run(
      source, to: [World.Route(name: "a"), World.Route(name: "b")])
    #expect(outcome.messages == ["page 1: no answer"])
    #expect(outcome.receipt.routes.map { "\($0.name) \($0.owed)" } == ["a 0", "b 2"])
    #expect(world.disk.contents.receipts.last == outcome.receipt)
  }

  private func run(
    _ finished: RecoveryPolicy.Finished, _ items: KeyValuePairs<Int, ItemStatus>
  ) async -> RunOutcome {
    await world.run(
      Sample.items(items), to: "a", "b",
      terms: World.Terms(recovery: RecoveryPolicy(finished: finished)))
  }
}
