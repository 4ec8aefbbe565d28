import ExportModel
import PageSourceKit
import Testing

@testable import ExportEngine

/// Pages that were read side by side are a list only if their items add up.
struct SideBySideTests {
  private let world = World("a")
  private let route = [World.Route(name: "a")]

  @Test func itemsThatAddUpAreTaken() async {
    let source = ScriptedSource(Sample.pending(1...7), pageSize: 3, readsSideBySide: true)
    _ = await world.run(source, to: route)
    #expect(world.place("a").numbers == Array(1...7))
    #expect(source.pageRequests == 3)
    #expect(source.readsSideBySide)
  }

  @Test(arguments: [
    // An item moved to a page that was read before, and another one came twice.
    (
      [[1, 2, 3], [3, 4]], 5,
      "pages that were read side by side have 5 items, 4 of them different, and 'total' is 5"
    ),
    // An item was added and is on no page.
    (
      [[1, 2, 3], [4]], 5,
      "pages that were read side by side have 4 items, 4 of them different, and 'total' is 5"
    ),
    (
      [[1, 2, 3], [4]], nil,
      "pages that were read side by side have 4 items, 4 of them different, and 'total' is missing"
    ),
  ])
  func aListThatDoesNotAddUpIsReadAgainInOrder(
    cut: [[Int]], total: Int?, reason: String
  ) async {
    let moved = ScriptedSource.pages(cut: cut.map { Sample.pending($0) }).map {
      ItemPage(
        items: $0.items, hasNextPage: $0.hasNextPage, endCursor: $0.endCursor, total: total)
    }
    let source = ScriptedSource(
      readings: [moved, ScriptedSource.pages(Sample.pending(1...5), size: 3)],
      readsSideBySide: true)
    _ = await world.run(source, to: route)
    let reasons = world.log.events.compactMap { event in
      if case .readingAgain(let reason) = event { reason } else { nil }
    }
    #expect(reasons == [reason])
    #expect(world.place("a").numbers == [1, 2, 3, 4, 5])
    #expect(!source.readsSideBySide)
  }
}
