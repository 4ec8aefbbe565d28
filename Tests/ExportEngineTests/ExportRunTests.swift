import ExportEngine
import ExportModel
import PageSourceKit
import Testing

@Suite struct ExportRunTests {
  private let world = World("intake")
  private let four = Sample.items([1: .pending, 2: .successful, 3: .pending, 4: .failed])

  @Test func aFirstRunStoresEverythingThenDeliversWhatIsPending() async {
    let clock = ManualClock()
    let source = ScriptedSource(four, pageSize: 3, jobs: [Sample.export(numberOfItems: 4)])
    let outcome = await world.run(
      source, to: [World.Route(name: "intake")], World.Terms(clock: clock))

    #expect(
      source.requests
        == [.job, .page(after: nil), .page(after: ScriptedSource.cursor(0)), .job])
    #expect(
      world.log.effects == [
        "change 4 new, 0 changed", "open intake", "deliver intake 0 2", "durable intake 0 2",
        "record intake 3", "close intake", "receipt done",
      ])
    #expect(world.place("intake").numbers == [1, 3])
    #expect(outcome.messages == [])
    #expect(outcome.receipt == world.disk.contents.receipts.last)
    #expect(outcome.receipt.ending == .done)
    #expect(outcome.receipt.startedAt == 1_700_000_000_000)
    #expect(outcome.receipt.read == 4)
    #expect(outcome.receipt.storedNew == 4)
    #expect(outcome.receipt.storedChanged == 0)
    #expect(outcome.receipt.skipped == 2)
    #expect(outcome.receipt.held == 0)
    #expect(outcome.receipt.missing == 0)
    #expect(outcome.receipt.routes.map(\.written) == [2])
    #expect(outcome.receipt.routes.map(\.outstanding) == [0])
  }

  @Test func aSecondRunFetchesAgainDeliversNothingAndStoresOnlyItsReceipt() async {
    let first = await world.run(four, to: "intake")
    let known = world.disk.contents.record(of: Sample.job)
    world.log.clear()

    let source = ScriptedSource(four)
    let second = await world.run(source, to: [World.Route(name: "intake")])

    #expect(source.requests == [.job, .page(after: nil), .job])
    #expect(world.log.effects == ["receipt done"])
    #expect(world.disk.contents.record(of: Sample.job) == known)
    #expect(world.place("intake").numbers == [1, 3])
    #expect(second.receipt.routes.map(\.written) == [0])
    #expect(second.receipt.storedNew == 0)
    #expect(second.receipt.orderHash == first.receipt.orderHash)
    #expect(second.receipt.ending == .done)
  }

  @Test func aJobWithoutItemsIsASuccessWithNothingToDo() async {
    let outcome = await world.run([], to: "intake")

    #expect(world.log.effects == ["receipt done"])
    #expect(outcome.messages == [])
    #expect(outcome.receipt.ending == .done)
    #expect(outcome.receipt.read == 0)
  }

  @Test func aPendingJobIsRetrievedLikeOneInProgress() async {
    let source = ScriptedSource(four, jobs: [Sample.export(.pending)])
    let outcome = await world.run(source, to: [World.Route(name: "intake")])

    #expect(outcome.receipt.ending == .done)
    #expect(world.place("intake").numbers == [1, 3])
  }

  @Test(arguments: [ExportJobStatus.completed, .completedWithErrors, .failed])
  func aFinishedJobIsLeftUntouched(status: ExportJobStatus) async {
    let source = ScriptedSource(four, jobs: [Sample.export(status)])
    let outcome = await world.run(source, to: [World.Route(name: "intake")])

    #expect(source.requests == [.job])
    #expect(world.log.effects == ["receipt job_finished"], "nothing but the history")
    #expect(outcome.messages == [])
    #expect(outcome.receipt.ending == .jobFinished)
  }

  @Test(arguments: [ExportJobStatus.completed, .completedWithErrors, .failed])
  func aJobThatEndsWhileItsPagesAreReadIsLeftUntouched(status: ExportJobStatus) async {
    let source = ScriptedSource(four, jobs: [Sample.export(), Sample.export(status)])
    let outcome = await world.run(source, to: [World.Route(name: "intake")])

    #expect(source.requests == [.job, .page(after: nil), .job])
    #expect(world.log.effects == ["receipt job_finished"], "nothing but the history")
    #expect(outcome.receipt.ending == .jobFinished)
  }

  @Test func aJobStatusThatIsNotDocumentedEndsTheRun() async {
    let source = ScriptedSource(four, jobs: [Sample.export(ExportJobStatus("paused"))])
    let outcome = await world.run(source, to: [World.Route(name: "intake")])

    #expect(source.requests == [.job])
    #expect(
      outcome.messages == [
        "export job 8eb648ab-464b-42a0-ba17-eda703657e33 has status 'paused', which the API does "
          + "not document"
      ])
    #expect(
      outcome.troubles.map(\.hint)
        == ["nothing was touched; a newer version of sluice may know this status"])
    #expect(world.log.effects == ["receipt failed"])
  }

  @Test func aJobThatTheAPIDoesNotKnowEndsTheRunInTheSourcesWords() async {
    let outcome = await world.run(UnknownJobSource(), to: [World.Route(name: "intake")])

    #expect(outcome.messages == ["the API knows no such job"])
    #expect(outcome.receipt.failure == "the API knows no such job")
    #expect(world.log.failures == ["the API knows no such job"])
    #expect(world.log.effects == ["receipt failed"])
  }

  @Test func aLedgerThatCannotBeReadEndsTheRunBeforeAnythingIsStored() async {
    world.disk.fail([.record: LedgerError(.unreadable, "the ledger is damaged")])
    let outcome = await world.run(four, to: "intake")

    #expect(outcome.messages == ["the ledger is damaged"])
    #expect(world.log.effects == ["receipt failed"])
  }

  @Test func aSnapshotThatCannotBeStoredIsNotDelivered() async {
    world.disk.fail([.change: LedgerError(.storage, "the disk is full")])
    let outcome = await world.run(four, to: "intake")

    #expect(outcome.messages == ["the disk is full"])
    #expect(world.log.effects == ["receipt failed"])
    #expect(world.disk.job.items == [])
  }

  @Test func aReceiptThatCannotBeStoredIsATroubleOfTheRun() async {
    world.disk.fail([.receipt: LedgerError(.storage, "the disk is full")])
    let outcome = await world.run(four, to: "intake")

    #expect(outcome.messages == ["the disk is full"])
    #expect(outcome.receipt.ending == .failed)
    #expect(outcome.receipt.failure == "the disk is full")
    #expect(world.log.failures == ["the disk is full"])
    #expect(world.place("intake").numbers == [1, 3], "what was delivered stays delivered")
  }

  @Test func theReceiptSaysHowLongTheRunTook() async {
    let clock = ManualClock()
    let source = ScriptedSource(four, beforePage: { _ in clock.advance(by: .seconds(7)) })
    let outcome = await world.run(
      source, to: [World.Route(name: "intake")], World.Terms(clock: clock))

    #expect(outcome.receipt.duration == .seconds(7))
  }
}

/// An API that knows no job.
private struct UnknownJobSource: PageSource {
  func exportJob(_ id: JobID) async throws(SourceError) -> ExportJob {
    throw SourceError(.unknownJob, "the API knows no such job")
  }

  func page(of id: JobID, after cursor: Cursor?) async throws(SourceError) -> ItemPage {
    throw SourceError(.unknownJob, "the API knows no such job")
  }
}
