import ExportEngine
import ExportModel
import PageSourceKit
import Predicates
import SinkKit
import Synchronization
import TestSupport
import Testing

/// A random story of one job: items whose statuses change between runs, lists that move while they
/// are read, sinks and ledgers that fail, processes that die. The seed decides all of it.
struct History {
  let seed: Int
  /// Whether statuses go as Pleo documents them: what has become final stays so, and what is listed
  /// stays listed. Only then can a queue show each message once, whatever its consumer does.
  let isForward: Bool
  let world = World("all", "pending", "rest", "half")
  let recovery: RecoveryPolicy
  /// What the API lists now.
  private(set) var listed: [Int: ItemStatus] = [:]
  /// Items that no sink ever takes.
  let poisoned: [EntryID: String]
  private let order: ItemOrder
  private var random: SeededRandom

  init(seed: Int, isForward: Bool) {
    var random = SeededRandom(seed: seed)
    self.seed = seed
    self.isForward = isForward
    recovery = RecoveryPolicy(
      process: random.chance(60) ? [.pending] : [.pending, .failed],
      inProgress: random.chance(70) ? .skip : .process,
      unknownStatus: random.chance(50) ? .hold : .skip,
      finished: [.hold, .hold, .deliver, .skip].randomElement(using: &random) ?? .hold)
    order = random.chance(60) ? .entryID : .source
    poisoned = random.chance(30) ? [Sample.entry(3): "poisoned", Sample.entry(8): "poisoned"] : [:]
    self.random = random
  }

  static let predicates: [(name: String, predicate: ItemPredicate)] = [
    ("all", .always), ("pending", .statusIs(.pending)), ("rest", .not(.statusIs(.pending))),
    ("half", .or([.statusIs(.failed), .entryID(.less, Sample.entry(8))])),
  ]

  /// What a failure says, so that the story can be had again.
  var comment: Comment { "SEED=\(seed)" }

  // MARK: Items

  /// Lets time pass at the API.
  mutating func changeItems() {
    for number in 0..<16 {
      if let status = listed[number] {
        if random.chance(30) { listed[number] = next(status) }
        if !isForward, random.chance(10) { listed[number] = nil }
      } else if random.chance(25) {
        listed[number] = isForward ? first() : anyStatus()
      }
    }
  }

  private mutating func first() -> ItemStatus { random.chance(70) ? .pending : .inProgress }

  private mutating func anyStatus() -> ItemStatus {
    (ItemStatus.known + [.onHold]).randomElement(using: &random) ?? .pending
  }

  private mutating func next(_ status: ItemStatus) -> ItemStatus {
    guard isForward else { return anyStatus() }
    guard status == .pending || status == .inProgress else { return status }
    return [.pending, .inProgress, .successful, .failed].randomElement(using: &random) ?? status
  }

  // MARK: Runs

  /// Runs once with everything that can go wrong.
  mutating func runWithTrouble() async {
    let stop = StopSwitch()
    let life = random.chance(60) ? Life(death()) : Life()
    let routes = Self.predicates.filter { _ in random.chance(80) }.map { name, predicate in
      var route = route(name, predicate)
      route.script.delivering = faults()
      if random.chance(15) { route.script.opening = [1: SinkErrors.busy] }
      if random.chance(15) { addStop(stop, to: &route.script) }
      return route
    }
    if random.chance(10), let route = routes.first {
      world.disk.fail([.delivery(Sample.name(route.name)): LedgerError(.storage, "full")])
    }
    _ = await run(source(withTrouble: true), to: routes, life: life, stop: stop)
    world.disk.fail([:])
  }

  /// Runs once with nothing that goes wrong, to all routes.
  mutating func runCleanly() async -> RunOutcome {
    let routes = Self.predicates.map { route($0.name, $0.predicate) }
    return await run(source(withTrouble: false), to: routes, life: Life(), stop: StopSwitch())
  }

  private mutating func run(
    _ source: ScriptedSource, to routes: [World.Route], life: Life, stop: StopSwitch
  ) async -> RunOutcome {
    let terms = World.Terms(recovery: recovery, order: order, stop: stop, life: life)
    let executor = SeededExecutor(seed: Int.random(in: 0..<1_000_000, using: &random))
    return await withTaskExecutorPreference(executor) { [world] in
      await world.run(source, to: routes, terms)
    }
  }

  private mutating func death() -> Life.Death {
    Life.Death(step: Int.random(in: 1...14, using: &random), takesEffect: random.chance(50))
  }

  private mutating func faults() -> [Int: RecordingSinkModule.Fault] {
    var faults: [Int: RecordingSinkModule.Fault] = [:]
    for call in 1...8 where random.chance(12) {
      faults[call] = [
        .before(SinkErrors.busy), .after(SinkErrors.busy), .before(SinkErrors.full),
        .after(SinkErrors.full),
      ].randomElement(using: &random)
    }
    return faults
  }

  private mutating func addStop(_ stop: StopSwitch, to script: inout RecordingSinkModule.Script) {
    let last = Int.random(in: 0..<12, using: &random)
    script.whileDelivering = { [check = script.whileDelivering] batch in
      await check?(batch)
      if batch.items.contains(where: { $0.ordinal >= last }) { stop.request() }
    }
  }

  private mutating func source(withTrouble: Bool) -> ScriptedSource {
    let items = listed.sorted { $0.key < $1.key }.map { Sample.item($0.key, $0.value) }
    let shuffled = items.shuffled(using: &random)
    var readings = [ScriptedSource.pages(cutAtRandom: shuffled, &random)]
    var faults: [Int: SourceError] = [:]
    if withTrouble, random.chance(20), let one = items.first {
      let other = Sample.item(
        Sample.number(one.entryID), one.status == .failed ? .pending : .failed)
      readings.insert(ScriptedSource.pages(items + [other], size: 4), at: 0)
    }
    if withTrouble, random.chance(10) {
      faults = [Int.random(in: 1...3, using: &random): SourceError(.unreachable, "no answer")]
    }
    return ScriptedSource(readings: readings, faults: faults)
  }

  // MARK: What holds while a batch is delivered

  private mutating func route(_ name: String, _ predicate: ItemPredicate) -> World.Route {
    let limit = Int.random(in: 1...5, using: &random)
    let check: @Sendable (ItemBatch) async -> Void = {
      [world, recovery, listed, comment] batch in
      #expect(batch.items.count <= limit, comment)
      let progress = world.disk.job.routes[Sample.name(name)]
      for item in batch.items {
        let isRecorded =
          progress.map { item.ordinal < $0.position && !$0.late.contains(item.ordinal) } ?? false
        #expect(!isRecorded, "\(comment): what is recorded does not come again")
        #expect(item.status == listed[Sample.number(item.entryID)], comment)
        let isDue =
          recovery.process.contains(item.status) || item.status == .inProgress
          || recovery.finished == .deliver && item.status.isKnown
        #expect(isDue, "\(comment): \(item.status) needs no work")
      }
    }
    let script = RecordingSinkModule.Script(rejecting: poisoned, whileDelivering: check)
    return World.Route(name: name, predicate: predicate, limit: limit, script: script)
  }
}
