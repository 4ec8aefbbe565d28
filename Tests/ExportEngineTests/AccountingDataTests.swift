import ExportEngine
import ExportModel
import Foundation
import PageSourceKit
import SinkKit
import TestSupport
import Testing

/// What the items are is joined to them, goes to sinks, and is kept nowhere else.
@Suite struct AccountingDataTests {
  private let world: World

  /// A run over items 1 to 5, of which the API has this data.
  private func run(
    _ data: [(number: Int, json: String)]..., company: UInt64 = 1, total: Int? = nil,
    recovery: RecoveryPolicy = RecoveryPolicy(), source: ScriptedSource? = nil
  ) async throws -> (RunOutcome, ScriptedSource) {
    try await withTemporaryFolder { folder in
      let source = source ?? ScriptedSource(Sample.pending(1...5))
      switch data.count {
      case 1:
        source.give(ScriptedSource.data(data[0], size: 2, company: company, total: total))
      default:
        source.give(
          ScriptedSource.data(data[0], size: 2), ScriptedSource.data(data[1], size: 2))
      }
      var terms = World.Terms(recovery: recovery)
      terms.dataFolder = folder
      let outcome = await world.run(source, to: [World.Route(name: "a")], terms)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left == [], "nothing of it outlives the run")
      return (outcome, source)
    }
  }

  private static let all = (1...5).reversed().map { (number: $0, json: #"{"of":\#($0)}"#) }

  private var delivered: [Int: String] {
    Dictionary(
      uniqueKeysWithValues: world.place("a").published.map { item in
        (Sample.number(item.entryID), String(decoding: item.data?.json ?? [], as: UTF8.self))
      })
  }

  @Test func everyItemComesWithItsOwnData() async throws {
    let (outcome, source) = try await run(Self.all)
    #expect(outcome.messages == [])
    #expect(
      delivered == Dictionary(uniqueKeysWithValues: (1...5).map { ($0, #"{"of":\#($0)}"#) }))
    #expect(world.place("a").published.allSatisfy { $0.data?.fetchedAt == "2023-11-14T22:13:20Z" })
    #expect(source.dataRequests == 3)
  }

  /// Ten thousand items of 16 MiB would be a batch that no machine holds.
  @Test func aBatchEndsWhereItsDataWouldBeTooMuch() async throws {
    let large = String(repeating: "x", count: 7 << 20)
    let all = (1...5).map { (number: $0, json: #"{"x":"\#(large)"}"#) }
    let (first, _) = try await run(all)
    #expect(first.messages == [])
    #expect(world.place("a").numbers == [1, 2, 3, 4, 5])
    #expect(
      world.log.routeEvents == [
        "a: 2 written, 0 absorbed, 0 rejected, 3 outstanding",
        "a: 2 written, 0 absorbed, 0 rejected, 1 outstanding",
        "a: 1 written, 0 absorbed, 0 rejected, 0 outstanding",
      ])
  }

  @Test func whereNothingIsToBeDeliveredNobodyAsks() async throws {
    _ = try await run(Self.all)
    let (again, source) = try await run(Self.all)
    #expect(again.receipt.ending == .done)
    #expect(source.dataRequests == 0)
  }

  @Test func anItemWithoutDataIsHeldAndDeliveredOnceThereIsSome() async throws {
    let (first, _) = try await run(Self.all.filter { $0.number != 2 })
    #expect(first.messages == [])
    #expect(first.receipt.routes.map(\.held) == [1])
    #expect(first.receipt.routes.map(\.outstanding) == [0])
    #expect(world.place("a").numbers == [1, 3, 4, 5])
    let held = world.log.events.compactMap { event -> String? in
      if case .held(_, let items, let reason) = event { "\(items) \(reason)" } else { nil }
    }
    #expect(held == ["1 withoutData"])
    #expect(world.disk.job.withoutData == [1])
    let (second, _) = try await run(Self.all)
    #expect(second.receipt.routes.map(\.owed) == [0])
    #expect(world.place("a").numbers == [1, 3, 4, 5, 2])
    #expect(world.disk.job.withoutData == [])
  }

  /// The ledger would grow with every item whose data the API drops once it is final.
  @Test func onlyItemsThatAreOwedAreKeptAsWithoutData() async throws {
    _ = try await run(Self.all)
    let more = ScriptedSource(Sample.pending(1...6))
    _ = try await run([(number: 5, json: "{}")], source: more)
    #expect(world.disk.job.withoutData == [5])
  }

  @Test func aRunCanEndWhereDataIsMissing() async throws {
    let (outcome, _) = try await run(
      Self.all.filter { $0.number > 2 }, recovery: RecoveryPolicy(missingData: .fail))
    #expect(
      outcome.messages == [
        "the API has no accounting data of 2 items that need work, such as \(Sample.entry(1))"
      ])
    #expect(world.disk.job.items.isEmpty)
    #expect(world.place("a").numbers == [])
  }

  /// What was delivered before is nobody's business any more.
  @Test func dataThatIsMissingOfDeliveredItemsIsNoReasonToEnd() async throws {
    _ = try await run(Self.all)
    let more = ScriptedSource(Sample.pending(1...6))
    let (outcome, _) = try await run(
      [(number: 6, json: "{}")], recovery: RecoveryPolicy(missingData: .fail), source: more)
    #expect(outcome.messages == [])
    #expect(world.place("a").numbers == [1, 2, 3, 4, 5, 6])
  }

  /// Nothing of a job that has ended may be delivered, and reading its data takes time.
  @Test(arguments: [true, false])
  func aJobThatEndsWhileItsDataIsReadIsLeftAlone(isRefused: Bool) async throws {
    let jobs = [Sample.export(), Sample.export(), Sample.export(.completed)]
    let source = ScriptedSource(Sample.pending(1...5), jobs: jobs)
    if isRefused { source.refuseData(SourceError(.badAnswer, "the export job has ended")) }
    let (outcome, _) = try await run(Self.all, source: source)
    #expect(outcome.messages == [])
    #expect(outcome.receipt.ending == .jobFinished)
    #expect(world.place("a").numbers == [])
    #expect(world.disk.job.items.isEmpty)
  }

  @Test func aRefusalOfDataOfAnOpenJobEndsTheRunAndSaysWhatIsOwed() async throws {
    _ = try await run(Self.all.filter { $0.number != 2 })
    let source = ScriptedSource(Sample.pending(1...6))
    source.refuseData(SourceError(.denied, "no scope"))
    let (outcome, _) = try await run(Self.all, source: source)
    #expect(outcome.messages == ["page of data 1: no scope"])
    #expect(outcome.receipt.routes.map(\.owed) == [1])
  }

  @Test func dataWithoutAnItemIsCounted() async throws {
    let (outcome, _) = try await run(Self.all + [(number: 77, json: "{}")])
    #expect(outcome.messages == [])
    let counted = world.log.events.compactMap { event -> Int? in
      if case .dataWithoutItem(let items) = event { items } else { nil }
    }
    #expect(counted == [1])
    #expect(world.place("a").numbers == [1, 2, 3, 4, 5])
  }

  @Test func theSameDataTwiceIsOneAndOtherDataIsReadAgain() async throws {
    let (same, _) = try await run(Self.all + [Self.all[0]], total: 5)
    #expect(same.messages == [])
    let other = Self.all + [(number: 5, json: "{}")]
    let changed = World("a")
    let moved = AccountingDataTests(world: changed)
    let (outcome, source) = try await moved.run(other, Self.all)
    #expect(outcome.messages == [])
    #expect(source.dataRequests == 6)
    #expect(
      changed.log.reasonsToReadAgain == [
        "item \(Sample.entry(5)) changed its data while the pages were read"
      ])
  }

  @Test func dataThatNeverComesToRestEndsTheRun() async throws {
    let (outcome, _) = try await run(Self.all, total: 9)
    #expect(
      outcome.messages == [
        "the pages of data have 5 different items, and 'total' is 9, in each of 3 readings"
      ])
    #expect(world.disk.job.items.isEmpty)
  }

  @Test func dataOfAnotherCompanyEndsTheRun() async throws {
    let job = ExportJob(
      id: Sample.job, companyID: CompanyID(Identifier(high: 7, low: 2)), status: .inProgress,
      numberOfItems: 5)
    let source = ScriptedSource(Sample.pending(1...5), jobs: [job])
    let (outcome, _) = try await run(Self.all, source: source)
    #expect(
      outcome.messages == [
        "page of data 1: $.data[0].companyId: item \(Sample.entry(5)) is of company "
          + "\(CompanyID(Identifier(high: 7, low: 1))), not of \(CompanyID(Identifier(high: 7, low: 2)))"
      ])
    #expect(world.place("a").numbers == [])
  }

  @Test func aFolderThatCannotBeWrittenEndsTheRunBeforeAnythingIsStored() async throws {
    let source = ScriptedSource(Sample.pending(1...2))
    var terms = World.Terms()
    terms.dataFolder = "/nowhere/at/all"
    let outcome = await world.run(source, to: [World.Route(name: "a")], terms)
    #expect(outcome.messages.first?.hasPrefix("accounting data: cannot open /nowhere") == true)
    #expect(outcome.troubles.first?.hint != nil)
    #expect(world.disk.job.items.isEmpty)
  }

  init() { world = World("a") }
  private init(world: World) { self.world = world }

  // MARK: Order

  private static let dates = [
    1: "2026-03-02", 2: "2026-03-01T23:30:00+02:00", 3: "2026-03-01T22:00:00.25Z",
    4: "2026-03-01T22:00:00Z", 5: "2026-03-01T22:00:00.250Z",
  ]

  /// A run over items in the order of their dates; where the API has no data of an item, it has no date.
  private func run(
    byDateOf numbers: Range<Int>, data: [Int]? = nil, dates: [Int: String] = dates,
    recovery: RecoveryPolicy = RecoveryPolicy()
  ) async throws -> RunOutcome {
    try await withTemporaryFolder { folder in
      let source = ScriptedSource(Sample.pending(numbers.lowerBound...numbers.upperBound - 1))
      let items = (data ?? Array(numbers)).map { (number: $0, json: #"{"of":\#($0)}"#) }
      source.give(ScriptedSource.data(items.reversed(), size: 2, dates: dates))
      var terms = World.Terms(recovery: recovery, order: .transactionDate)
      terms.dataFolder = folder
      return await world.run(source, to: [World.Route(name: "a")], terms)
    }
  }

  @Test func itemsGoInTheOrderOfTheirDatesAndThenOfTheirIDs() async throws {
    let outcome = try await run(byDateOf: 1..<6)
    #expect(outcome.messages == [])
    #expect(world.place("a").numbers == [2, 4, 3, 5, 1])
    let keys = world.place("a").published.map { $0.orderKey ?? "" }
    #expect(keys == keys.sorted())
    #expect(Set(keys).count == 5)
  }

  /// An item that was added later comes last, whatever its date is, and no other item moves.
  @Test func theOrderStaysWhenItemsAreAddedOrChangeTheirDates() async throws {
    _ = try await run(byDateOf: 2..<6)
    var dates = Self.dates
    dates[1] = "2026-01-01"
    dates[2] = "2026-12-31"
    let outcome = try await run(byDateOf: 1..<6, dates: dates)
    #expect(outcome.messages == [])
    #expect(world.place("a").numbers == [2, 4, 3, 5, 1])
    let ordinals = world.place("a").published.map(\.ordinal)
    #expect(ordinals == [0, 1, 2, 3, 4])
  }

  /// It keeps the place that it gets when it comes: the last of all.
  @Test func anItemWithoutDataComesLastOnceThereIsSome() async throws {
    _ = try await run(byDateOf: 1..<6, data: [1, 3, 4, 5])
    #expect(world.place("a").numbers == [4, 3, 5, 1])
    _ = try await run(byDateOf: 1..<6)
    #expect(world.place("a").numbers == [4, 3, 5, 1, 2])
  }

  /// It was a reason to deliver nothing, though its place was known, or it has none to get.
  @Test func aDateThatNoNewWorkNeedsIsNotRead() async throws {
    _ = try await run(byDateOf: 2..<6)
    var dates = Self.dates
    dates[2] = "yesterday"
    let outcome = try await run(byDateOf: 1..<6, dates: dates)
    #expect(outcome.messages == [])
    #expect(world.place("a").numbers == [2, 4, 3, 5, 1])
  }

  @Test(arguments: [nil, "yesterday", ""])
  func anItemWithoutADateEndsTheRunWhereTheOrderIsByDate(date: String?) async throws {
    var dates = Self.dates
    dates[3] = date
    let outcome = try await run(byDateOf: 1..<6, dates: dates)
    #expect(
      outcome.messages == [
        "item \(Sample.entry(3)) has no date that can be read in its accounting data, and the order is by date"
      ])
    #expect(world.place("a").published == [])
    #expect(world.disk.job.items.isEmpty)
  }
}
