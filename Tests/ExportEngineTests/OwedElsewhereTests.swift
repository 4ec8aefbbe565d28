import ExportEngine
import ExportModel
import PageSourceKit
import Predicates
import SinkKit
import Testing

/// That the job file names another export job now is no reason to forget what is owed of those before
/// (promise 9).
@Suite struct OwedElsewhereTests {
  private let world = World("a", "b", "c")
  private let later = Sample.pending(11...12)

  /// A route failed, and the job file moved on to the next export job: exit 0.
  @Test func whatARouteOwesOfAnEarlierJobIsOwedInEveryRun() async {
    await world.runEarlierJob(Sample.pending(1...3), to: .broken("b"))
    for _ in 1...2 {
      world.log.clear()
      let outcome = await world.run(later, to: "b")
      #expect(outcome.owedElsewhere.sums == [owed(["b": 3])])
      #expect(outcome.receipt.owedElsewhere == 3)
      #expect(world.log.owedElsewhere.sums == [owed(["b": 3])])
      #expect(outcome.receipt.held == 0, "the run's own job has nothing to do with it")
    }
    await world.runEarlierJob(Sample.pending(1...3))
    #expect(world.place("b").numbers == [11, 12, 1, 2, 3])
    #expect(await world.run(later, to: "b").owedElsewhere.sums == [])
  }

  @Test func aRunThatWasKilledLeavesItsJobInDoubt() async {
    let life = Life(Life.Death(step: 1, takesEffect: true))
    let source = ScriptedSource(
      moved(Sample.pending(1...2)), jobs: [earlierJob(.inProgress)])
    _ = await world.run(
      source, to: [World.Route(name: "b")], World.Terms(jobID: World.earlierJob, life: life))
    #expect(world.place("b").numbers == [])
    #expect(await world.run(later, to: "b").owedElsewhere.sums == [owed(["b": 2])])
  }

  @Test func aRouteThatWasRemovedSinceOwesOfAnEarlierJobToo() async {
    await world.runEarlierJob(Sample.pending(1...2), to: World.Route(name: "a"), .broken("b"))
    #expect(await world.run(later, to: "a").owedElsewhere.sums == [owed(["b": 2])])
  }

  @Test func aRouteThatIsNewOwesNothingOfAnEarlierJob() async {
    await world.runEarlierJob(Sample.pending(1...2))
    #expect(await world.run(later, to: "b", "c").owedElsewhere.sums == [])
  }

  @Test func aRouteOwesWhatItTookThenWhateverItTakesNow() async {
    await world.runEarlierJob(
      Sample.items([1: .pending, 2: .failed]), to: .broken("b"))
    let narrow = World.Route(name: "b", predicate: .statusIs(.failed))
    let outcome = await world.run(ScriptedSource(later), to: [narrow])
    #expect(outcome.owedElsewhere.sums == [owed(["b": 2])])
  }

  @Test func anotherDefinitionOfTheSameStateFolderHasItsOwnJobs() async {
    await world.runEarlierJob(Sample.pending(1...2), to: .broken("b"))
    let other = World.Terms(definition: "weekly")
    #expect(await world.run(later, to: "c", terms: other).owedElsewhere.sums == [])
  }

  @Test func whatAPersonSettledIsOwedNowhere() async {
    await world.runEarlierJob(Sample.pending(1...2), to: .broken("b"))
    world.disk.settle(Sample.name("b"), [0, 1], of: World.earlierJob)
    #expect(await world.run(later, to: "b").owedElsewhere.sums == [])
  }

  @Test func whatBecameFinalAndIsSkippedByItsRouteIsOwedNowhere() async {
    var broken = World.Route.broken("b")
    broken.finished = .skip
    await world.runEarlierJob(Sample.pending(1...2), to: broken)
    await world.runEarlierJob(Sample.items([1: .successful, 2: .successful]), to: broken)
    let route = World.Route(name: "b", finished: .skip)
    #expect(await world.run(ScriptedSource(later), to: [route]).owedElsewhere.sums == [])
  }

  @Test func itemsOfAnEarlierJobThatNoRouteTookAreHeld() async {
    let narrow = World.Route(name: "b", predicate: .statusIs(.pending))
    await world.runEarlierJob(Sample.items([1: .pending, 2: .failed]), to: narrow)
    #expect(await world.run(later, to: "b").owedElsewhere.sums == [owed([:], held: 1)])
    let skipping = World.Terms(unmatched: .skip)
    #expect(await world.run(later, to: "b", terms: skipping).owedElsewhere.sums == [])
  }

  @Test func whatASinkRejectedOfAnEarlierJobIsCountedUntilItIsSettled() async {
    var picky = World.Route(name: "b")
    picky.script.rejecting = [Sample.entry(1): "no"]
    await world.runEarlierJob(Sample.pending(1...2), to: picky)
    let outcome = await world.run(later, to: "b")
    let route = OwedElsewhere.Route(name: Sample.name("b"), owed: 0, rejected: 1)
    #expect(
      outcome.owedElsewhere.sums == [
        OwedElsewhere(jobID: World.earlierJob, routes: [route], held: 0)
      ])
    world.disk.settle(Sample.name("b"), [0], of: World.earlierJob)
    #expect(await world.run(later, to: "b").owedElsewhere.sums == [])
  }

  /// A route was renamed after its job had ended: settled under the new name, it was owed under the old.
  @Test func whatTheNewNameOfARouteSettledIsNotOwedUnderTheOld() async {
    for name in ["a", "b"] {
      var broken = World.Route.at([.directory("/queue")], name)
      broken.script.opening = [1: SinkErrors.full]
      await world.runEarlierJob(Sample.pending(1...2), to: broken)
    }
    let renamed = World.Route.at([.directory("/queue")], "b")
    let owing = await world.run(ScriptedSource(later), to: [renamed])
    #expect(owing.owedElsewhere.sums == [owed(["b": 2])], "not of both")
    world.disk.settle(Sample.name("b"), [0, 1], of: World.earlierJob)
    #expect(await world.run(ScriptedSource(later), to: [renamed]).owedElsewhere.sums == [])
  }

  /// A ledger of before keeps the words of a route's terms: of one that changed since, nobody can say what
  /// it owes, and the job was taken as clear for good.
  @Test func aJobOfWhichOnlyWordsAreKnownStaysInDoubt() async {
    await world.runEarlierJob(Sample.pending(1...2), to: .broken("b"))
    world.disk.keepWords("job nightly, as it was", of: Sample.name("b"), in: World.earlierJob)
    #expect(await world.run(later, to: "c").owedElsewhere.sums == [])
    #expect(world.disk.contents.jobsInDoubt(of: [Sample.name("nightly")], beside: Sample.job) != [])
  }

  /// Two definitions share a state folder and have a route of the same name: what one delivered counted for
  /// the other.
  @Test func whatAnotherDefinitionDeliveredIsNotDelivered() async {
    await world.runEarlierJob(Sample.pending(1...2), to: .broken("b"))
    let other = World.Terms(definition: "weekly")
    _ = await world.run(Sample.pending(1...2), to: "b", terms: other)
    #expect(await world.run(later, to: "a").owedElsewhere.sums == [owed(["b": 2])])
    #expect(previous.isEmpty)
  }

  private var previous: [JobID] { world.previousJobs(of: "b").compactMap(\.self) }

  /// `finished: skip` ended a run with nothing owed, then it was `hold` again: the next job's run ended with 0.
  @Test func aJobThatWasClearIsInDoubtAgainOnceARunOwes() async {
    await world.runEarlierJob(Sample.pending(1...2), to: .broken("b"))
    for finished in [RecoveryPolicy.Finished.skip, .hold] {
      var route = World.Route(name: "b")
      route.finished = finished
      await world.runEarlierJob(Sample.items([1: .successful, 2: .successful]), to: route)
    }
    #expect(await world.run(later, to: "b").owedElsewhere.sums == [owed(["b": 2])])
  }

  // MARK: Entries that are exported again

  /// The way that Pleo gives for a job that expired: its entries come again in the next.
  @Test(arguments: [true, false])
  func entriesThatALaterJobBroughtToTheRouteAreOwedNoMore(isKnownAsEnded: Bool) async {
    await world.runEarlierJob(Sample.pending(1...3), to: .broken("b"))
    if isKnownAsEnded { await world.runEarlierJob([], .failed) }
    let partly = await world.run(Sample.pending(2...3), to: "b")
    #expect(partly.owedElsewhere.sums == [owed(["b": 1], hasEnded: isKnownAsEnded)])
    let whole = await world.run(Sample.pending(1...3), to: "b")
    #expect(whole.owedElsewhere.sums == [])
    let ended = await world.runEarlierJob([], .failed)
    #expect(ended.receipt.routes.map(\.owed) == [0], "the job's own run says the same")
  }

  @Test func entriesThatALaterJobBroughtToAnotherRouteAreStillOwed() async {
    await world.runEarlierJob(Sample.pending(1...2), to: .broken("b"))
    _ = await world.run(Sample.pending(1...2), to: "a")
    #expect(await world.run(Sample.pending(1...2), to: "a").owedElsewhere.sums == [owed(["b": 2])])
  }

  @Test func entriesThatAnEarlierJobHadBroughtAreStillOwedOfTheLaterOne() async {
    await world.runEarlierJob(Sample.pending(1...2))
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: [.broken("b")])
    let outcome = await world.runEarlierJob(Sample.pending(1...2))
    #expect(outcome.owedElsewhere.map(\.jobID) == [Sample.job])
    #expect(outcome.receipt.owedElsewhere == 2)
  }

  @Test func untakenEntriesThatALaterJobBroughtToANewRouteAreHeldNoMore() async {
    let narrow = World.Route(name: "b", predicate: .statusIs(.pending))
    await world.runEarlierJob(Sample.items([1: .pending, 2: .failed]), to: narrow)
    #expect(await world.run(Sample.pending(2...2), to: "c").owedElsewhere.sums == [])
  }

  // MARK: The ledger in trouble

  @Test func aLedgerThatCannotTellIsTroubleAndTheReceiptIsKept() async {
    world.disk.fail([.clear: LedgerError(.storage, "the disk is full")])
    let outcome = await world.run(later, to: "b")
    #expect(outcome.messages == ["the disk is full"])
    #expect(world.disk.contents.receipts.last == outcome.receipt)
    #expect(world.place("b").numbers == [11, 12])
  }

  // MARK: The stage

  private func owed(
    _ routes: [String: Int], held: Int = 0, hasEnded: Bool = false
  ) -> OwedElsewhere {
    OwedElsewhere(
      jobID: World.earlierJob, hasEnded: hasEnded,
      routes: routes.sorted { $0.key < $1.key }
        .map { OwedElsewhere.Route(name: Sample.name($0.key), owed: $0.value) },
      held: held)
  }

  private func earlierJob(_ status: ExportJobStatus) -> ExportJob {
    ExportJob(id: World.earlierJob, status: status, numberOfItems: nil)
  }

  private func moved(_ items: [ItemPage.Item]) -> [ItemPage.Item] {
    items.map { ItemPage.Item(jobID: World.earlierJob, entryID: $0.entryID, status: $0.status) }
  }
}

extension [OwedElsewhere] {
  /// The same without what a run would deliver.
  var sums: [OwedElsewhere] {
    map { owed in
      OwedElsewhere(
        jobID: owed.jobID, hasEnded: owed.hasEnded,
        routes: owed.routes.map { .init(name: $0.name, owed: $0.owed, rejected: $0.rejected) },
        held: owed.held)
    }
  }
}
