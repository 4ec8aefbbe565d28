import ExportEngine
import ExportModel
import PageSourceKit
import Testing

/// An export job that has only so much time (*The Export API*, *Jobs that end*).
struct ExpiryTests {
  private let world = World("queue")
  private let clock = ManualClock()

  private func job(_ timeLeft: Duration?) -> ExportJob {
    ExportJob(id: Sample.job, status: .inProgress, timeLeft: timeLeft, numberOfItems: nil)
  }

  private var terms: World.Terms {
    var terms = World.Terms()
    terms.clock = clock
    return terms
  }

  /// The accounting system could not report them any more: they would be exported again, and posted twice.
  @Test func nothingIsDeliveredAfterTheTimeIsOver() async {
    let source = ScriptedSource(Sample.pending(1...6), jobs: [job(.seconds(3600))])
    var route = World.Route(name: "queue", limit: 2)
    route.script.whileDelivering = { [clock] _ in clock.advance(by: .seconds(2000)) }
    let outcome = await world.run(source, to: [route], terms)
    #expect(outcome.receipt.ending == .jobExpired)
    #expect(outcome.receipt.routes.map(\.written) == [4])
    #expect(outcome.receipt.routes.map(\.outstanding) == [2])
    #expect(outcome.troubles.isEmpty)
    let again = await world.run(source, to: [World.Route(name: "queue")], terms)
    #expect(again.receipt.routes.map(\.written) == [2], "the API says that the job is still open")
  }

  @Test func whatWasDeliveredInTimeIsDone() async {
    let source = ScriptedSource(Sample.pending(1...2), jobs: [job(.seconds(3600))])
    var route = World.Route(name: "queue")
    route.script.whileDelivering = { [clock] _ in clock.advance(by: .seconds(4000)) }
    let outcome = await world.run(source, to: [route], terms)
    #expect(outcome.receipt.ending == .done)
  }

  @Test(arguments: [(599, 1), (601, 0), (0, 1), (-1, 1)])
  func aShortTimeIsSaidOnce(seconds: Int, warnings: Int) async {
    let source = ScriptedSource(Sample.pending(1...2), jobs: [job(.seconds(seconds))])
    let outcome = await world.run(source, to: [World.Route(name: "queue")], terms)
    #expect(outcome.receipt.ending == .done, "a job that a person has named is gone on with")
    let said = world.log.events.count { if case .jobExpiresSoon = $0 { true } else { false } }
    #expect(said == warnings)
  }

  @Test func aJobThatWasFoundIsNotBegunAfterItsTime() async {
    let source = ScriptedSource(Sample.pending(1...2), jobs: [job(.zero)])
    let outcome = await run(source)
    #expect(outcome.receipt.ending == .jobExpired)
    #expect(source.pageRequests == 0)
  }

  @Test func aTimeThatEndsWhilePagesAreReadBeginsNoDelivery() async {
    let source = ScriptedSource(Sample.pending(1...2), jobs: [job(.seconds(60)), job(.zero)])
    let outcome = await run(source)
    #expect(outcome.receipt.ending == .jobExpired)
    #expect(world.log.effects == ["receipt job_expired"])
  }

  /// Runs a job as one that a source found.
  private func run(_ source: ScriptedSource) async -> RunOutcome {
    let plan = ExportRun.Plan(
      definition: Sample.name("nightly"), jobID: Sample.job, recovery: RecoveryPolicy(),
      order: .entryID, completeness: .strict, expired: .hold,
      routes: world.plan(to: [World.Route(name: "queue")], terms).routes)
    return await ExportRun(
      plan, source: source,
      ledger: InMemoryLedger(disk: world.disk, life: Life(), log: world.log), observer: world.log,
      clock: clock, stop: StopSwitch()
    ).execute()
  }
}
