import ExportEngine
import ExportModel
import Predicates
import SinkKit
import Testing

/// What a route owes it owes also when it is renamed, changed or taken out of the job file (promise 9).
@Suite struct OwedByRoutesTests {
  private let world = World("a", "b", "c")

  // MARK: Routes that the job file no longer has

  /// A route that had failed was taken out of the job file: exit 0, and its items were in no sink.
  @Test func aRouteThatWasRemovedStillOwesWhatItWasAskedFor() async {
    await world.failRouteB(after: 1)
    let outcome = await world.run(Sample.pending(1...3), to: "a")
    #expect(outcome.receipt.routes.map { "\($0.name) \($0.owed)" } == ["a 0", "b 1"])
    #expect(outcome.receipt.held == 1)
    #expect(world.log.heldEvents == ["b: 1 route_removed"], "item 3 came after the route was gone")

    world.disk.settle(Sample.name("b"), [1])
    let settled = await world.run(Sample.pending(1...3), to: "a")
    #expect(settled.receipt.routes.map { "\($0.name) \($0.owed)" } == ["a 0"])
    #expect(settled.receipt.held == 0)
  }

  @Test func aRouteThatNeverDeliveredAndWasRemovedOwesEverything() async {
    await world.failRouteB()
    let outcome = await world.run(Sample.pending(1...2), to: "a")
    #expect(outcome.receipt.routes.map { "\($0.name) \($0.owed)" } == ["a 0", "b 2"])
    _ = await world.run(Sample.pending(1...2), to: "a", "b")
    #expect(world.place("b").numbers == [1, 2], "and delivers them once it is back")
  }

  @Test func aRemovedRouteThatHasEverythingIsNotSpokenOf() async {
    _ = await world.run(Sample.pending(1...2), to: "a", "b")
    let outcome = await world.run(Sample.pending(1...3), to: "a")
    #expect(outcome.receipt.routes.map(\.name) == [Sample.name("a")])
    #expect(outcome.receipt.held == 0)
  }

  /// `when` was narrowed while the sink was down: the items that it owed were forgotten.
  @Test func aRouteThatNoLongerTakesWhatItOwesIsRefused() async {
    var broken = World.Route(name: "a")
    broken.script.opening = [1: SinkErrors.full, 2: SinkErrors.full]
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: [broken])
    let narrow = World.Route(name: "a", predicate: .statusIs(.failed))
    for _ in 1...2 {
      let outcome = await world.run(ScriptedSource(Sample.pending(1...2)), to: [narrow])
      #expect(
        outcome.messages == [
          "route 'a' owes 2 items of this export job as 'job nightly, when true, to recording', "
            + "and is 'job nightly, when status == \"failed\", to recording' now"
        ], "and every run refuses it again")
    }
    _ = await world.run(Sample.pending(1...2), to: "a")
    #expect(world.place("a").numbers == [1, 2])
  }

  /// A route was renamed and its `when` narrowed before its first delivery: what it owed was forgotten.
  @Test func whatARenamedRouteNoLongerTakesIsOwedUnderItsOldName() async {
    var broken = World.Route.at([.directory("/queue")], "a")
    broken.script.opening = [1: SinkErrors.full]
    _ = await world.run(
      ScriptedSource(Sample.items([1: .pending, 2: .failed])), to: [broken], both)
    var renamed = World.Route.at([.directory("/queue")], "b")
    renamed.predicate = .statusIs(.failed)
    let outcome = await world.run(
      ScriptedSource(Sample.items([1: .pending, 2: .failed])), to: [renamed], both)
    #expect(world.place("b").numbers == [2])
    #expect(outcome.receipt.routes.map { "\($0.name) \($0.owed)" } == ["b 0", "a 1"])
    #expect(outcome.receipt.held == 1)
  }

  /// A route with `finished: hold` was taken out of a job file that skips such items: they were forgotten.
  @Test func aRemovedRouteHoldsWhatBecameFinal() async {
    let skipping = World.Terms(recovery: RecoveryPolicy(finished: .skip))
    var broken = World.Route.broken("a")
    broken.finished = .hold
    let routes = [broken, World.Route(name: "b")]
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: routes, skipping)
    let final = Sample.items([1: .successful, 2: .successful])
    let outcome = await world.run(final, to: "b", terms: skipping)
    #expect(outcome.receipt.routes.map { "\($0.name) \($0.owed)" } == ["b 0", "a 2"])
  }

  /// A job definition was renamed before its route had delivered: what it owed became another's.
  @Test func whatARouteOwesAsOneOfAnotherDefinitionIsNotTakenOver() async {
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: [.broken("a")])
    let outcome = await world.run(
      Sample.pending(1...2), to: "a", terms: World.Terms(definition: "weekly"))
    #expect(
      outcome.messages == [
        "route 'a' owes 2 items of this export job as 'job nightly, when true, to recording', "
          + "and is 'job weekly, when true, to recording' now"
      ])
    #expect(world.place("a").numbers == [])
  }

  private var both: World.Terms {
    World.Terms(recovery: RecoveryPolicy(process: [.pending, .failed]))
  }

  @Test func aRouteThatTakesMoreThanItOwedGoesOn() async {
    var broken = World.Route(name: "a", predicate: .statusIs(.pending))
    broken.script.opening = [1: SinkErrors.full]
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: [broken])
    let outcome = await world.run(Sample.pending(1...2), to: "a")
    #expect(outcome.messages == [])
    #expect(world.place("a").numbers == [1, 2])
  }

  // MARK: Routes under another name

  /// A route was renamed after its queue was emptied: everything was published again.
  @Test func aRouteUnderANewNameAtTheSamePlaceIsRefused() async {
    let place: Set<ResourceClaim> = [.directory("/queue")]
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: [World.Route.at(place, "a")])
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...3)),
      to: [World.Route.at(place, "b"), World.Route(name: "c")])

    #expect(
      outcome.messages == [
        "route 'b' delivers to where route 'a' has delivered items of this export job: "
          + "recording in directory /queue"
      ])
    #expect(
      outcome.troubles.map(\.hint) == [
        "if it is the same route under a new name: sluice state FILE rename-route a b; if not, give "
          + "its sink another place"
      ])
    #expect(world.place("b").numbers == [], "not even opened")
    #expect(world.place("c").numbers == [1, 2, 3], "the others go on")
  }

  @Test func aNewRouteAtAnotherPlaceDeliversFromTheStart() async {
    _ = await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [World.Route.at([.directory("/queue")], "a")])
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [World.Route.at([.directory("/other")], "b")])
    #expect(outcome.messages == [])
    #expect(world.place("b").numbers == [1, 2])
  }

  @Test func aRouteThatFailedBeforeItDeliveredMayBeRenamed() async {
    var broken = World.Route.at([.directory("/queue")], "a")
    broken.script.opening = [1: SinkErrors.full]
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: [broken])
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [World.Route.at([.directory("/queue")], "b")])
    #expect(outcome.messages == [])
    #expect(world.place("b").numbers == [1, 2])
  }
}
