import ExportEngine
import ExportModel
import PageSourceKit
import Testing

@Suite struct RetrievalTests {
  private let world = World("a")
  private let route = [World.Route(name: "a")]

  @Test func anEmptyPageIsNotTheEnd() async {
    let source = ScriptedSource(readings: [
      ScriptedSource.pages(cut: [[], Sample.pending([1]), [], [], Sample.pending([2])])
    ])
    _ = await world.run(source, to: route)

    #expect(source.pageRequests == 5)
    #expect(world.place("a").numbers == [1, 2])
  }

  @Test func theCursorOfTheLastPageIsNotFollowed() async {
    let pages = ScriptedSource.pages(Sample.pending(1...4), size: 2)
    #expect(pages.last?.endCursor != nil)
    let source = ScriptedSource(readings: [pages])
    let outcome = await world.run(source, to: route)

    #expect(
      source.requests
        == [.job, .page(after: nil), .page(after: ScriptedSource.cursor(0)), .job])
    #expect(outcome.receipt.read == 4)
  }

  @Test func eachPageIsTold() async {
    _ = await world.run(ScriptedSource(Sample.pending(1...5), pageSize: 2), to: route)

    let pages = world.log.events.compactMap { event in
      if case .pageRead(let number, let items, let soFar, let total) = event {
        [number, items, soFar, total ?? -1]
      } else {
        nil
      }
    }
    #expect(pages == [[1, 2, 2, 5], [2, 2, 4, 5], [3, 1, 5, 5]])
  }

  @Test func aMissingCursorEndsTheRun() async {
    await expectRefusal(
      of: [page([1], cursor: 0), page([2], cursor: nil, hasNextPage: true)],
      "page 2: $.pagination.endCursor: missing, though hasNextPage is true")
  }

  @Test func aRepeatedCursorEndsTheRun() async {
    await expectRefusal(
      of: [page([1], cursor: 0), page([2], cursor: 1), page([3], cursor: 0)],
      "page 3: $.pagination.endCursor: this cursor was given before, so the list "
        + "would never end")
  }

  @Test func aPageThatRepeatsItsOwnCursorEndsTheRun() async {
    await expectRefusal(
      of: [page([1], cursor: 0), page([2], cursor: 0)],
      "page 2: $.pagination.endCursor: this cursor was given before, so the list "
        + "would never end")
  }

  @Test func anItemOfAnotherJobEndsTheRun() async throws {
    let other = try #require(JobID("11111111-464B-42A0-BA17-EDA703657E33"))
    let foreign = ItemPage.Item(jobID: other, entryID: Sample.entry(3), status: .pending)
    let source = ScriptedSource(readings: [
      ScriptedSource.pages(cut: [Sample.pending([1]), [Sample.item(2), foreign]])
    ])
    await expectRefusal(
      by: source,
      "page 2: $.data[1].exportJobId: item e0000000-0000-4000-0000-000000000003 belongs to job "
        + "11111111-464b-42a0-ba17-eda703657e33, not to 8eb648ab-464b-42a0-ba17-eda703657e33")
  }

  @Test func anIDInAnotherCaseIsTheSameJob() async throws {
    let inCapitals = try #require(JobID("8EB648AB-464B-42A0-BA17-EDA703657E33"))
    let item = ItemPage.Item(jobID: inCapitals, entryID: Sample.entry(1), status: .pending)
    let outcome = await world.run(ScriptedSource([item]), to: route)

    #expect(outcome.messages == [])
    #expect(world.place("a").numbers == [1])
  }

  @Test(arguments: 1...3)
  func aPageThatCannotBeHadLeavesNothingStored(page: Int) async {
    let source = ScriptedSource(
      Sample.pending(1...6), pageSize: 2,
      faults: [page: SourceError(.unreachable, "no answer after 8 attempts", hint: "run again")])
    await expectRefusal(by: source, "page \(page): no answer after 8 attempts", hint: "run again")
    #expect(source.pageRequests == page)
  }

  @Test func aListMayHaveAllTheStatusesThatAByteCounts() async {
    let items = (1...250).map { Sample.item($0, Sample.status("s\($0)")) }
    let outcome = await world.run(items, to: "a")

    #expect(outcome.messages == [])
    #expect(world.disk.job.items.map(\.status) == items.map(\.status))
  }

  @Test func moreStatusesThanAByteCountsEndTheRun() async {
    let items = (1...251).map { Sample.item($0, Sample.status("s\($0)")) }
    await expectRefusal(
      by: ScriptedSource(items, pageSize: 250),
      "page 2: more than 255 different statuses in one job")
  }

  private func page(_ numbers: [Int], cursor: Int?, hasNextPage: Bool = true) -> ItemPage {
    ItemPage(
      items: Sample.pending(numbers), hasNextPage: hasNextPage,
      endCursor: cursor.map(ScriptedSource.cursor), total: nil)
  }

  private func expectRefusal(
    of pages: [ItemPage], _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    await expectRefusal(
      by: ScriptedSource(readings: [pages]), message, sourceLocation: sourceLocation)
  }

  /// Expects that the run ends with this message and that nothing but its receipt is stored.
  private func expectRefusal(
    by source: ScriptedSource, _ message: String, hint: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    let outcome = await world.run(source, to: route)
    #expect(outcome.messages == [message], sourceLocation: sourceLocation)
    #expect(outcome.troubles.map(\.hint) == [hint], sourceLocation: sourceLocation)
    #expect(outcome.receipt.failure == message, sourceLocation: sourceLocation)
    #expect(world.log.effects == ["receipt failed"], sourceLocation: sourceLocation)
    #expect(world.log.reasonsToReadAgain == [], sourceLocation: sourceLocation)
  }
}
