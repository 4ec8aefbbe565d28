import ExportEngine
import ExportModel
import SinkKit
import Synchronization
import Testing

/// A run has a deadline, and stopping has one too.
@Suite(.timeLimit(.minutes(15))) struct RunTimerTests {
  private let told = Told()
  private let stop = StopSwitch()

  @Test func theDeadlineAsksForAStopAndTheGraceSaysWhenItTakesTooLong() async {
    let clock = ManualClock()
    await watch(deadline: .seconds(60), clock)

    #expect(stop.isRequested)
    #expect(clock.sleeps == [.seconds(60), .seconds(5)])
    #expect(told.all == ["deadline", "overdue"])
  }

  @Test func aStopThatSomebodyElseAskedForHasTheSameGraceAndNoDeadlineIsTold() async {
    stop.request()
    let clock = ManualClock()
    await watch(deadline: .seconds(60), clock)

    #expect(clock.sleeps == [.seconds(5)])
    #expect(told.all == ["overdue"])
  }

  @Test func aStopBeforeTheDeadlineEndsTheWaitForIt() async {
    let stop = stop
    let clock = ManualClock(whileSleeping: {
      guard !stop.isRequested else { return }
      stop.request()
      await untilCancelled()
    })
    await watch(deadline: .seconds(60), clock)

    #expect(clock.elapsed == .seconds(5), "only the grace passed")
    #expect(told.all == ["overdue"])
  }

  @Test func aRunThatEndsBeforeItsDeadlineIsNotStopped() async {
    let isAsleep = StopSwitch()
    let clock = ManualClock(whileSleeping: {
      isAsleep.request()
      await untilCancelled()
    })
    let watching = Task { await watch(deadline: .seconds(60), clock) }
    await isAsleep.wait()
    watching.cancel()
    await watching.value

    #expect(!stop.isRequested)
    #expect(told.all == [])
  }

  @Test func aRunThatEndsWithinTheGraceIsNotAbandoned() async {
    stop.request()
    let isAsleep = StopSwitch()
    let clock = ManualClock(whileSleeping: {
      isAsleep.request()
      await untilCancelled()
    })
    let watching = Task { await watch(deadline: nil, clock) }
    await isAsleep.wait()
    watching.cancel()
    await watching.value

    #expect(told.all == [])
  }

  @Test func aRunWithoutADeadlineIsNeverStopped() async {
    let clock = ManualClock()
    let watching = Task { await watch(deadline: nil, clock) }
    watching.cancel()
    await watching.value

    #expect(!stop.isRequested)
    #expect(clock.sleeps == [])
  }

  @Test func aDeadlineStopsARunBetweenTwoBatchesAndTheNextRunGoesOn() async {
    let world = World("a")
    let (stop, told) = (stop, told)
    let clock = ManualClock()
    let script = RecordingSinkModule.Script(whileDelivering: { batch in
      guard batch.items[0].ordinal == 2 else { return }
      await RunTimer(deadline: .seconds(60), grace: .seconds(5), clock: clock, stop: stop)
        .watch(onDeadline: { told.note("deadline") }, onOverdue: { told.note("overdue") })
    })
    let first = await world.run(
      ScriptedSource(Sample.pending(1...6)),
      to: [World.Route(name: "a", limit: 2, script: script)], World.Terms(stop: stop))

    #expect(first.receipt.ending == .stopped)
    #expect(first.receipt.routes.map(\.outstanding) == [2])
    #expect(world.place("a").numbers == Array(1...4))
    let second = await world.run(Sample.pending(1...6), to: "a")
    #expect(second.receipt.ending == .done)
    #expect(world.place("a").numbers == Array(1...6))
  }

  @Test func aSwitchThatFollowsAnotherIsUsedWithItAndNotTheOtherWayRound() {
    let outer = StopSwitch()
    let (first, second) = (StopSwitch(following: outer), StopSwitch(following: outer))
    first.request()
    #expect(!outer.isRequested)
    #expect(!second.isRequested)
    outer.request()
    #expect(second.isRequested)
    #expect(StopSwitch(following: outer).isRequested)
  }

  private func watch(deadline: Duration?, _ clock: ManualClock) async {
    let told = told
    await RunTimer(deadline: deadline, grace: .seconds(5), clock: clock, stop: stop)
      .watch(onDeadline: { told.note("deadline") }, onOverdue: { told.note("overdue") })
  }
}

/// What a timer said, in order.
private final class Told: Sendable {
  private let words = Mutex<[String]>([])

  var all: [String] { words.withLock { $0 } }

  func note(_ word: String) { words.withLock { $0.append(word) } }
}
