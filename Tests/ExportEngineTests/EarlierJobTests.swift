import ExportEngine
import ExportModel
import Predicates
import SinkKit
import Testing

/// Pleo exports an entry again when its job has expired: a route that delivered it then names that job.
@Suite struct EarlierJobTests {
  private let world = World("a", "b", "c")

  @Test func anEntryThatWasDeliveredInAnEarlierJobNamesThatJob() async {
    await world.runEarlierJob(Sample.pending(1...2))
    let outcome = await world.run(Sample.pending(1...3), to: "a", "b")
    #expect(outcome.messages == [])
    #expect(world.previousJobs(of: "b") == [World.earlierJob, World.earlierJob, nil])
    #expect(world.previousJobs(of: "a") == [nil, nil, nil], "a route that never delivered it")
  }

  @Test func aPlaceThatGotAnEntryInAnEarlierJobNamesThatJobUnderAnyRoute() async {
    await world.runEarlierJob(
      Sample.pending(1...2), to: World.Route.at([.directory("/queue")], "a"))
    _ = await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [World.Route.at([.directory("/queue")], "c")])
    #expect(world.previousJobs(of: "c") == [World.earlierJob, World.earlierJob])
  }

  @Test func anEntryThatNoRouteOfTheEarlierJobDeliveredIsNew() async {
    let failed = World.Route(name: "b", predicate: .statusIs(.failed))
    await world.runEarlierJob(Sample.items([1: .pending, 2: .failed]), to: failed)
    _ = await world.run(Sample.pending(1...2), to: "b")
    #expect(world.previousJobs(of: "b") == [nil, World.earlierJob])
  }

  @Test func anEntryOfAnEarlierJobIsHeldWhereTheDefinitionSaysSo() async {
    await world.runEarlierJob(Sample.pending(1...2))
    let terms = World.Terms(recovery: RecoveryPolicy(deliveredBefore: .hold))
    let held = await world.run(Sample.pending(1...3), to: "b", terms: terms)
    #expect(world.place("b").numbers == [1, 2, 3])
    #expect(held.receipt.held == 2)
    #expect(world.log.heldEvents == ["b: 2 delivered_before"])

    _ = await world.run(Sample.pending(1...3), to: "b")
    #expect(
      world.place("b").numbers == [1, 2, 3, 1, 2], "and delivered once the definition says that")
  }
}
