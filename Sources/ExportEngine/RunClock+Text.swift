import PageSourceKit

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension RunClock {
  /// The time in UTC, to the second: `2026-11-30T21:00:00Z`.
  var wallText: String {
    Date(timeIntervalSince1970: Double(wallMilliseconds / 1000)).formatted(.iso8601)
  }
}
