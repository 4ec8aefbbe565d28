import ExportEngine
import ExportModel
import PageSourceKit
import Testing

@Suite struct MovingListTests {
  private let world = World("a")
  private let route = [World.Route(name: "a")]
  private let atRest = ScriptedSource.pages(Sample.pending(1...4), size: 2)
  private let hint = "run again when the export job no longer changes"

  /// A list whose total moves between its pages.
  private let growing = [
    ItemPage(
      items: Sample.pending([1, 2]), hasNextPage: true, endCursor: ScriptedSource.cursor(7),
      total: 3),
    ItemPage(items: Sample.pending([3, 4]), hasNextPage: false, endCursor: nil, total: 4),
  ]

  /// A list with an item whose status moves between its pages.
  private let changing = ScriptedSource.pages(
    cut: [Sample.pending([1, 2]), Sample.items([2: .successful, 3: .pending])])

  @Test func aTotalThatMovesWhileReadingMakesTheListBeReadAgain() async {
    let source = ScriptedSource(readings: [growing, atRest])
    let outcome = await world.run(source, to: route)

    #expect(
      source.requests == [
        .job, .page(after: nil), .page(after: ScriptedSource.cursor(7)), .page(after: nil),
        .page(after: ScriptedSource.cursor(0)), .job,
      ])
    #expect(
      world.log.reasonsToReadAgain == ["page 2: 'total' went from 3 to 4 while reading"])
    #expect(outcome.messages == [])
    #expect(outcome.receipt.read == 4, "nothing of the first reading is left")
    #expect(world.place("a").numbers == [1, 2, 3, 4])
  }

  @Test func anItemWithTwoStatusesMakesTheListBeReadAgain() async {
    let source = ScriptedSource(readings: [changing, changing, atRest])
    let outcome = await world.run(source, to: route)

    let reason =
      "item e0000000-0000-4000-0000-000000000002 changed its status while the pages were read"
    #expect(world.log.reasonsToReadAgain == [reason, reason])
    #expect(outcome.messages == [])
    #expect(world.place("a").numbers == [1, 2, 3, 4])
  }

  @Test func aListThatNeverComesToRestIsReadThreeTimesAndNoMore() async {
    let source = ScriptedSource(readings: [growing])
    let outcome = await world.run(source, to: route)

    #expect(source.requests.count { $0 == .page(after: nil) } == 3)
    #expect(
      outcome.messages
        == ["page 2: 'total' went from 3 to 4 while reading, in each of 3 readings"])
    #expect(outcome.troubles.map(\.hint) == [hint])
    #expect(world.log.effects == ["receipt failed"])
  }

  @Test func anItemThatChangesInEveryReadingEndsTheRun() async {
    let outcome = await world.run(ScriptedSource(readings: [changing]), to: route)

    #expect(
      outcome.messages == [
        "item e0000000-0000-4000-0000-000000000002 changed its status while the pages were read, "
          + "in each of 3 readings"
      ])
    #expect(outcome.troubles.map(\.hint) == [hint])
  }

  @Test func aRefusedCursorMakesTheListBeReadAgainFromItsFirstPage() async {
    let source = ScriptedSource(
      readings: [atRest], faults: [2: SourceError(.cursorRefused, "the cursor is unknown")])
    let outcome = await world.run(source, to: route)

    #expect(world.log.reasonsToReadAgain == ["page 2: the cursor is unknown"])
    #expect(source.pageRequests == 4)
    #expect(outcome.messages == [])
    #expect(world.place("a").numbers == [1, 2, 3, 4])
  }

  @Test func aCursorThatIsRefusedInEveryReadingEndsTheRun() async {
    let refusal = SourceError(.cursorRefused, "the cursor is unknown")
    let source = ScriptedSource(readings: [atRest], faults: [2: refusal, 4: refusal, 6: refusal])
    let outcome = await world.run(source, to: route)

    #expect(source.pageRequests == 6)
    #expect(outcome.messages == ["page 2: the cursor is unknown"])
    #expect(world.log.effects == ["receipt failed"])
  }

  @Test func allReasonsTogetherMakeNoMoreThanThreeReadings() async {
    let source = ScriptedSource(
      readings: [growing, atRest, changing],
      faults: [4: SourceError(.cursorRefused, "the cursor is unknown")])
    let outcome = await world.run(source, to: route)

    #expect(source.requests.count { $0 == .page(after: nil) } == 3)
    #expect(world.log.reasonsToReadAgain.count == 2)
    #expect(
      outcome.messages == [
        "item e0000000-0000-4000-0000-000000000002 changed its status while the pages were read, "
          + "in each of 3 readings"
      ])
  }

  @Test func aCursorMayComeAgainInAnotherReading() async {
    let source = ScriptedSource(readings: [changing, changing, atRest])
    let outcome = await world.run(source, to: route)

    #expect(source.requests.count { $0 == .page(after: ScriptedSource.cursor(0)) } == 3)
    #expect(outcome.messages == [])
  }
}
