import ExportModel

/// The places of `entryIDs` in the order of the ids, and of the places where ids are equal.
///
/// Ids are spread evenly, so that their first bits put nearly every one where it belongs, in two passes and with
/// little more memory than the places themselves.
func sortedPlaces(_ entryIDs: [EntryID]) -> [UInt32] {
  if zip(entryIDs, entryIDs.dropFirst()).allSatisfy({ $0 <= $1 }) {
    return Array(0..<UInt32(entryIDs.count))
  }
  let buckets = Buckets(for: entryIDs.count)
  // Where the ids of each bucket begin, and in the end where they end.
  var ends = [UInt32](repeating: 0, count: buckets.count + 1)
  for entryID in entryIDs { ends[buckets.number(of: entryID) + 1] += 1 }
  for bucket in 1...buckets.count { ends[bucket] += ends[bucket - 1] }
  var places = [UInt32](repeating: 0, count: entryIDs.count)
  for (place, entryID) in entryIDs.enumerated() {
    let bucket = buckets.number(of: entryID)
    places[Int(ends[bucket])] = UInt32(place)
    ends[bucket] += 1
  }
  var start = 0
  for end in ends.dropLast() where end > start {
    sort(&places, start..<Int(end), by: entryIDs)
    start = Int(end)
  }
  return places
}

/// Parts of all ids, in their order, by the bits that ids begin with.
private struct Buckets {
  /// How many bits tell them apart.
  private let bits: Int

  /// Enough for eight to sixteen of so many ids in each.
  init(for count: Int) { bits = max(1, Int.bitWidth - count.leadingZeroBitCount - 4) }

  var count: Int { 1 << bits }

  func number(of entryID: EntryID) -> Int { Int(entryID.identifier.high >> UInt64(64 - bits)) }
}

/// Sorts a part of the places, which are in ascending order, by their ids.
private func sort(_ places: inout [UInt32], _ range: Range<Int>, by entryIDs: [EntryID]) {
  guard range.count <= 64 else {
    // Ids that begin alike are no accident: there may be any number of them.
    let sorted = places[range].sorted {
      let (left, right) = (entryIDs[Int($0)], entryIDs[Int($1)])
      return left != right ? left < right : $0 < $1
    }
    places.replaceSubrange(range, with: sorted)
    return
  }
  for index in range.dropFirst() {
    let place = places[index]
    let entryID = entryIDs[Int(place)]
    var hole = index
    while hole > range.lowerBound, entryID < entryIDs[Int(places[hole - 1])] {
      places[hole] = places[hole - 1]
      hole -= 1
    }
    places[hole] = place
  }
}
