import ExportModel

/// The places of `entryIDs` in the order of the ids, and of the places where ids are equal.
///
/// Ids are spread evenly, so that their first 16 bits put nearly every one where it belongs, in two passes and
/// with no more memory than the places themselves.
func sortedPlaces(_ entryIDs: [EntryID]) -> [UInt32] {
  if zip(entryIDs, entryIDs.dropFirst()).allSatisfy({ $0 <= $1 }) {
    return Array(0..<UInt32(entryIDs.count))
  }
  // Where the ids that begin with each 16 bits begin, and in the end where they end.
  var ends = [Int](repeating: 0, count: 1 << 16 + 1)
  for entryID in entryIDs { ends[entryID.bucket + 1] += 1 }
  for bucket in 1...1 << 16 { ends[bucket] += ends[bucket - 1] }
  var places = [UInt32](repeating: 0, count: entryIDs.count)
  for (place, entryID) in entryIDs.enumerated() {
    places[ends[entryID.bucket]] = UInt32(place)
    ends[entryID.bucket] += 1
  }
  var start = 0
  for end in ends.dropLast() where end > start {
    sort(&places, start..<end, by: entryIDs)
    start = end
  }
  return places
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

extension EntryID {
  /// The first 16 bits.
  fileprivate var bucket: Int { Int(identifier.high >> 48) }
}
