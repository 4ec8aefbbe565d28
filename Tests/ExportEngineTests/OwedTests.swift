import ExportEngine
import ExportModel
import SinkKit
import Testing

/// What a route owes it owes until its sink has it or a person decides, whatever happens to the item, to
/// the export job or to the job file (promise 9).
@Suite struct OwedTests {
  private let world = World("a", "b", "c")
  private static let finals: [ItemStatus] = [.successful, .failed, .abandoned]

  // MARK: Items that became final meanwhile

  /// A route failed, another delivered, Pleo then called the items successful: exit 0, "left alone".
  @Test(arguments: finals)
  func workThatBecomesFinalBeforeARouteDeliversItIsHeldByThatRoute(status: ItemStatus) async {
    await failRouteB()
    let outcome = await world.run(Sample.items([1: status, 2: status]), to: "a", "b")

    #expect(outcome.receipt.held == 2)
    #expect(outcome.receipt.routes.map(\.held) == [0, 2])
    #expect(outcome.receipt.routes.map(\.owed) == [0, 2])
    #expect(heldEvents == ["b: 2 finished"])
    #expect(world.place("b").numbers == [])

    let again = await world.run(Sample.items([1: status, 2: status]), to: "a", "b")
    #expect(again.receipt.routes.map(\.owed) == [0, 2], "and every run says so again")
  }

  @Test func workThatBecameFinalIsDeliveredWhereTheDefinitionSaysSo() async {
    await failRouteB()
    let outcome = await run(.deliver, [1: .successful, 2: .pending])

    #expect(world.place("b").numbers == [1, 2])
    #expect(world.place("b").published.map(\.status) == [.successful, .pending])
    #expect(world.place("a").numbers == [1, 2], "not again to the route that has it")
    #expect(outcome.receipt.held == 0)
  }

  @Test func workThatBecameFinalIsLeftWhereTheDefinitionSaysSo() async {
    await failRouteB()
    let outcome = await run(.skip, [1: .successful, 2: .pending])

    #expect(world.place("b").numbers == [2])
    #expect(outcome.receipt.held == 0)
    #expect(outcome.receipt.routes.map(\.owed) == [0, 0])
  }

  @Test func aRouteMaySayItsOwn() async {
    let broken = RecordingSinkModule.Script(opening: [1: SinkErrors.full])
    let routes = ["a", "b", "c"].map { World.Route(name: $0, script: broken) }
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: routes)
    let outcome = await world.run(
      ScriptedSource(Sample.items([1: .successful, 2: .failed])),
      to: [
        World.Route(name: "a", finished: .deliver), World.Route(name: "b", finished: .skip),
        World.Route(name: "c"),
      ])

    #expect(world.place("a").numbers == [1, 2])
    #expect(outcome.receipt.routes.map(\.held) == [0, 0, 2])
    #expect(outcome.receipt.held == 2, "an item counts once")
  }

  @Test func workThatNoRouteTakesAndThatBecameFinalStaysHeld() async {
    let pending = World.Route(name: "a", predicate: .statusIs(.failed))
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: [pending])
    let outcome = await world.run(
      ScriptedSource(Sample.items([1: .successful, 2: .pending])), to: [pending])
    #expect(outcome.receipt.held == 2)
  }

  @Test func heldWorkThatIsPendingAgainIsDelivered() async {
    await failRouteB()
    _ = await world.run(Sample.items([1: .successful, 2: .pending]), to: "a", "b")
    #expect(world.place("b").numbers == [2])
    _ = await world.run(Sample.pending(1...2), to: "a", "b")
    #expect(world.place("b").numbers == [2, 1])
  }

  // MARK: Export jobs that ended meanwhile

  @Test(arguments: [ExportJobStatus.completed, .completedWithErrors, .failed])
  func aJobThatEndsLeavesWhatItsRoutesOwe(status: ExportJobStatus) async {
    await failRouteB()
    world.log.clear()
    let outcome = await runEnded(status)

    #expect(outcome.receipt.ending == .jobFinished)
    #expect(outcome.receipt.routes.map(\.owed) == [0, 2])
    #expect(outcome.receipt.held == 2)
    #expect(outcome.receipt.jobStatus == status.name)
    #expect(outcome.receipt.jobFailureReason == "job_expired")
    #expect(world.log.effects == ["receipt job_finished"], "nothing is delivered")
    #expect(heldEvents == ["b: 2 job_ended"])
    #expect(world.disk.contents.receipts.last == outcome.receipt, "it is in the history")
  }

  @Test func aJobThatEndedWithEverythingDeliveredOwesNothing() async {
    _ = await world.run(Sample.pending(1...2), to: "a", "b")
    let outcome = await runEnded(.completed)
    #expect(outcome.receipt.routes.map(\.owed) == [0, 0])
    #expect(outcome.receipt.held == 0)
  }

  @Test func whatIsKnownOfAnEndedJobSaysThatNoRunDeliversIt() async {
    await failRouteB()
    _ = await runEnded(.failed)
    let record = world.disk.contents.record(of: Sample.job)
    let plan = world.plan(to: [World.Route(name: "a"), World.Route(name: "b")], World.Terms())
    let standing = ItemStanding(of: 0, plan, record)
    #expect(standing.routes.map(\.obligation) == [.delivered, .held(.jobEnded)])
    #expect(standing.now == .hold)
    #expect(standing.ended == .failed)
    #expect(JobStanding(plan, record).routes.map(\.tally.owed) == [0, 2])
  }

  @Test func whatAPersonSettledIsOwedNoMore() async {
    await failRouteB(after: 1)
    world.disk.settle(Sample.name("b"), [1])
    let outcome = await runEnded(.failed)
    #expect(outcome.receipt.routes.map(\.owed) == [0, 0])
    #expect(outcome.receipt.held == 0)
  }

  /// Settled as posted by hand, then pending again at Pleo: it was delivered, and so posted twice.
  @Test func aSettledItemStaysSettledWhateverItsStatusBecomes() async {
    await failRouteB(after: 1)
    _ = await world.run(Sample.items([1: .pending, 2: .successful]), to: "a", "b")
    world.disk.settle(Sample.name("b"), [1])
    let settled = await world.run(Sample.items([1: .pending, 2: .successful]), to: "a", "b")
    #expect(settled.receipt.routes.map(\.owed) == [0, 0])
    let again = await world.run(Sample.pending(1...2), to: "a", "b")
    #expect(world.place("b").numbers == [1])
    #expect(again.receipt.routes.map(\.owed) == [0, 0])
  }

  // MARK: Routes that the job file no longer has

  /// A route that had failed was taken out of the job file: exit 0, and its items were in no sink.
  @Test func aRouteThatWasRemovedStillOwesWhatItWasAskedFor() async {
    await failRouteB(after: 1)
    let outcome = await world.run(Sample.pending(1...3), to: "a")
    #expect(outcome.receipt.routes.map { "\($0.name) \($0.owed)" } == ["a 0", "b 1"])
    #expect(outcome.receipt.held == 1)
    #expect(heldEvents == ["b: 1 route_removed"], "item 3 came after the route was gone")

    world.disk.settle(Sample.name("b"), [1])
    let settled = await world.run(Sample.pending(1...3), to: "a")
    #expect(settled.receipt.routes.map { "\($0.name) \($0.owed)" } == ["a 0"])
    #expect(settled.receipt.held == 0)
  }

  @Test func aRouteThatNeverDeliveredAndWasRemovedOwesEverything() async {
    await failRouteB()
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
          "route 'a' owes 2 items of this export job as 'job nightly, when true, to recording' that it "
            + "does not take as 'job nightly, when status == \"failed\", to recording'"
        ], "and every run refuses it again")
    }
    _ = await world.run(Sample.pending(1...2), to: "a")
    #expect(world.place("a").numbers == [1, 2])
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
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: [at(place, "a")])
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...3)), to: [at(place, "b"), World.Route(name: "c")])

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
      ScriptedSource(Sample.pending(1...2)), to: [at([.directory("/queue")], "a")])
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [at([.directory("/other")], "b")])
    #expect(outcome.messages == [])
    #expect(world.place("b").numbers == [1, 2])
  }

  @Test func aRouteThatFailedBeforeItDeliveredMayBeRenamed() async {
    var broken = at([.directory("/queue")], "a")
    broken.script.opening = [1: SinkErrors.full]
    _ = await world.run(ScriptedSource(Sample.pending(1...2)), to: [broken])
    let outcome = await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [at([.directory("/queue")], "b")])
    #expect(outcome.messages == [])
    #expect(world.place("b").numbers == [1, 2])
  }

  // MARK: Entries of an earlier export job

  @Test func anEntryThatWasDeliveredInAnEarlierJobNamesThatJob() async {
    await runEarlierJob(Sample.pending(1...2))
    let outcome = await world.run(Sample.pending(1...3), to: "a", "b")
    #expect(outcome.messages == [])
    #expect(previousJobs(of: "b") == [Self.earlier, Self.earlier, nil])
    #expect(previousJobs(of: "a") == [nil, nil, nil], "a route that never delivered it")
  }

  @Test func aPlaceThatGotAnEntryInAnEarlierJobNamesThatJobUnderAnyRoute() async {
    await runEarlierJob(Sample.pending(1...2), to: at([.directory("/queue")], "a"))
    _ = await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [at([.directory("/queue")], "c")])
    #expect(previousJobs(of: "c") == [Self.earlier, Self.earlier])
  }

  @Test func anEntryThatNoRouteOfTheEarlierJobDeliveredIsNew() async {
    let failed = World.Route(name: "b", predicate: .statusIs(.failed))
    await runEarlierJob(Sample.items([1: .pending, 2: .failed]), to: failed)
    _ = await world.run(Sample.pending(1...2), to: "b")
    #expect(previousJobs(of: "b") == [nil, Self.earlier])
  }

  @Test func anEntryOfAnEarlierJobIsHeldWhereTheDefinitionSaysSo() async {
    await runEarlierJob(Sample.pending(1...2))
    let terms = World.Terms(recovery: RecoveryPolicy(deliveredBefore: .hold))
    let held = await world.run(Sample.pending(1...3), to: "b", terms: terms)
    #expect(world.place("b").numbers == [1, 2, 3])
    #expect(held.receipt.held == 2)
    #expect(heldEvents == ["b: 2 delivered_before"])

    _ = await world.run(Sample.pending(1...3), to: "b")
    #expect(
      world.place("b").numbers == [1, 2, 3, 1, 2], "and delivered once the definition says that")
  }

  // MARK: The stage

  private static let earlier = JobID(Identifier(high: 1, low: 2))

  private func runEarlierJob(
    _ items: [ItemPage.Item], to route: World.Route = World.Route(name: "b")
  ) async {
    let job = Self.earlier
    let moved = items.map { ItemPage.Item(jobID: job, entryID: $0.entryID, status: $0.status) }
    let source = ScriptedSource(
      moved, jobs: [ExportJob(id: job, status: .inProgress, numberOfItems: nil)])
    let terms = World.Terms(
      jobID: job, recovery: RecoveryPolicy(process: [.pending, .failed]))
    _ = await world.run(source, to: [route], terms)
    world.log.clear()
  }

  private func previousJobs(of route: String) -> [JobID?] {
    world.place(route).published.filter { $0.jobID == Sample.job }.map(\.previousJobID)
  }

  /// Routes a and b get two pending items, and b delivers only the first `count`.
  private func failRouteB(after count: Int = 0) async {
    var broken = World.Route(name: "b", limit: 1)
    broken.script.delivering = [count + 1: .before(SinkErrors.full)]
    _ = await world.run(
      ScriptedSource(Sample.pending(1...2)), to: [World.Route(name: "a"), broken])
    #expect(world.place("b").numbers == Array(Array(1...2).prefix(count)))
    world.log.clear()
  }

  private func run(
    _ finished: RecoveryPolicy.Finished, _ items: KeyValuePairs<Int, ItemStatus>
  ) async -> RunOutcome {
    await world.run(
      Sample.items(items), to: "a", "b",
      terms: World.Terms(recovery: RecoveryPolicy(finished: finished)))
  }

  private func runEnded(_ status: ExportJobStatus) async -> RunOutcome {
    let job = ExportJob(
      id: Sample.job, status: status, numberOfItems: 2, failureReasonType: "job_expired")
    let source = ScriptedSource(Sample.pending(1...2), jobs: [job])
    return await world.run(source, to: [World.Route(name: "a"), World.Route(name: "b")])
  }

  private func at(_ claims: Set<ResourceClaim>, _ name: String) -> World.Route {
    World.Route(name: name, script: RecordingSinkModule.Script(claims: claims))
  }

  private var heldEvents: [String] {
    world.log.events.compactMap { event in
      guard case .held(let route, let items, let reason) = event else { return nil }
      return "\(route): \(items) \(reason.rawValue)"
    }
  }
}
