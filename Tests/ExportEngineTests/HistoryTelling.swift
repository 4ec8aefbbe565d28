import ExportEngine
import ExportModel
import Foundation
import PageSourceKit
import Predicates
import SinkKit
import Synchronization
import TestSupport

/// Plays a story: has its world, and collects the promises that were broken.
final class HistoryTelling: Sendable {
  let history: History
  let world = World("all", "pending", "rest", "half")
  private let now = Mutex(Now())
  private let broken = Mutex<[String]>([])

  private struct Now {
    /// What the API lists.
    var listed: [Int: ItemStatus] = [:]
    /// The name of the route that delivers to each place, where it is not the place's.
    var names: [String: String] = [:]
    /// A name that the job file has already and the ledger has not: its place, and the name before.
    var undecided: (place: String, before: String)?
  }

  init(_ history: History) {
    self.history = history
    for place in world.places.values { place.fault = history.sinkFault }
  }

  /// What the API lists now.
  var listed: [Int: ItemStatus] { now.withLock { $0.listed } }

  /// The name of the route that delivers to a place now.
  func name(of place: String) -> Name {
    Sample.name(now.withLock { $0.names[place] } ?? place)
  }

  // MARK: Telling

  /// Tells it from beginning to end, and returns the promises that were broken, in order.
  func tell() async -> [String] {
    for chapter in history.chapters { await tell(chapter) }
    note(await ending())
    return broken.withLock { $0 }
  }

  /// Tells one chapter.
  func tell(_ chapter: Int) async {
    now.withLock { history.change(&$0.listed, before: chapter) }
    rename(before: chapter)
    await runWithTrouble(chapter)
    decideOnName()
    note(HistoryPromises.orderIsKept(self))
  }

  /// Runs with nothing that goes wrong, to all routes, and once more.
  private func ending() async -> [String] {
    let chapter = 20
    now.withLock { history.change(&$0.listed, before: chapter) }
    let hasEnded = history.happens(.ending, 25, in: chapter) != nil
    let last = await runCleanly(chapter, hasEnded: hasEnded)
    let found =
      HistoryPromises.orderIsKept(self)
      + HistoryPromises.whatIsSaidToBeWholeIs(self, last)
      + (hasEnded
        ? HistoryPromises.endedJobIsLeftAlone(self, last)
        : HistoryPromises.everythingIsDelivered(self, last))
      + HistoryPromises.theRestIsOwed(self, last, hasEnded: hasEnded)
    let before = world.log.effects.count
    let again = await runCleanly(chapter + 1, hasEnded: hasEnded)
    return found
      + HistoryPromises.anotherRunDoesNothing(
        last, again, Array(world.log.effects.dropFirst(before)))
  }

  private func note(_ found: [String]) { broken.withLock { $0 += found } }

  // MARK: Names

  private func rename(before chapter: Int) {
    guard var random = history.happens(.rename, 20, in: chapter) else { return }
    let place = history.predicates.randomElement(using: &random)?.place ?? "all"
    let before = name(of: place)
    let after = Sample.name("\(place)_\(chapter)")
    now.withLock { $0.names[place] = after.text }
    if random.chance(70) {
      world.disk.rename(before, to: after)
    } else {
      now.withLock { $0.undecided = (place, before.text) }
    }
  }

  /// Carries the progress over to a name that a run has met already.
  private func decideOnName() {
    guard let (place, before) = now.withLock({ $0.undecided }) else { return }
    world.disk.rename(Sample.name(before), to: name(of: place))
    now.withLock { $0.undecided = nil }
  }

  /// Whether a route would go on where another has delivered, and nobody has decided that it may.
  private func isRefused(at place: String) -> Bool {
    guard let undecided = now.withLock({ $0.undecided }), undecided.place == place else {
      return false
    }
    return (world.disk.job.routes[Sample.name(undecided.before)]?.position ?? 0) > 0
  }

  // MARK: Runs

  private func runWithTrouble(_ chapter: Int) async {
    let time = PassingTime(history.chances(of: 93, in: chapter))
    var removed = history.happens(.removedRoutes, 50, in: chapter)
    var faults = history.happens(.sinkFaults, 80, in: chapter)
    var busy = history.happens(.busySinks, 40, in: chapter)
    let routes = history.predicates.compactMap { place, predicate -> World.Route? in
      var route = route(to: place, predicate, chapter, time)
      let isRemoved = removed?.chance(40) == true
      route.script.delivering = Self.faults(&faults)
      if busy?.chance(40) == true { route.script.opening = [1: SinkErrors.busy] }
      return isRemoved ? nil : route
    }
    if history.happens(.fullLedger, 10, in: chapter) != nil, let route = routes.first {
      world.disk.fail([.delivery(Sample.name(route.name)): LedgerError(.storage, "full")])
    }
    await run(
      source(chapter, time, withTrouble: true), to: routes, chapter, time, death(in: chapter),
      deadline: moment(of: .deadline, in: chapter), signal: moment(of: .stop, in: chapter))
    world.disk.fail([:])
  }

  private func runCleanly(_ chapter: Int, hasEnded: Bool) async -> RunOutcome {
    let time = PassingTime(history.chances(of: 93, in: chapter))
    let routes = history.predicates.map { route(to: $0.place, $0.predicate, chapter, time) }
    let source = source(chapter, time, withTrouble: false, hasEnded: hasEnded)
    return await run(source, to: routes, chapter, time)
  }

  /// Runs once, while a deadline and whoever asks for a stop look at the same clock.
  @discardableResult
  private func run(
    _ source: ScriptedSource, to routes: [World.Route], _ chapter: Int, _ time: PassingTime,
    _ death: Life.Death? = nil, deadline: Duration? = nil, signal: Duration? = nil
  ) async -> RunOutcome {
    let (clock, stop) = (time.clock, StopSwitch())
    let life = Life(death)
    let folder = history.hasData ? FileManager.default.temporaryDirectory.path : nil
    let terms = World.Terms(
      recovery: history.recovery, order: history.order, dataFolder: folder, clock: clock,
      stop: stop, life: life,
      afterDelivery: { [self] delivery in
        note(HistoryPromises.whatIsRecordedIsThere(self, delivery))
      })
    let executor = SeededExecutor(seed: history.seed * 31 + chapter) { clock.wakeNext() }
    return await withTaskExecutorPreference(executor) { [world] in
      await withTaskGroup(of: RunOutcome?.self) { group in
        group.addTask { await world.run(source, to: routes, terms) }
        group.addTask {
          await RunTimer(deadline: deadline, grace: .seconds(1), clock: clock, stop: stop)
            .watch(onDeadline: {}, onOverdue: { life.end() })
          return nil
        }
        group.addTask {
          if let signal, (try? await clock.sleep(for: signal)) != nil { stop.request() }
          return nil
        }
        var outcome: RunOutcome?
        while outcome == nil, let next = await group.next() { outcome = next }
        group.cancelAll()
        guard let outcome else { preconditionFailure("a run has an outcome") }
        return outcome
      }
    }
  }

  private func death(in chapter: Int) -> Life.Death? {
    guard var random = history.happens(.death, 60, in: chapter) else { return nil }
    return Life.Death(step: Int.random(in: 1...14, using: &random), takesEffect: random.chance(50))
  }

  private func moment(of trouble: History.Trouble, in chapter: Int) -> Duration? {
    guard var random = history.happens(trouble, 25, in: chapter) else { return nil }
    return .milliseconds(Int.random(in: 1...8000, using: &random))
  }

  private static func faults(
    _ random: inout SeededRandom?
  ) -> [Int: RecordingSinkModule.Fault] {
    guard var chances = random else { return [:] }
    defer { random = chances }
    var faults: [Int: RecordingSinkModule.Fault] = [:]
    for call in 1...8 where chances.chance(15) {
      faults[call] = [
        .before(SinkErrors.busy), .after(SinkErrors.busy), .before(SinkErrors.full),
        .after(SinkErrors.full),
      ].randomElement(using: &chances)
    }
    return faults
  }

  private func source(
    _ chapter: Int, _ time: PassingTime, withTrouble: Bool, hasEnded: Bool = false
  ) -> ScriptedSource {
    var random = history.chances(of: 94, in: chapter)
    let items = listed.sorted { $0.key < $1.key }.map { Sample.item($0.key, $0.value) }
    let shuffled = items.shuffled(using: &random)
    var readings = [ScriptedSource.pages(cutAtRandom: shuffled, &random)]
    var faults: [Int: SourceError] = [:]
    if withTrouble, history.happens(.movingList, 20, in: chapter) != nil, let one = items.first {
      let other = Sample.item(
        Sample.number(one.entryID), one.status == .failed ? .pending : .failed)
      readings.insert(ScriptedSource.pages(items + [other], size: 4), at: 0)
    }
    if withTrouble, var random = history.happens(.noAnswer, 10, in: chapter) {
      faults = [Int.random(in: 1...3, using: &random): SourceError(.unreachable, "no answer")]
    }
    let job = Sample.export(hasEnded ? (random.chance(50) ? .completed : .failed) : .inProgress)
    let source = ScriptedSource(
      readings: readings, jobs: [job], faults: faults,
      beforePage: { _ in await time.pass(atMost: 500) })
    if history.hasData { source.give(data(chapter, withTrouble: withTrouble)) }
    return source
  }

  private func data(_ chapter: Int, withTrouble: Bool) -> [ItemDataPage] {
    var random = history.chances(of: 96, in: chapter)
    let lacking = withTrouble ? history.lacking(in: chapter) : []
    let numbers = listed.keys.sorted().filter { !lacking.contains($0) }.shuffled(using: &random)
    let dates = numbers.map { ($0, History.date(of: $0)) }
    return ScriptedSource.data(
      numbers.map { ($0, History.data(of: $0)) }, size: Int.random(in: 1...9, using: &random),
      dates: Dictionary(uniqueKeysWithValues: dates))
  }

  // MARK: Routes

  private func route(
    to place: String, _ predicate: ItemPredicate, _ chapter: Int, _ time: PassingTime
  ) -> World.Route {
    var random = history.chances(of: 95, in: chapter)
    let limit = Int.random(in: 1...5, using: &random)
    let isRefused = isRefused(at: place)
    let check: @Sendable (ItemBatch) async -> Void = { [self] batch in
      await time.pass(atMost: 2000)
      note(HistoryPromises.batchIsDue(self, batch, to: place, limit: limit))
      if isRefused { note(["'\(place)' delivers under a name that nobody has decided on"]) }
    }
    let script = RecordingSinkModule.Script(
      rejecting: history.poisoned, whileDelivering: check,
      claims: [.exclusive(namespace: "simulated", key: place)])
    return World.Route(
      name: name(of: place).text, place: place, predicate: history.written(predicate, for: place),
      limit: limit,
      finishes: true, script: script)
  }
}

/// Time that passes while pages come and batches go.
private final class PassingTime: Sendable {
  let clock = SimulatedClock()
  private let random: Mutex<SeededRandom>

  init(_ random: SeededRandom) { self.random = Mutex(random) }

  /// Waits as long as an answer takes.
  func pass(atMost milliseconds: Int) async {
    let wait = random.withLock { random in Int.random(in: 0...milliseconds, using: &random) }
    try? await clock.sleep(for: .milliseconds(wait))
  }
}
