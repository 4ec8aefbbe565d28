import ExportEngine
import ExportModel
import PageSourceKit
import Predicates
import TestSupport
import Testing

/// What becomes of an item is one answer, whoever asks: a run's receipt, `status`, `items` and `explain`.
struct JobObligationsTests {
  private static let statuses =
    ItemStatus.known + [Sample.status("on_the_moon")]

  @Test(arguments: Seeds.all(200))
  func whatIsHeldIsHeldInEveryAnswer(seed: Int) {
    var random = SeededRandom(seed: seed)
    let world = World("a", "b")
    let record = Self.record(&random)
    let plan = world.plan(to: Self.routes(&random), Self.terms(&random))
    let standing = JobStanding(plan, record)
    let ordinals = 0..<record.items.count
    let items = ordinals.map { ItemStanding(of: $0, plan, record) }

    #expect(standing.held == ordinals.count { standing.isHeld($0) }, "seed \(seed)")
    for (ordinal, item) in zip(ordinals, items) {
      let isOutstanding = item.routes.contains {
        if case .outstanding = $0.obligation { true } else { false }
      }
      let isHeld = standing.isHeld(ordinal)
      #expect((item.now == .hold) == (isHeld && !isOutstanding), "seed \(seed), item \(ordinal)")
      #expect(!isOutstanding || item.now == .process, "seed \(seed), item \(ordinal)")
    }
    for (index, route) in standing.routes.enumerated() {
      let obligations = ordinals.map { standing.obligation(ofRoute: index, in: $0) }
      #expect(route.tally.owed == obligations.count { $0.isOwed }, "seed \(seed), \(route.name)")
      #expect(
        route.tally.delivered == obligations.count { $0 == .delivered },
        "seed \(seed), \(route.name)")
    }
  }

  /// What a ledger may know of a job of up to twelve items.
  private static func record(_ random: inout SeededRandom) -> JobRecord {
    var items = ItemTable()
    let count = Int.random(in: 0...12, using: &random)
    for number in 0..<count {
      let status = statuses.randomElement(using: &random) ?? .pending
      let work = statuses.randomElement(using: &random) ?? .pending
      guard let code = items.table.code(for: status), let workCode = items.table.code(for: work)
      else { continue }
      items.append(
        Sample.entry(number), status: code, work: random.chance(70) ? workCode : .none)
    }
    let some = { (random: inout SeededRandom) in
      Set((0..<count).filter { _ in random.chance(20) })
    }
    // A route that the plan no longer has, too.
    let names = ["a", "b", "gone"].filter { _ in random.chance(70) }.map(Sample.name)
    var routes: [Name: RouteProgress] = [:]
    for name in names {
      let position = Int.random(in: 0...count, using: &random)
      let passed = Set(0..<position)
      routes[name] = RouteProgress(
        position: position, terms: .known(Sample.terms), late: some(&random).intersection(passed),
        rejects: some(&random).intersection(passed), settled: some(&random), seen: count)
    }
    let elsewhere = JobID(Identifier(high: 9, low: 9))
    return JobRecord(
      items: items, routes: routes, missing: random.chance(50) ? some(&random) : [],
      previous: [
        Sample.name("a"): Dictionary(uniqueKeysWithValues: some(&random).map { ($0, elsewhere) })
      ],
      ended: random.chance(20) ? .completed : nil)
  }

  private static func routes(_ random: inout SeededRandom) -> [World.Route] {
    let predicates: [ItemPredicate] = [
      .always, .statusIs(.pending), .statusIs(.failed), .not(.statusIs(.inProgress)), .never,
    ]
    return ["a", "b"].map {
      World.Route(name: $0, predicate: predicates.randomElement(using: &random) ?? .always)
    }
  }

  private static func terms(_ random: inout SeededRandom) -> World.Terms {
    World.Terms(
      recovery: RecoveryPolicy(
        process: random.chance(50) ? [.pending] : [.pending, .failed],
        inProgress: RecoveryPolicy.InProgress.allCases.randomElement(using: &random) ?? .skip,
        unknownStatus: RecoveryPolicy.UnknownStatus.allCases.randomElement(using: &random) ?? .hold,
        finished: RecoveryPolicy.Finished.allCases.randomElement(using: &random) ?? .hold,
        deliveredBefore: RecoveryPolicy.DeliveredBefore.allCases.randomElement(using: &random)
          ?? .deliver),
      unmatched: UnmatchedPolicy.allCases.randomElement(using: &random) ?? .hold)
  }
}
