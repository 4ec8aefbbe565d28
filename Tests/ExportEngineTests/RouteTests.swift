import ExportEngine
import ExportModel
import Predicates
import SinkKit
import Testing

@Suite struct RouteTests {
  private let world = World("a", "b")
  private let policy = RecoveryPolicy(process: [.pending, .failed])

  @Test func anItemGoesToEveryRouteThatTakesIt() async {
    let outcome = await run(
      [1: .pending, 2: .failed, 3: .pending],
      World.Route(name: "a"), World.Route(name: "b", predicate: .statusIs(.failed)))

    #expect(world.place("a").numbers == [1, 2, 3])
    #expect(world.place("b").numbers == [2])
    #expect(outcome.receipt.routes.map(\.written) == [3, 1])
    #expect(outcome.receipt.routes.map(\.name.text) == ["a", "b"])
  }

  @Test func anItemThatNoRouteTakesIsHeld() async {
    let outcome = await run(
      [1: .pending, 2: .failed, 3: .failed], World.Route(name: "a", predicate: .statusIs(.pending)))

    #expect(world.place("a").numbers == [1])
    #expect(outcome.receipt.held == 2)
    #expect(outcome.receipt.ending == .done)
  }

  @Test func anItemThatNoRouteTakesIsSkippedWhereTheDefinitionSaysSo() async {
    let outcome = await world.run(
      ScriptedSource(Sample.items([1: .pending, 2: .failed, 3: .successful])),
      to: [World.Route(name: "a", predicate: .statusIs(.pending))],
      World.Terms(recovery: policy, unmatched: .skip))

    #expect(world.place("a").numbers == [1])
    #expect(outcome.receipt.held == 0)
    #expect(outcome.receipt.skipped == 2)
    #expect(outcome.messages == [])
  }

  @Test func nothingIsDeliveredWhereEveryItemMustHaveARouteAndOneHasNone() async {
    let items: KeyValuePairs<Int, ItemStatus> = [1: .pending, 2: .failed, 3: .inProgress]
    let routes = [
      World.Route(name: "a", predicate: .statusIs(.pending)),
      World.Route(name: "b", predicate: .statusIs(.abandoned)),
    ]
    let terms = World.Terms(recovery: policy, unmatched: .fail)
    let outcome = await world.run(ScriptedSource(Sample.items(items)), to: routes, terms)

    #expect(outcome.messages == ["no route takes item \(Sample.entry(2))"])
    #expect(
      outcome.troubles.map(\.hint) == [
        "let a route take them, or write 'unmatched: hold' or 'unmatched: skip'; until then "
          + "nothing is delivered"
      ])
    #expect(outcome.receipt.ending == .failed)
    #expect(outcome.receipt.held == 1)
    #expect(outcome.receipt.routes.map(\.outstanding) == [1, 0])
    #expect(world.log.failures == outcome.messages)
    #expect(world.log.effects == ["change 3 new, 0 changed", "receipt failed"], "not even opened")

    // Once a route takes it, the run goes on as if nothing had been.
    let mended = [World.Route(name: "a"), World.Route(name: "b", predicate: .statusIs(.abandoned))]
    let second = await world.run(ScriptedSource(Sample.items(items)), to: mended, terms)
    #expect(second.messages == [])
    #expect(world.place("a").numbers == [1, 2])
  }

  @Test(arguments: [
    (2, "no route takes 2 items: \(Sample.entry(1)), \(Sample.entry(2))"),
    (
      7,
      "no route takes 7 items: "
        + (1...5).map { "\(Sample.entry($0))" }.joined(separator: ", ") + " and 2 more"
    ),
  ])
  func atMostFiveItemsWithoutARouteAreNamed(count: Int, message: String) async {
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...count)),
      to: [World.Route(name: "a", predicate: .statusIs(.failed))],
      World.Terms(recovery: policy, unmatched: .fail))

    #expect(outcome.messages == [message])
  }

  @Test func aRouteDecidesByTheStatusWithWhichAnItemBecameWork() async {
    let route = World.Route(name: "a", predicate: .statusIs(.pending))
    var broken = route
    broken.script.opening = [1: SinkErrors.full]
    _ = await run([1: .pending, 2: .pending], broken)
    _ = await run([1: .inProgress, 2: .failed], route)

    #expect(world.place("a").numbers == [1, 2], "the decision once made stands")
    #expect(world.place("a").published.map(\.status) == [.inProgress, .failed])
  }

  @Test func aNewRouteGetsEverythingFromTheStart() async {
    _ = await run([1: .pending, 2: .pending], World.Route(name: "a"))
    _ = await run(
      [1: .pending, 2: .pending, 3: .pending], World.Route(name: "a"), World.Route(name: "b"))

    #expect(world.place("a").numbers == [1, 2, 3])
    #expect(world.place("b").numbers == [1, 2, 3])
  }

  @Test func aRouteThatWasAwayGoesOnWhereItWas() async {
    _ = await run([1: .pending, 2: .inProgress], World.Route(name: "a"), World.Route(name: "b"))
    _ = await run([1: .pending, 2: .pending, 3: .pending], World.Route(name: "b"))
    #expect(world.place("a").numbers == [1])

    _ = await run(
      [1: .pending, 2: .pending, 3: .pending], World.Route(name: "a"), World.Route(name: "b"))
    #expect(world.place("a").numbers == [1, 2, 3])
    #expect(world.place("b").numbers == [1, 2, 3])
  }

  @Test func workThatComesUpWhileARouteIsAwayIsDeliveredWhenItIsBack() async {
    let items: KeyValuePairs<Int, ItemStatus> = [1: .pending, 2: .pending, 3: .pending]
    _ = await run(
      [1: .inProgress, 2: .pending, 3: .pending], World.Route(name: "a"), World.Route(name: "b"))
    _ = await run(items, World.Route(name: "b"))
    _ = await run(items, World.Route(name: "a"), World.Route(name: "b"))

    #expect(world.place("a").numbers == [2, 3, 1])
  }

  @Test func aRouteWhoseWhenHasChangedIsRefusedAndTheOthersGoOn() async {
    let items: KeyValuePairs<Int, ItemStatus> = [1: .pending, 2: .failed]
    _ = await run(
      items, World.Route(name: "a", predicate: .statusIs(.pending)), World.Route(name: "b"))
    world.log.clear()
    let outcome = await run(
      [1: .pending, 2: .failed, 3: .pending], World.Route(name: "a"), World.Route(name: "b"))

    let message =
      "route 'a' has delivered items of this export job as 'job nightly, when status == "
      + "\"pending\", to recording', and is 'job nightly, when true, to recording' now"
    #expect(outcome.messages == [message])
    #expect(
      outcome.troubles.map(\.hint) == [
        "put it back as it was; or accept the change, so that what was delivered counts as "
          + "delivered: sluice state FILE accept-terms a"
      ])
    #expect(outcome.receipt.ending == .failed)
    #expect(outcome.receipt.failure == message)
    #expect(world.log.effects(of: "a") == [], "not even opened")
    #expect(world.log.failures == [message])
    #expect(world.place("a").numbers == [1])
    #expect(world.place("b").numbers == [1, 2, 3])
  }

  @Test func aChangedWhenIsRefusedEvenIfNothingLiesAheadOfThePosition() async {
    let items: KeyValuePairs<Int, ItemStatus> = [1: .failed, 2: .pending]
    _ = await run(items, World.Route(name: "a", predicate: .statusIs(.pending)))
    let outcome = await run(items, World.Route(name: "a"))

    #expect(
      outcome.messages == [
        "route 'a' has delivered items of this export job as 'job nightly, when status == "
          + "\"pending\", to recording', and is 'job nightly, when true, to recording' now"
      ], "item 1 is the route's now, and would silently never be delivered")
  }

  /// A file queue's directory was changed in the middle of a job: the run said that there was nothing
  /// to deliver, and the new directory stayed empty.
  @Test func aRouteWhoseSinkHasAnotherPlaceIsRefused() async {
    let items: KeyValuePairs<Int, ItemStatus> = [1: .pending]
    _ = await run(items, World.Route(name: "a"))
    var moved = World.Route(name: "a")
    moved.script.claims = [.directory("/elsewhere")]
    let outcome = await run(items, moved)

    #expect(
      outcome.messages == [
        "route 'a' has delivered items of this export job as 'job nightly, when true, to "
          + "recording', and is 'job nightly, when true, to recording in directory /elsewhere' now"
      ])
  }

  /// Two definitions on one state folder had routes of one name: the second said that there was
  /// nothing to deliver.
  @Test func aRouteOfAnotherDefinitionDoesNotTakeOverTheProgress() async {
    _ = await run([1: .pending], World.Route(name: "a"))
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...1)), to: [World.Route(name: "a")],
      World.Terms(definition: "other"))

    #expect(
      outcome.messages == [
        "route 'a' has delivered items of this export job as 'job nightly, when true, to "
          + "recording', and is 'job other, when true, to recording' now"
      ])
  }

  @Test func aWhenMayChangeWhileNothingIsDelivered() async {
    let items: KeyValuePairs<Int, ItemStatus> = [1: .pending, 2: .failed]
    _ = await run(items, World.Route(name: "a", predicate: .statusIs(.abandoned)))
    let outcome = await run(items, World.Route(name: "a"))

    #expect(outcome.messages == [])
    #expect(world.place("a").numbers == [1, 2])
  }

  @Test func theOldWhenPutBackGoesOnWhereItWas() async {
    let old = World.Route(name: "a", predicate: .statusIs(.pending))
    _ = await run([1: .pending], old)
    _ = await run([1: .pending, 2: .pending], World.Route(name: "a"))
    let outcome = await run([1: .pending, 2: .pending], old)

    #expect(outcome.messages == [])
    #expect(world.place("a").numbers == [1, 2])
  }

  private func run(
    _ items: KeyValuePairs<Int, ItemStatus>, _ routes: World.Route...
  ) async -> RunOutcome {
    await world.run(
      ScriptedSource(Sample.items(items)), to: routes, World.Terms(recovery: policy))
  }
}
