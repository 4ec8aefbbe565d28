import ExportEngine
import ExportModel
import PageSourceKit
import Synchronization
import Testing

/// A list that has no end is given up, and nothing of it is stored.
@Suite struct EndlessListTests {
  private let world = World("a")

  /// 45,000 requests and no end: new cursors, items repeated.
  @Test func pagesThatBringNothingNewEndTheRun() async {
    let source = EndlessSource { _ in Sample.pending(1...3) }
    let outcome = await run(source)
    #expect(
      outcome.messages
        == ["page 101: 100 pages have brought nothing new, and the list goes on: it has no end"])
    #expect(source.pages == 101)
    #expect(world.log.effects == ["receipt failed"])
  }

  @Test func emptyPagesEndTheRun() async {
    let source = EndlessSource { _ in [] }
    let outcome = await run(source)
    #expect(
      outcome.messages
        == ["page 100: 100 pages have brought nothing new, and the list goes on: it has no end"])
  }

  @Test func moreItemsThanTheJobHasEndTheRun() async {
    let source = EndlessSource(numberOfItems: 20) { Sample.pending($0 * 50..<$0 * 50 + 50) }
    let outcome = await run(source)
    #expect(
      outcome.messages == [
        "page 21: 1050 items have come, and the job says that it has 20, and the list goes on: it "
          + "has no end"
      ])
  }

  /// Twice as many is more than a number can be: the program ended on the spot.
  @Test(arguments: [Int.max, .max / 2 + 1])
  func aClaimOfMoreThanThereCanBeIsNoReasonToGiveUp(claimed: Int) async {
    let source = EndlessSource(numberOfItems: claimed) { _ in Sample.pending(1...3) }
    let outcome = await run(source)
    #expect(
      outcome.messages
        == ["page 101: 100 pages have brought nothing new, and the list goes on: it has no end"])
  }

  @Test func itemsThatComeAgainInOtherCutsEndTheRunWhereNobodySaysHowManyThereAre() async {
    let source = EndlessSource { number in
      (0..<101).map { Sample.item((number * 101 + $0) % 500) }
    }
    let outcome = await run(source)
    #expect(
      outcome.messages == [
        "page 41: 4141 items have come, of which 500 are different, and the list goes on: it has "
          + "no end"
      ])
  }

  @Test func aLongListThatEndsIsRead() async {
    let source = ScriptedSource(Sample.pending(0..<9000), pageSize: 7)
    let outcome = await run(source)
    #expect(outcome.messages == [])
    #expect(outcome.receipt.read == 9000)
  }

  private func run(_ source: some PageSource) async -> RunOutcome {
    await world.run(source, to: [World.Route(name: "a", limit: 10_000)])
  }
}

/// A list that always has another page, with another cursor.
private final class EndlessSource: PageSource {
  private let count = Mutex(0)
  private let numberOfItems: Int?
  private let items: @Sendable (Int) -> [ItemPage.Item]

  init(
    numberOfItems: Int? = nil, items: @escaping @Sendable (Int) -> [ItemPage.Item]
  ) {
    self.numberOfItems = numberOfItems
    self.items = items
  }

  var pages: Int { count.withLock { $0 } }

  func exportJob(_ id: JobID) async throws(SourceError) -> ExportJob {
    Sample.export(numberOfItems: numberOfItems)
  }

  func page(of id: JobID, after cursor: Cursor?) async throws(SourceError) -> ItemPage {
    let number = count.withLock { count in
      count += 1
      return count
    }
    return ItemPage(
      items: items(number - 1), hasNextPage: true, endCursor: Cursor("cursor-\(number)"),
      total: nil)
  }
}
