import ExportModel
import PageSourceKit
import Predicates
import Testing

@testable import ExportEngine

/// What one route has to do with an item, and why.
struct RouteObligationsTests {
  private let world = World("a")

  /// The obligations of route `a` in each of the items 0 to 4, of which the first `position` are passed.
  private func obligations(
    _ statuses: [ItemStatus], work: [ItemStatus?] = [], position: Int = 0,
    _ terms: World.Terms = World.Terms(), predicate: ItemPredicate = .always,
    ended: ExportJobStatus? = nil, missing: Set<Ordinal> = [],
    changing change: (inout RouteProgress) -> Void = { _ in }
  ) throws -> [Obligation] {
    var items = ItemTable()
    for (number, status) in statuses.enumerated() {
      let began = number < work.count ? work[number] : .pending
      let code = items.table.code(for: status)
      let workCode = began.map { items.table.code(for: $0) } ?? StatusCode.none
      items.append(
        Sample.entry(number), status: try #require(code), work: try #require(workCode))
    }
    var progress = RouteProgress(
      position: position, terms: .known(Sample.terms), seen: items.count)
    change(&progress)
    let record = JobRecord(
      items: items, routes: [Sample.name("a"): progress], missing: missing, ended: ended)
    let plan = world.plan(to: [World.Route(name: "a", predicate: predicate)], terms)
    let duty = RouteObligations(plan.routes[0], Worklist(plan, record), progress: progress)
    return (0..<items.count).map(duty.obligation)
  }

  @Test func whatIsPassedIsDeliveredButForLateRejectedAndSettledItems() throws {
    let found = try obligations([.pending, .pending, .pending, .pending, .pending], position: 4) {
      $0.late = [1]
      $0.rejects = [2, 3]
      $0.settled = [3]
    }
    #expect(
      found == [
        .delivered, .outstanding(late: true), .rejected, .settled, .outstanding(late: false),
      ])
  }

  @Test func whatNeverWasWorkIsNotAskedAndWhatTheConditionLeavesIsNotTaken() throws {
    let found = try obligations(
      [.pending, .pending, .successful], work: [.pending, .failed, nil],
      predicate: .statusIs(.failed))
    #expect(found == [.notTaken, .outstanding(late: false), .notAsked])
  }

  @Test(arguments: [
    (RecoveryPolicy.Finished.hold, Obligation.held(.finished)), (.skip, .skipped),
    (.deliver, .outstanding(late: false)),
  ])
  func whatBecameFinalIsDoneWithAsTheDefinitionSays(
    finished: RecoveryPolicy.Finished, obligation: Obligation
  ) throws {
    let terms = World.Terms(recovery: RecoveryPolicy(finished: finished))
    #expect(try obligations([.successful], terms) == [obligation])
  }

  @Test func aPersonDecidesOnWhatIsUnlistedUnknownOrLeftOfAJobThatEnded() throws {
    #expect(try obligations([.pending], missing: [0]) == [.held(.unlisted)])
    #expect(try obligations([Sample.status("on_the_moon")]) == [.held(.unknownStatus)])
    #expect(try obligations([.pending], ended: .completed) == [.held(.jobEnded)])
  }

  @Test func untilNewTermsAreAcceptedWhatIsPassedIsJudgedByTheOld() throws {
    // The progress was made with a condition that takes everything.
    let found = try obligations(
      [.pending, .pending], position: 1, predicate: .statusIs(.failed))
    #expect(found == [.delivered, .notTaken])
  }
}
