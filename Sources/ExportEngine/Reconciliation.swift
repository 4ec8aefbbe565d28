import ExportModel
import ItemFields

/// What a snapshot means for what was known: a pure function of both.
///
/// New items get ordinals after the known ones, in the definition's order; changed statuses are
/// taken over; nothing is ever numbered again.
struct Reconciliation: Sendable {
  /// What to store.
  let change: JobChange
  /// Items that are work now and never were before, new ones included, in ascending order.
  let newWork: [Ordinal]

  /// Nil when known and new statuses together are more than a column can hold.
  ///
  /// - Parameter date: when the item at an index of the snapshot is booked, for an order by that; nil where that is unknown.
  init?(
    _ snapshot: Snapshot, with record: JobRecord, order: ItemOrder, recovery: RecoveryPolicy,
    date: (Int) -> Moment? = { _ in nil }
  ) {
    var merge = Merge(record.items, recovery: recovery)
    guard merge.take(snapshot, order: order, date: date) else { return nil }
    let firstNew = record.items.count
    var newWork = merge.newWork
    for ordinal in firstNew..<merge.items.count where merge.items.work[ordinal] != .none {
      newWork.append(ordinal)
    }
    self.newWork = newWork
    change = JobChange(
      items: merge.items, firstNew: firstNew, newPages: merge.newPages, changed: merge.changed,
      late: Self.late(merge.newWork, routes: record.routes), missing: merge.missing,
      wereMissing: record.missing, wereWithoutData: record.withoutData,
      wasEnded: record.ended != nil)
  }

  /// Work that has just come up before the position of a route would never be met again.
  private static func late(
    _ newWork: [Ordinal], routes: [Name: RouteProgress]
  ) -> [Name: [Ordinal]] {
    guard !newWork.isEmpty else { return [:] }
    return routes.mapValues { progress in newWork.filter { $0 < progress.position } }
      .filter { !$0.value.isEmpty }
  }
}

/// Walks a snapshot and the known items side by side, both in the order of the entry ids.
private struct Merge {
  private(set) var items: ItemTable
  /// Known items whose status changed, in ascending order.
  private(set) var changed: [Ordinal] = []
  /// Known items that are work now and never were before, in ascending order.
  private(set) var newWork: [Ordinal] = []
  private(set) var missing: Set<Ordinal> = []
  /// For each item that is added, the page on which it came.
  private(set) var newPages: [UInt32] = []
  private let recovery: RecoveryPolicy

  init(_ known: ItemTable, recovery: RecoveryPolicy) {
    items = known
    self.recovery = recovery
  }

  /// False when there are too many different statuses.
  mutating func take(
    _ snapshot: Snapshot, order: ItemOrder, date: (Int) -> Moment?
  ) -> Bool {
    var codes = [StatusCode.none]
    for status in snapshot.table.all {
      guard let code = items.table.code(for: status) else { return false }
      codes.append(code)
    }
    let classes = StatusClasses(recovery, of: items.table)
    let places = sortedPlaces(items.entryIDs)
    var known = places.startIndex
    var added: [UInt32] = []
    for index in 0..<snapshot.count {
      let entryID = snapshot.entryIDs[index]
      while known < places.endIndex, items.entryIDs[Int(places[known])] < entryID {
        missing.insert(Int(places[known]))
        known += 1
      }
      if known < places.endIndex, items.entryIDs[Int(places[known])] == entryID {
        let code = codes[Int(snapshot.statuses[index].byte)]
        update(Int(places[known]), to: code, classes)
        known += 1
      } else {
        added.append(UInt32(index))
      }
    }
    for place in places[known...] { missing.insert(Int(place)) }
    changed.sort()
    newWork.sort()
    append(sorted(added, of: snapshot, order, date), of: snapshot, order, codes: codes, classes)
    return true
  }

  private mutating func update(_ ordinal: Ordinal, to code: StatusCode, _ classes: StatusClasses) {
    var work = items.work[ordinal]
    if work == .none, classes.ofNew(code) == .due {
      work = code
      newWork.append(ordinal)
    }
    guard work != items.work[ordinal] || code != items.statuses[ordinal] else { return }
    items.update(ordinal, status: code, work: work)
    changed.append(ordinal)
  }

  /// Places of the snapshot, which are in the order of the entry ids, in another one.
  private func sorted(
    _ places: [UInt32], of snapshot: Snapshot, _ order: ItemOrder, _ date: (Int) -> Moment?
  ) -> [UInt32] {
    switch order {
    case .entryID: return places
    case .source: return places.sorted { snapshot.arrivals[Int($0)] < snapshot.arrivals[Int($1)] }
    case .transactionDate:
      var dated = places.map { (date: date(Int($0))?.microseconds ?? .max, place: $0) }
      // In place, because a million of them are 16 MB.
      dated.sort(by: <)
      return dated.map(\.place)
    }
  }

  private mutating func append(
    _ added: [UInt32], of snapshot: Snapshot, _ order: ItemOrder, codes: [StatusCode],
    _ classes: StatusClasses
  ) {
    // Making room would copy the columns, which the record has too.
    guard !added.isEmpty else { return }
    newPages.reserveCapacity(added.count)
    for place in added { newPages.append(snapshot.page(ofItemAt: Int(place))) }
    let status = { codes[Int(snapshot.statuses[$0].byte)] }
    let work = { classes.ofNew($0) == .due ? $0 : .none }
    if items.isEmpty, order == .entryID {
      return items.fill(snapshot.entryIDs, statuses: status, work: work)
    }
    items.reserve(items.count + added.count)
    for place in added {
      let code = status(Int(place))
      items.append(snapshot.entryIDs[Int(place)], status: code, work: work(code))
    }
  }
}
