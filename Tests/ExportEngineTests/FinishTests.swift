import ExportModel
import SinkKit
import Testing

@testable import ExportEngine

/// A sink makes known that it has all of an export job, once its route owes nothing more.
@Suite struct FinishTests {
  private let world = World("a")

  private func run(
    _ items: ClosedRange<Int> = 1...5, _ status: ItemStatus = .pending, limit: Int = 2,
    script: RecordingSinkModule.Script = .init(), _ change: (inout World.Terms) -> Void = { _ in }
  ) async -> RunOutcome {
    var terms = World.Terms()
    change(&terms)
    return await world.run(
      ScriptedSource(items.map { Sample.item($0, status) }),
      to: [World.Route(name: "a", limit: limit, finishes: true, script: script)], terms)
  }

  private var sets: [WholeSet] { world.place("a").sets }

  @Test func theSinkIsToldOnceItHasAllItems() async throws {
    #expect(await run().messages == [])
    let set = try #require(sets.first)
    #expect(sets.count == 1)
    #expect(set.jobID == Sample.job)
    #expect(set.items == 5)
    #expect(set.rejected == 0)
    #expect(set.orderHash == OrderHash.of((1...5).map { Sample.entry($0) }))
    #expect(set.finishedAt == "2023-11-14T22:13:20Z")
    #expect(world.log.effects.suffix(4).prefix(2) == ["finish a 5", "finished a"])
  }

  /// Runs that have nothing to do would open every sink for ever.
  @Test func aSinkThatKnowsIsNotToldAgain() async throws {
    _ = await run()
    let openings = world.place("a").labels.count
    #expect(await run().messages == [])
    #expect(sets.count == 1)
    #expect(world.place("a").labels.count == openings)
  }

  @Test func moreItemsAreAnotherSet() async throws {
    _ = await run()
    _ = await run(1...7)
    #expect(sets.map(\.items) == [5, 7])
  }

  @Test func itemsThatTheSinkWillNeverTakeAreNotOfTheSet() async throws {
    _ = await run(script: .init(rejecting: [Sample.entry(2): "no", Sample.entry(5): "no"]))
    #expect(sets.map(\.items) == [3])
    #expect(sets.map(\.rejected) == [2])
    #expect(sets.map(\.orderHash) == [OrderHash.of([1, 3, 4].map { Sample.entry($0) })])
  }

  @Test func whileItemsAreOwedNobodyIsTold() async throws {
    let stop = StopSwitch()
    _ = await run(script: .init(whileDelivering: { _ in stop.request() })) { $0.stop = stop }
    #expect(sets == [])
    #expect(world.place("a").numbers == [1, 2])
    _ = await run()
    #expect(sets.map(\.items) == [5])
  }

  @Test func whereAnItemIsHeldTheSetIsNotWhole() async throws {
    let broken = RecordingSinkModule.Script(opening: [1: SinkError(.broken, "out of order")])
    _ = await run(script: broken)
    let final = (1...4).map { Sample.item($0, .pending) } + [Sample.item(5, .successful)]
    let outcome = await world.run(
      ScriptedSource(final), to: [World.Route(name: "a", finishes: true)], World.Terms())
    #expect(outcome.receipt.routes.map(\.held) == [1])
    #expect(world.place("a").numbers == [1, 2, 3, 4])
    #expect(sets == [])
  }

  @Test func aRouteThatGotNothingSaysNothing() async throws {
    _ = await run(1...5, .successful)
    #expect(sets == [])
    #expect(world.place("a").labels.isEmpty)
  }

  /// The process died between the two: consumers read again, and nothing else happens.
  @Test func aSinkIsToldAgainWhereTheLedgerDoesNotKnow() async throws {
    world.disk.fail([.finish(Sample.name("a")): LedgerError(.storage, "the disk is full")])
    #expect(await run().messages == ["the disk is full"])
    world.disk.fail([:])
    #expect(await run().messages == [])
    #expect(sets.map(\.items) == [5, 5])
    #expect(world.place("a").numbers == [1, 2, 3, 4, 5])
  }

  @Test func aSinkThatCannotTellEndsTheRunAndIsAskedAgain() async throws {
    let full = RecordingSinkModule.Script(finishing: SinkError(.storage, "no space is left"))
    let failed = await run(script: full)
    #expect(failed.messages == ["route 'a': no space is left"])
    #expect(world.place("a").numbers == [1, 2, 3, 4, 5])
    #expect(await run().messages == [])
    #expect(sets.map(\.items) == [5])
  }

  /// The job ended before the next run, which delivers nothing of it.
  @Test func theSinkIsToldOfAJobThatHasEndedSince() async throws {
    world.disk.fail([.finish(Sample.name("a")): LedgerError(.storage, "the disk is full")])
    _ = await run()
    world.disk.fail([:])
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...5), jobs: [Sample.export(.completed)]),
      to: [World.Route(name: "a", finishes: true)], World.Terms())
    #expect(outcome.messages == [])
    #expect(outcome.receipt.ending == .jobFinished)
    #expect(sets.map(\.items) == [5, 5])
    #expect(world.disk.job.routes[Sample.name("a")]?.isFinished == true)
  }

  /// Every run of the old job opened the sink again, though nothing of it was ever delivered.
  @Test func aJobWhoseEntriesWentOutWithALaterOneOpensNoSink() async throws {
    _ = await run(script: .init(opening: [1: SinkError(.broken, "out of order")]))
    let later = World.Route(name: "a", finishes: true)
    await world.runEarlierJob(Sample.pending(1...5), to: later)
    #expect(sets.map(\.jobID) == [World.earlierJob])
    let openings = world.place("a").labels.count
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...5), jobs: [Sample.export(.failed)]), to: [later])
    #expect(outcome.messages == [])
    #expect(outcome.receipt.routes.map(\.owed) == [0])
    #expect(world.place("a").labels.count == openings)
    #expect(sets.count == 1)
  }
}
