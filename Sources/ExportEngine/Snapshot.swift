import ExportModel
import PageSourceKit

/// Items as they arrive, page after page.
struct PageColumns {
  private(set) var entryIDs: [EntryID] = []
  private(set) var statuses: [StatusCode] = []
  private(set) var table = StatusTable()
  /// How many items there are up to the end of each page.
  private(set) var pageEnds: [UInt32] = []
  /// How many items the API says there are, if it says so.
  var total: Int?

  var count: Int { entryIDs.count }

  /// Adds an item; false when there are too many different statuses.
  mutating func append(_ item: ItemPage.Item) -> Bool {
    guard let code = table.code(for: item.status) else { return false }
    entryIDs.append(item.entryID)
    statuses.append(code)
    return true
  }

  /// Says that the page is over whose items were added last.
  mutating func endPage() { pageEnds.append(UInt32(count)) }
}

/// All items of one retrieval, each once, sorted by entry id.
struct Snapshot: Sendable {
  /// Two places of the list that contradict each other.
  struct Conflict: Error {
    let entryID: EntryID
  }

  /// The ids in ascending order.
  private(set) var entryIDs: [EntryID] = []
  /// The status of each.
  private(set) var statuses: [StatusCode] = []
  /// The place of each in the list as the API gave it.
  private(set) var arrivals: [UInt32] = []
  /// How many places there are up to the end of each page.
  private let pageEnds: [UInt32]
  /// What the codes stand for.
  let table: StatusTable
  /// How many items the API says there are, if it says so.
  let total: Int?

  var count: Int { entryIDs.count }

  /// Sorts the items and drops exact repeats; an item with two statuses means that the list changed
  /// while it was read.
  static func sealed(_ pages: PageColumns) -> Result<Snapshot, Conflict> {
    var snapshot = Snapshot(pages)
    snapshot.reserve(pages.count)
    for place in sortedPlaces(pages.entryIDs) {
      let (entryID, status) = (pages.entryIDs[Int(place)], pages.statuses[Int(place)])
      if entryID == snapshot.entryIDs.last {
        guard status == snapshot.statuses.last else { return .failure(Conflict(entryID: entryID)) }
        continue
      }
      snapshot.entryIDs.append(entryID)
      snapshot.statuses.append(status)
      snapshot.arrivals.append(place)
    }
    return .success(snapshot)
  }

  private init(_ pages: PageColumns) {
    pageEnds = pages.pageEnds
    table = pages.table
    total = pages.total
  }

  /// The number of the page, from 1 on, on which the item at `index` came first.
  func page(ofItemAt index: Int) -> UInt32 {
    var (low, high) = (0, pageEnds.count)
    while low < high {
      let middle = (low + high) / 2
      if pageEnds[middle] > arrivals[index] { high = middle } else { low = middle + 1 }
    }
    return UInt32(low + 1)
  }

  private mutating func reserve(_ count: Int) {
    entryIDs.reserveCapacity(count)
    statuses.reserveCapacity(count)
    arrivals.reserveCapacity(count)
  }
}
