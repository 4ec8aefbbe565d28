import ExportModel
import SinkKit
import Testing

@testable import ExportEngine

/// Errors of sinks: one that passes, one that needs a person.
enum SinkErrors {
  static let busy = SinkError(.unavailable, "the database is busy")
  static let full = SinkError(.storage, "the disk is full", hint: "free some space")
}

@Suite struct SinkRetryTests {
  private let world = World("a", "b")
  private let clock = ManualClock()

  @Test func passingTroubleIsTriedAgainWithTheWholeBatch() async {
    let outcome = await run(delivering: [1: .before(SinkErrors.busy), 2: .before(SinkErrors.busy)])

    #expect(clock.sleeps == [.milliseconds(200), .milliseconds(400)])
    #expect(
      world.log.effects(of: "a") == [
        "open a", "deliver a 0 1", "deliver a 0 1", "deliver a 0 1", "durable a 0 1", "record a 2",
        "close a",
      ])
    #expect(
      world.log.routeEvents == [
        "a: the database is busy, wait 0.2 seconds", "a: the database is busy, wait 0.4 seconds",
        "a: 2 written, 0 absorbed, 0 rejected, 0 outstanding",
      ])
    #expect(outcome.messages == [])
    #expect(outcome.receipt.ending == .done)
  }

  @Test func aBatchThatFailedAfterItWasDurableIsAbsorbed() async {
    let outcome = await run(delivering: [1: .after(SinkErrors.busy)])

    #expect(world.place("a").numbers == [1, 2])
    #expect(outcome.receipt.routes[0].written == 0)
    #expect(outcome.receipt.routes[0].absorbed == 2)
  }

  @Test func troubleThatDoesNotPassEndsTheRouteAfterFiveCalls() async {
    let busy = RecordingSinkModule.Fault.before(SinkErrors.busy)
    let faults = Dictionary(uniqueKeysWithValues: (1...9).map { ($0, busy) })
    let outcome = await run(delivering: faults)

    #expect(clock.sleeps == [200, 400, 800, 1600].map(Duration.milliseconds))
    #expect(world.log.effects(of: "a").count { $0 == "deliver a 0 1" } == 5)
    #expect(outcome.messages == ["route 'a': the database is busy"])
    #expect(world.place("a").closings == 0)
  }

  /// Everything was delivered and recorded, and the run still ended as not finished.
  @Test func passingTroubleAtTheCloseIsTriedAgain() async {
    let script = RecordingSinkModule.Script(closing: [1: SinkErrors.busy, 2: SinkErrors.busy])
    let outcome = await run(World.Route(name: "a", limit: 100, script: script))

    #expect(clock.sleeps == [.milliseconds(200), .milliseconds(400)])
    #expect(outcome.messages == [])
    #expect(outcome.receipt.ending == .done)
    #expect(world.place("a").closings == 1)
  }

  @Test func eachBatchHasItsOwnAttempts() async {
    let busy = RecordingSinkModule.Fault.before(SinkErrors.busy)
    let outcome = await run(delivering: [1: busy, 2: busy, 4: busy], limit: 1)

    #expect(clock.sleeps == [200, 400, 200].map(Duration.milliseconds))
    #expect(outcome.messages == [])
  }

  @Test func waitsDoubleUpToTenSeconds() {
    let waits = [1, 2, 3, 4, 5, 6, 7, 100].map(FailurePolicy().sinkRetry.longestWait(after:))

    #expect(
      waits == [200, 400, 800, 1600, 3200, 6400, 10_000, 10_000].map(Duration.milliseconds))
  }

  @Test func theDefinitionSaysHowOftenASinkIsCalledAndHowLongTheWaitsAre() async {
    let busy = RecordingSinkModule.Fault.before(SinkErrors.busy)
    let failure = FailurePolicy(
      sinkRetry: RetryPolicy(attempts: 4, base: .seconds(1), cap: .seconds(2)))
    let script = RecordingSinkModule.Script(
      delivering: Dictionary(uniqueKeysWithValues: (1...9).map { ($0, busy) }))
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [World.Route(name: "a", script: script)],
      World.Terms(failure: failure, clock: clock))

    #expect(clock.sleeps == [1, 2, 2].map { Duration.seconds($0) })
    #expect(outcome.messages == ["route 'a': the database is busy"])
  }

  @Test func aSinkThatIsCalledOnceIsNotCalledAgain() async {
    let failure = FailurePolicy(sinkRetry: RetryPolicy(attempts: 1, base: .zero, cap: .zero))
    let script = RecordingSinkModule.Script(delivering: [1: .before(SinkErrors.busy)])
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [World.Route(name: "a", script: script)],
      World.Terms(failure: failure, clock: clock))

    #expect(clock.sleeps == [])
    #expect(outcome.messages == ["route 'a': the database is busy"])
  }

  @Test func aSinkThatRejectsTooMuchIsStoppedAfterItsBatchAndTheOthersAreNot() async {
    var picky = World.Route(name: "a", limit: 2)
    picky.script.rejecting = [1, 2, 4].reduce(into: [:]) { $0[Sample.entry($1)] = "too long" }
    let routes = [picky, World.Route(name: "b", limit: 2)]
    let terms = World.Terms(failure: FailurePolicy(maxRejected: 2), clock: clock)
    let items = Sample.pending(1...6)
    let outcome = await world.run(ScriptedSource(items), to: routes, terms)

    #expect(
      outcome.messages == ["route 'a' rejected 3 items in this run, and 'max_rejected' is 2"])
    #expect(
      outcome.troubles.map(\.hint) == [
        "find out why it rejects them; the next run goes on with what is left"
      ])
    #expect(outcome.receipt.ending == .failed)
    #expect(outcome.receipt.routes.map(\.rejected) == [3, 0])
    #expect(outcome.receipt.routes.map(\.outstanding) == [2, 0])
    #expect(world.log.effects(of: "a").suffix(2) == ["record a 4", "close a"], "all is recorded")
    #expect(world.place("b").numbers == Array(1...6))

    let second = await world.run(ScriptedSource(items), to: routes, terms)
    #expect(second.messages == [], "each run counts from zero")
    #expect(world.place("a").numbers == [3, 5, 6])
  }

  @Test func asManyRejectionsAsAreAllowedStopNothing() async {
    var picky = World.Route(name: "a", limit: 1)
    picky.script.rejecting = [Sample.entry(1): "no", Sample.entry(2): "no"]
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...3)), to: [picky],
      World.Terms(failure: FailurePolicy(maxRejected: 2)))

    #expect(outcome.messages == [])
    #expect(world.place("a").numbers == [3])
  }

  @Test func tooManyRejectionsWithNothingLeftToDeliverStopNothing() async {
    var picky = World.Route(name: "a")
    picky.script.rejecting = [Sample.entry(1): "no"]
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...3)), to: [picky],
      World.Terms(failure: FailurePolicy(maxRejected: 0)))

    #expect(outcome.messages == [])
    #expect(outcome.receipt.ending == .done)
    #expect(outcome.receipt.routes.map(\.rejected) == [1])
  }

  @Test(arguments: [SinkError.Code.storage, .denied, .invalid, .broken])
  func lastingTroubleIsNotTriedAgain(code: SinkError.Code) async {
    let error = SinkError(code, "no", hint: "ask someone")
    let outcome = await run(delivering: [1: .before(error)])

    #expect(clock.sleeps == [])
    #expect(world.log.effects(of: "a") == ["open a", "deliver a 0 1"])
    #expect(outcome.messages == ["route 'a': no"])
    #expect(outcome.troubles.map(\.hint) == ["ask someone"])
    #expect(outcome.receipt.routes[0].outstanding == 2)
  }

  @Test func aSinkThatIsBusyWhenOpenedIsOpenedAgain() async {
    let outcome = await run(opening: [1: SinkErrors.busy, 2: SinkErrors.busy])

    #expect(clock.sleeps == [.milliseconds(200), .milliseconds(400)])
    #expect(outcome.messages == [])
    #expect(world.place("a").numbers == [1, 2])
  }

  @Test func aSinkThatCannotBeOpenedEndsItsRoute() async {
    let outcome = await run(opening: [1: SinkErrors.full])

    #expect(outcome.messages == ["route 'a': the disk is full"])
    #expect(outcome.receipt.routes[0].outstanding == 2)
    #expect(world.log.effects(of: "a") == [])
  }

  @Test func aSinkThatCannotBeClosedIsATroubleAndItsProgressStays() async {
    let script = RecordingSinkModule.Script(closing: [1: SinkErrors.full])
    let outcome = await run(World.Route(name: "a", script: script))

    #expect(outcome.messages == ["route 'a': the disk is full"])
    #expect(outcome.receipt.ending == .failed)
    #expect(world.disk.job.routes[Sample.name("a")]?.position == 2)
  }

  @Test func aSinkInTroubleStopsItselfAndNotTheOthers() async {
    var failing = World.Route(name: "a", limit: 1)
    failing.script.delivering = [2: .before(SinkErrors.full)]
    let items = Sample.pending(1...3)
    let outcome = await world.run(
      ScriptedSource(items), to: [failing, World.Route(name: "b", limit: 1)])

    #expect(outcome.messages == ["route 'a': the disk is full"])
    #expect(world.log.failures == ["route 'a': the disk is full"])
    #expect(outcome.receipt.ending == .failed)
    #expect(outcome.receipt.failure == "route 'a': the disk is full")
    #expect(outcome.receipt.routes.map(\.written) == [1, 3])
    #expect(outcome.receipt.routes.map(\.outstanding) == [2, 0])
    #expect(world.place("a").closings == 0)
    #expect(world.place("b").closings == 1)

    world.log.clear()
    let second = await world.run(items, to: "a", "b")
    #expect(world.log.effects(of: "a").contains("deliver a 1 2"), "from its own position")
    #expect(world.log.effects(of: "b") == [])
    #expect(second.messages == [])
    #expect(world.place("a").numbers == [1, 2, 3])
  }

  @Test func troublesAreToldInTheOrderOfTheDefinition() async {
    let script = RecordingSinkModule.Script(opening: [1: SinkErrors.full])
    let outcome = await world.run(
      ScriptedSource(Sample.pending([1])),
      to: [World.Route(name: "b", script: script), World.Route(name: "a", script: script)])

    #expect(outcome.messages == ["route 'b': the disk is full", "route 'a': the disk is full"])
    #expect(outcome.receipt.failure == "route 'b': the disk is full")
  }

  private func run(
    opening: [Int: SinkError] = [:], delivering: [Int: RecordingSinkModule.Fault] = [:],
    limit: Int = 100
  ) async -> RunOutcome {
    let script = RecordingSinkModule.Script(opening: opening, delivering: delivering)
    return await run(World.Route(name: "a", limit: limit, script: script))
  }

  private func run(_ route: World.Route) async -> RunOutcome {
    await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [route], World.Terms(clock: clock))
  }
}
