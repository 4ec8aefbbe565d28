import ExportEngine
import ExportModel
import PageSourceKit
import Predicates
import SinkKit
import Testing

/// A position is recorded only after everything before it is durable (promise 2), batch by batch.
@Suite struct RouteDeliveryTests {
  private let world = World("a", "b")

  @Test func aPositionMovesOnlyAfterTheSinkHasReturned() async {
    await run(Sample.pending(1...5), World.Route(name: "a", limit: 2))

    #expect(
      world.log.effects(of: "a") == [
        "open a", "deliver a 0 1", "durable a 0 1", "record a 2", "deliver a 2 3",
        "durable a 2 3", "record a 4", "deliver a 4", "durable a 4", "record a 5", "close a",
      ])
    #expect(
      world.log.routeEvents == [
        "a: 2 written, 0 absorbed, 0 rejected, 3 outstanding",
        "a: 2 written, 0 absorbed, 0 rejected, 1 outstanding",
        "a: 1 written, 0 absorbed, 0 rejected, 0 outstanding",
      ])
  }

  @Test(arguments: [1, 3, 4, 9, 10, 11])
  func batchesAreNeverEmptyNeverOverTheLimitAndInOrder(limit: Int) async {
    // Every second item needs no work, at the ends too.
    let items = (0..<20).map { Sample.item($0, $0.isMultiple(of: 2) ? .successful : .pending) }
    await run(items, World.Route(name: "a", limit: limit))

    let batches = world.log.effects(of: "a").filter { $0.hasPrefix("deliver") }.map {
      $0.split(separator: " ").dropFirst(2).compactMap { Int($0) }
    }
    #expect(batches.flatMap(\.self) == Array(stride(from: 1, to: 20, by: 2)))
    #expect(batches.dropLast().allSatisfy { $0.count == limit })
    #expect((1...limit).contains(batches.last?.count ?? 0))
  }

  @Test func eachSinkIsDeliveredFromItsOwnPosition() async {
    await run(Sample.pending(1...2), World.Route(name: "a"))
    await run(Sample.pending(1...4), World.Route(name: "a"), World.Route(name: "b", limit: 3))

    #expect(world.log.effects(of: "a").filter { $0.hasPrefix("deliver") }.last == "deliver a 2 3")
    #expect(
      world.log.effects(of: "b").filter { $0.hasPrefix("deliver") }
        == ["deliver b 0 1 2", "deliver b 3"])
  }

  @Test func aSinkWithNothingToDoIsNotOpened() async {
    await run(
      Sample.pending(1...2), World.Route(name: "a"),
      World.Route(name: "b", predicate: .statusIs(.failed)))

    #expect(world.log.effects(of: "b") == [])
  }

  @Test func theSinkIsToldWhomItServes() async {
    let label = SinkLabel(job: Sample.name("nightly"), route: Sample.name("a"))
    await run(Sample.pending([1]), World.Route(name: "a"))

    #expect(world.place("a").labels == [label])
  }

  @Test func anAbsorbedItemIsCountedAsSuch() async {
    let dying = World.Terms(life: Life(.init(step: 3, takesEffect: true)))
    let route = World.Route(name: "a")
    let source = ScriptedSource(Sample.pending(1...2))
    _ = await world.run(source, to: [route], dying)
    #expect(world.place("a").numbers == [1, 2])
    #expect(
      world.disk.job.routes.values.allSatisfy { $0.position == 0 }, "delivered and not recorded")

    let outcome = await world.run(ScriptedSource(Sample.pending(1...3)), to: [route])
    #expect(outcome.receipt.routes.map(\.written) == [1])
    #expect(outcome.receipt.routes.map(\.absorbed) == [2])
    #expect(world.place("a").numbers == [1, 2, 3])
  }

  @Test func rejectedItemsGoToTheLedgerAndTheRestIsDelivered() async {
    var route = World.Route(name: "a", limit: 3)
    route.script.rejecting = [Sample.entry(2): "too long"]
    let outcome = await run(Sample.pending(1...4), route)

    #expect(world.place("a").numbers == [1, 3, 4])
    #expect(
      world.disk.job.rejects == [Sample.name("a"): [.init(ordinal: 1, reason: "too long")]])
    #expect(world.disk.job.routes[Sample.name("a")]?.rejects.count == 1)
    #expect(outcome.receipt.routes.map(\.written) == [3])
    #expect(outcome.receipt.routes.map(\.rejected) == [1])
    #expect(outcome.receipt.routes.map(\.outstanding) == [0])
    #expect(
      world.log.routeEvents == [
        "a: rejected 2: too long", "a: 2 written, 0 absorbed, 1 rejected, 1 outstanding",
        "a: 1 written, 0 absorbed, 0 rejected, 0 outstanding",
      ])
  }

  @Test func aRejectedItemIsNotDeliveredAgain() async {
    var route = World.Route(name: "a")
    route.script.rejecting = [Sample.entry(1): "no"]
    await run(Sample.pending(1...2), route)
    let second = await run(Sample.pending(1...2), World.Route(name: "a"))

    #expect(world.place("a").numbers == [2])
    #expect(second.receipt.routes.map(\.outstanding) == [0])
  }

  /// The run after the one that rejected items ended with 0, though nobody had seen to them.
  @Test func rejectedItemsAreCountedInEveryRunUntilAPersonSettlesThem() async throws {
    var route = World.Route(name: "a")
    route.script.rejecting = [Sample.entry(1): "no"]
    await run(Sample.pending(1...2), route)
    for _ in 1...2 {
      let again = await run(Sample.pending(1...2), World.Route(name: "a"))
      #expect(again.receipt.routes.map(\.rejected) == [0])
      #expect(again.receipt.routes.map(\.rejectedBefore) == [1])
      #expect(!again.receipt.isClear)
    }
    let plan = world.plan(to: [World.Route(name: "a")], World.Terms())
    let record = world.disk.contents.record(of: Sample.job)
    let undecided = try plan.undecided(by: #require(plan.routes.first), in: record)
    #expect(undecided == [0])
    world.disk.settle(Sample.name("a"), Set(undecided))
    let settled = await run(Sample.pending(1...2), World.Route(name: "a"))
    #expect(settled.receipt.routes.map(\.rejectedBefore) == [0])
    #expect(settled.receipt.isClear)
  }

  @Test(arguments: [
    (DeliveryReceipt(written: 1), "the sink accounts for 1 of 2 items it was given"),
    (DeliveryReceipt(written: 1, absorbed: 2), "the sink accounts for 3 of 2 items it was given"),
  ])
  func aReceiptThatDoesNotAddUpIsTheSinksMistake(receipt: DeliveryReceipt, message: String) async {
    var route = World.Route(name: "a")
    route.script.delivering = [1: .receipt(receipt)]
    await expectMistake(of: route, "route 'a': \(message)")
  }

  @Test(arguments: [[Sample.entry(9)], [Sample.entry(1), Sample.entry(1)]])
  func rejectingWhatWasNotGivenOrOneItemTwiceIsTheSinksMistake(rejected: [EntryID]) async {
    var route = World.Route(name: "a")
    let rejections = rejected.map { DeliveryReceipt.Rejection($0, reason: "no") }
    let receipt = DeliveryReceipt(written: 2 - rejections.count, rejected: rejections)
    route.script.delivering = [1: .receipt(receipt)]
    await expectMistake(
      of: route, "route 'a': the sink rejects an item that it was not given, or one item twice")
  }

  @Test(arguments: 1...2)
  func aLedgerThatCannotRecordADeliveryStopsThatRouteAndTheSinkIsNotClosed(batch: Int) async {
    let disk = world.disk
    let fault = LedgerError(.storage, "the disk is full")
    var route = World.Route(name: "a", limit: 1)
    route.script.whileDelivering = { items in
      if items.items[0].ordinal + 1 == batch { disk.fail([.delivery(Sample.name("a")): fault]) }
    }
    let outcome = await run(Sample.pending(1...3), route, World.Route(name: "b"))

    #expect(outcome.messages == ["the disk is full"])
    #expect(world.place("a").numbers == Array(1...batch), "no batch is delivered after that")
    #expect(world.place("a").closings == 0)
    #expect(world.place("b").numbers == [1, 2, 3])
    #expect(world.place("b").closings == 1)

    disk.fail([:])
    _ = await run(Sample.pending(1...3), World.Route(name: "a"))
    #expect(world.place("a").numbers == [1, 2, 3])
  }

  /// Expects that the route ends with this message, nothing recorded and the sink not closed.
  private func expectMistake(
    of route: World.Route, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    let outcome = await run(Sample.pending(1...2), route)
    #expect(outcome.messages == [message], sourceLocation: sourceLocation)
    #expect(
      outcome.troubles.map(\.hint)
        == ["this is a mistake in the sink, and the batch will be delivered again"],
      sourceLocation: sourceLocation)
    #expect(
      world.disk.job.routes.values.allSatisfy { $0.position == 0 }, sourceLocation: sourceLocation)
    #expect(world.place("a").closings == 0, sourceLocation: sourceLocation)
  }

  @discardableResult private func run(
    _ items: [ItemPage.Item], _ routes: World.Route...
  ) async -> RunOutcome {
    await world.run(ScriptedSource(items), to: routes)
  }
}
