import DurableFiles
import ExportModel
import ItemFields
import PageSourceKit

/// What the items of a snapshot are, joined to them by entry id: in a file without a name, so that nothing of it outlives
/// the process.
///
/// It takes eight bytes of memory for an item.
struct Spool: Sendable {
  /// More bytes than the data of an item may have.
  static let limit = 1 << 24

  /// What data that comes is to the data that is there.
  enum Arrival {
    /// It is there now, or was already.
    case kept
    /// No item of the snapshot has its entry id.
    case withoutItem
    /// Other data of the same item is there.
    case contradicts
  }

  /// When the data was fetched; see ``ExportModel/ItemData/fetchedAt``.
  let fetchedAt: String
  /// The items of the snapshot, in ascending order.
  private let entryIDs: [EntryID]
  private let file: NamelessFile
  /// Where each item's data begins in the file, and in the lowest 24 bits how long it is; 0 where there is none.
  private var places: [UInt64]
  /// When each item is booked; empty where nobody asks.
  private var dates: [Moment?]
  /// How many items it has data of.
  private(set) var count = 0

  /// Creates a spool without data in a folder.
  ///
  /// - Parameter keepsDates: whether it is asked for dates; it takes another 16 bytes for an item then.
  init(
    for snapshot: Snapshot, in folder: String, fetchedAt: String, keepsDates: Bool
  ) throws(FileError) {
    self.fetchedAt = fetchedAt
    entryIDs = snapshot.entryIDs
    file = try NamelessFile(in: folder)
    places = [UInt64](repeating: 0, count: snapshot.count)
    dates = [Moment?](repeating: nil, count: keepsDates ? snapshot.count : 0)
  }

  /// When the item at an index of the snapshot is booked; nil where there is no data of it, and where dates are not kept.
  func date(at index: Int) -> Moment? { dates.isEmpty ? nil : dates[index] }

  /// Lets go of the dates, once the items are in order.
  mutating func forgetDates() { dates = [] }

  /// Keeps the data of an item, which has fewer bytes than ``limit``.
  mutating func keep(_ item: ItemDataPage.Item) throws(FileError) -> Arrival {
    guard let index = index(of: item.entryID) else { return .withoutItem }
    if let before = try json(at: index) { return before == item.json ? .kept : .contradicts }
    if !dates.isEmpty { dates[index] = item.date.flatMap(Moment.init) }
    count += 1
    places[index] = UInt64(try file.append(item.json)) << 24 | UInt64(item.json.count)
    return .kept
  }

  /// The data of an item; nil where there is none.
  func data(of entryID: EntryID) throws(FileError) -> ItemData? {
    guard let index = index(of: entryID), let json = try json(at: index) else { return nil }
    return ItemData(json: json, fetchedAt: fetchedAt)
  }

  /// Whether there is data of an item in which no date can be read.
  func isUndated(_ entryID: EntryID) -> Bool {
    index(of: entryID).map { places[$0] != 0 && date(at: $0) == nil } ?? false
  }

  /// Whether there is data of an item.
  func has(_ entryID: EntryID) -> Bool { index(of: entryID).map { places[$0] != 0 } ?? false }

  /// How many bytes the data of an item has; 0 where there is none.
  func size(of entryID: EntryID) -> Int {
    index(of: entryID).map { Int(places[$0] & UInt64(Self.limit - 1)) } ?? 0
  }

  private func json(at index: Int) throws(FileError) -> [UInt8]? {
    let place = places[index]
    guard place != 0 else { return nil }
    return try file.read(at: Int(place >> 24), count: Int(place & UInt64(Self.limit - 1)))
  }

  private func index(of entryID: EntryID) -> Int? {
    var (low, high) = (0, entryIDs.count)
    while low < high {
      let middle = (low + high) / 2
      if entryIDs[middle] < entryID { low = middle + 1 } else { high = middle }
    }
    return low < entryIDs.count && entryIDs[low] == entryID ? low : nil
  }
}
