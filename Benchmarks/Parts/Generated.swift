import ExportModel
import PageSourceKit

/// The items of a made-up export job: always the same ones, in no order.
struct Generated: Sendable {
  static let job = JobID(Identifier(high: 0x8eb6_48ab_464b_42a0, low: 0xba17_eda7_0365_7e33))
  /// How many items a page has: the most that the API gives.
  static let pageSize = 1000

  /// How many items there are.
  let count: Int

  /// The items in the order in which the API lists them: of ten, seven need work.
  var items: [ItemPage.Item] {
    var random = SplitMix(state: 7)
    return (0..<count).map { number in
      ItemPage.Item(
        jobID: Self.job, entryID: EntryID(random.nextIdentifier()),
        status: Self.status(of: number))
    }
  }

  private static func status(of number: Int) -> ItemStatus {
    switch number % 10 {
    case 0: .inProgress
    case 1: .successful
    case 2: .failed
    default: .pending
    }
  }

  /// The pages that the API gives them on.
  var pages: [ItemPage] {
    let items = items
    return stride(from: 0, to: count, by: Self.pageSize).map { start in
      let end = min(start + Self.pageSize, count)
      return ItemPage(
        items: Array(items[start..<end]), hasNextPage: end < count, endCursor: Cursor(String(end)),
        total: count)
    }
  }

  /// The items that need work, as sinks take them: in batches of at most `limit`.
  func batches(of limit: Int) -> [[StoredItem]] {
    let stored = items.sorted { $0.entryID < $1.entryID }.enumerated().map { ordinal, item in
      StoredItem(
        ordinal: ordinal, jobID: item.jobID, entryID: item.entryID, status: .pending)
    }
    return stride(from: 0, to: count, by: limit).map { start in
      Array(stored[start..<min(start + limit, count)])
    }
  }
}

/// Numbers that look random and are the same each time (Steele, Lea and Flood, *Fast splittable pseudorandom number
/// generators*, 2014).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A UUID of version 4.
  mutating func nextIdentifier() -> Identifier {
    Identifier(
      high: next() & 0xffff_ffff_ffff_0fff | 0x4000,
      low: next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000)
  }
}
