import ExportModel
import TestSupport
import Testing

@testable import ExportEngine

/// The order of ids without moving them.
struct SortedPlacesTests {
  @Test(arguments: [0, 1, 2, 15, 16, 17, 63, 64, 65, 2000, 70_000])
  func placesAreInTheOrderOfTheIdsAndThenTheirOwn(count: Int) {
    var random = SeededRandom(seed: count)
    // All but a few bits the same; all different; all alike.
    for mask: UInt64 in [0x7, .max, 0, 0xFFFF << 48, 0x3 << 48 | 0xFF] {
      let ids = (0..<count).map { _ in
        EntryID(
          Identifier(
            high: UInt64.random(in: 0 ... .max, using: &random) & mask,
            low: UInt64.random(in: 0 ... .max, using: &random) & mask))
      }
      let expected = ids.indices.sorted { (ids[$0], $0) < (ids[$1], $1) }.map { UInt32($0) }
      #expect(sortedPlaces(ids) == expected)
      #expect(sortedPlaces(ids.sorted()) == (0..<count).map { UInt32($0) })
    }
  }
}
