import ExportModel
import PageSourceKit
import TestSupport
import Testing

@testable import ExportEngine

/// Pages become one list: each item once, sorted, and each knows its page.
struct SnapshotTests {
  @Test func itemsAreSortedAndKnowWhereTheyCameFrom() throws {
    let snapshot = try Snapshot.sealed(
      pages([Sample.item(3), Sample.item(1, .failed)], [], [Sample.item(2)])
    ).get()
    #expect(snapshot.entryIDs == [1, 2, 3].map(Sample.entry))
    #expect(snapshot.arrivals == [1, 2, 0])
    #expect(snapshot.statuses.map { snapshot.table[$0] } == [.failed, .pending, .pending])
    #expect((0..<3).map { snapshot.page(ofItemAt: $0) } == [1, 3, 1])
  }

  @Test func anExactRepeatIsDroppedAndItsFirstPlaceKept() throws {
    let snapshot = try Snapshot.sealed(
      pages([Sample.item(2), Sample.item(1)], [Sample.item(2), Sample.item(3)])
    ).get()
    #expect(snapshot.entryIDs == [1, 2, 3].map(Sample.entry))
    #expect(snapshot.page(ofItemAt: 1) == 1)
  }

  @Test func anItemWithTwoStatusesIsAConflict() {
    let sealed = Snapshot.sealed(pages([Sample.item(1)], [Sample.item(1, .successful)]))
    guard case .failure(let conflict) = sealed else {
      Issue.record("a list that changed while it was read was taken for one")
      return
    }
    #expect(conflict.entryID == Sample.entry(1))
  }

  /// The order is that of the ids, whatever the order of the pages.
  @Test(arguments: 0..<20)
  func anyOrderOfArrivalGivesTheSameList(seed: Int) throws {
    var random = SeededRandom(seed: seed)
    let items = Sample.pending(1...97)
    var columns = PageColumns()
    for item in items.shuffled(using: &random) {
      let isTaken = columns.append(item)
      #expect(isTaken)
      if Bool.random(using: &random) { columns.endPage() }
    }
    columns.endPage()
    let snapshot = try Snapshot.sealed(columns).get()
    #expect(snapshot.entryIDs == items.map(\.entryID))
    #expect(snapshot.arrivals.sorted() == (0..<97).map { UInt32($0) })
  }

  /// A status has one byte.
  @Test func moreStatusesThanThereAreCodesAreRefused() {
    var columns = PageColumns()
    let taken = (0..<300).map { columns.append(Sample.item($0, Sample.status("status_\($0)"))) }
    #expect(taken.first == true)
    #expect(taken.last == false)
    #expect(columns.count == taken.count { $0 })
  }

  private func pages(_ pages: [ItemPage.Item]...) -> PageColumns {
    var columns = PageColumns()
    for page in pages {
      for item in page { _ = columns.append(item) }
      columns.endPage()
    }
    return columns
  }
}
