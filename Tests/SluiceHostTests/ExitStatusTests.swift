import ExportEngine
import ExportModel
import PageSourceKit
import SinkKit
import Testing

@testable import SluiceHost

/// The exit codes that the README lists, from one pure function.
@Suite struct ExitStatusTests {
  @Test func aRunThatDidEverythingIsDone() throws {
    #expect(ExitStatus.of(try outcome()) == .done)
  }

  @Test func aFinishedJobIsDone() throws {
    #expect(ExitStatus.of(try outcome(.jobFinished)) == .done)
  }

  @Test func aStoppedRunIsUnfinished() throws {
    #expect(ExitStatus.of(try outcome(.stopped)) == .unfinished)
  }

  @Test func heldItemsNeedAPerson() throws {
    #expect(ExitStatus.of(try outcome { $0.held = 1 }) == .needsPerson)
  }

  @Test func whatIsOwedOfAnotherExportJobNeedsAPerson() throws {
    #expect(ExitStatus.of(try outcome { $0.owedElsewhere = 1 }) == .needsPerson)
  }

  @Test func itemsThatWereRejectedBeforeNeedAPerson() throws {
    let route = try #require(Name("books"))
    let outcome = try outcome {
      var receipt = RunReceipt.Route(name: route)
      receipt.rejectedBefore = 1
      $0.routes = [receipt]
    }
    #expect(ExitStatus.of(outcome) == .needsPerson)
  }

  @Test func rejectedItemsNeedAPerson() throws {
    let route = try #require(Name("books"))
    let outcome = try outcome {
      var receipt = RunReceipt.Route(name: route)
      receipt.rejected = 1
      $0.routes = [receipt]
    }
    #expect(ExitStatus.of(outcome) == .needsPerson)
  }

  @Test(arguments: [
    (SourceError.Code.unreachable, Int32(69)), (.denied, 77), (.unknownJob, 76), (.badAnswer, 76),
    (.cursorRefused, 76), (.cancelled, 75),
  ])
  func troubleWithTheSource(code: SourceError.Code, status: Int32) {
    #expect(ExitStatus.of(RunTrouble.source(SourceError(code, "x"))).rawValue == status)
  }

  @Test(arguments: [(LedgerError.Code.storage, Int32(74)), (.denied, 77), (.unreadable, 74)])
  func troubleWithTheLedger(code: LedgerError.Code, status: Int32) {
    #expect(ExitStatus.of(RunTrouble.ledger(LedgerError(code, "x"))).rawValue == status)
  }

  @Test(arguments: [
    (SinkError.Code.unavailable, Int32(69)), (.storage, 74), (.denied, 77), (.invalid, 74),
    (.broken, 70),
  ])
  func troubleWithASink(code: SinkError.Code, status: Int32) throws {
    let route = try #require(Name("books"))
    #expect(
      ExitStatus.of(RunTrouble.sink(route: route, SinkError(code, "x"))).rawValue == status)
  }

  @Test func aChangedRouteNeedsAPerson() throws {
    let route = try #require(Name("books"))
    let trouble = RunTrouble.termsChanged(route: route, from: "true", to: "false")
    #expect(ExitStatus.of(trouble) == .needsPerson)
  }

  @Test func itemsWithoutARouteNeedAPerson() throws {
    #expect(ExitStatus.of(RunTrouble.unmatched(first: [], count: 3)) == .needsPerson)
  }

  @Test func tooManyRejectedItemsNeedAPerson() throws {
    let route = try #require(Name("books"))
    let trouble = RunTrouble.tooManyRejected(route: route, rejected: 3, limit: 2)
    #expect(ExitStatus.of(trouble) == .needsPerson)
  }

  /// `status` would say that the next run does what the scheduler does not run again, or the other way round.
  @Test func aPersonIsNeededWhereRunningAgainDoesNotHelp() throws {
    let route = try #require(Name("books"))
    let sources: [SourceError.Code] = [
      .unreachable, .denied, .unknownJob, .foreignJob, .badAnswer, .cursorRefused, .cancelled,
      .invalid, .storage,
    ]
    let ledgers: [LedgerError.Code] = [.storage, .denied, .unreadable]
    let sinks: [SinkError.Code] = [.unavailable, .storage, .denied, .invalid, .broken]
    let troubles: [RunTrouble] =
      sources.map { .source(SourceError($0, "x")) } + ledgers.map { .ledger(LedgerError($0, "x")) }
      + sinks.map { .sink(route: route, SinkError($0, "x")) }
    for trouble in troubles {
      let isFinal = ExitStatus.final.contains(ExitStatus.of(trouble).rawValue)
      #expect(trouble.needsPerson == isFinal, "\(trouble)")
    }
  }

  @Test func ofSeveralTheOneThatMostNeedsAPersonCounts() {
    #expect(ExitStatus.combined([.done, .unreachable, .storage, .unfinished]) == .storage)
    #expect(ExitStatus.combined([.unfinished, .needsPerson]) == .unfinished)
    #expect(ExitStatus.combined([]) == .done)
    #expect(Set(ExitStatus.byUrgency) == Set(ExitStatus.allCases))
  }

  private func outcome(
    _ ending: RunReceipt.Ending = .done, _ change: (inout RunReceipt) -> Void = { _ in }
  ) throws -> RunOutcome {
    var receipt = try sampleReceipt()
    receipt.ending = ending
    change(&receipt)
    return RunOutcome(receipt: receipt, troubles: [])
  }
}

/// The receipt of a run of the guide's job that has just begun.
func sampleReceipt() throws -> RunReceipt {
  RunReceipt(
    definition: try #require(Name("nightly")),
    jobID: try #require(JobID("8eb648ab-464b-42a0-ba17-eda703657e33")),
    startedAt: 1_777_629_600_250)
}
