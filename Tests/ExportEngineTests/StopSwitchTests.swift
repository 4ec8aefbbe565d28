import ExportEngine
import ExportModel
import SinkKit
import Synchronization
import Testing

/// A stop ends the run at the next point where its progress is saved.
@Suite(.timeLimit(.minutes(15))) struct StopSwitchTests {
  private let world = World("a", "b")
  private let stop = StopSwitch()

  @Test func aStopWhileRetrievingCancelsTheRequestAndStoresNothing() async {
    let wasCancelled = Atomic(false)
    let source = ScriptedSource(
      Sample.pending(1...4), pageSize: 2,
      beforePage: { [stop] page in
        guard page == 2 else { return }
        stop.request()
        await untilCancelled()
        wasCancelled.store(true, ordering: .relaxed)
      })
    let outcome = await run(source, World.Route(name: "a"))

    let cancelled = wasCancelled.load(ordering: .relaxed)
    #expect(cancelled)
    #expect(source.pageRequests == 2)
    #expect(outcome.messages == [])
    #expect(outcome.receipt.ending == .stoppedRetrieving)
    #expect(world.log.effects == ["receipt stopped_retrieving"])
  }

  @Test func aRunThatIsStoppedBeforeItBeginsAsksForNothing() async {
    stop.request()
    let source = ScriptedSource(Sample.pending(1...4))
    let outcome = await run(source, World.Route(name: "a"))

    #expect(source.requests == [])
    #expect(outcome.receipt.ending == .stoppedRetrieving)
    #expect(world.log.effects == ["receipt stopped_retrieving"])
  }

  @Test func aStopWhileDeliveringFinishesTheBatchInHandAndSavesIt() async {
    let route = World.Route(name: "a", limit: 2, script: stoppingScript(atOrdinal: 2))
    let outcome = await run(ScriptedSource(Sample.pending(1...6)), route)

    #expect(
      world.log.effects(of: "a") == [
        "open a", "deliver a 0 1", "durable a 0 1", "record a 2", "deliver a 2 3",
        "durable a 2 3", "record a 4", "close a",
      ])
    #expect(outcome.messages == [])
    #expect(outcome.receipt.ending == .stopped)
    #expect(outcome.receipt.routes.map(\.written) == [4])
    #expect(outcome.receipt.routes.map(\.outstanding) == [2])
    #expect(world.disk.contents.receipts.last == outcome.receipt)

    let next = await world.run(Sample.pending(1...6), to: "a")
    #expect(next.receipt.ending == .done)
    #expect(world.place("a").numbers == Array(1...6))
  }

  @Test func aDeliveryOnceBegunIsNotCancelled() async {
    let wasCancelled = Atomic(true)
    let script = RecordingSinkModule.Script(whileDelivering: { [stop] _ in
      stop.request()
      for _ in 0..<10 { await Task.yield() }
      wasCancelled.store(Task.isCancelled, ordering: .relaxed)
    })
    _ = await run(ScriptedSource(Sample.pending([1])), World.Route(name: "a", script: script))

    let cancelled = wasCancelled.load(ordering: .relaxed)
    #expect(!cancelled)
    #expect(world.place("a").numbers == [1])
  }

  @Test func aStopWithNothingLeftToDoIsNoStop() async {
    let route = World.Route(name: "a", limit: 2, script: stoppingScript(atOrdinal: 2))
    let outcome = await run(ScriptedSource(Sample.pending(1...4)), route)

    #expect(outcome.receipt.ending == .done)
    #expect(outcome.receipt.routes.map(\.outstanding) == [0])
  }

  @Test func aStopEndsTheWaitForASinkInPassingTroubleAndIsAStop() async {
    let clock = ManualClock(whileSleeping: { [stop] in
      stop.request()
      await untilCancelled()
    })
    let script = RecordingSinkModule.Script(delivering: [1: .before(SinkErrors.busy)])
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [World.Route(name: "a", script: script)],
      World.Terms(clock: clock, stop: stop))

    #expect(clock.sleeps == [.milliseconds(200)])
    #expect(clock.elapsed == .zero, "it did not wait to the end")
    #expect(world.log.effects(of: "a") == ["open a", "deliver a 0 1"])
    #expect(outcome.messages == [])
    #expect(outcome.receipt.ending == .stopped)
    #expect(outcome.receipt.routes.map(\.outstanding) == [2])
  }

  @Test func aSinkInTroubleIsNotTriedAgainOnceAStopIsAskedFor() async {
    let clock = ManualClock()
    var script = stoppingScript(atOrdinal: 0)
    script.delivering = [1: .before(SinkErrors.busy)]
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [World.Route(name: "a", script: script)],
      World.Terms(clock: clock, stop: stop))

    #expect(clock.sleeps == [])
    #expect(world.log.routeEvents == [], "no wait is announced that does not come")
    #expect(outcome.messages == [])
    #expect(outcome.receipt.ending == .stopped)
    #expect(world.place("a").closings == 0)
  }

  @Test func aStopIsForEveryRoute() async {
    let routes = ["a", "b"].map {
      World.Route(name: $0, limit: 1, script: stoppingScript(atOrdinal: 0))
    }
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...9)), to: routes, World.Terms(stop: stop))

    #expect(outcome.receipt.ending == .stopped)
    #expect(outcome.receipt.routes.allSatisfy { $0.written <= 1 && $0.outstanding >= 8 })
    #expect(outcome.messages == [])
  }

  private func run(_ source: ScriptedSource, _ routes: World.Route...) async -> RunOutcome {
    await world.run(source, to: routes, World.Terms(stop: stop))
  }

  /// A sink that asks for a stop while it delivers the batch that begins at an ordinal.
  private func stoppingScript(atOrdinal ordinal: Ordinal) -> RecordingSinkModule.Script {
    RecordingSinkModule.Script(whileDelivering: { [stop] batch in
      if batch.items[0].ordinal == ordinal { stop.request() }
    })
  }
}
