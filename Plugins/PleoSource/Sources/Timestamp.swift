#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A point in time as the API writes it: `2026-03-02T08:15:04Z`, also with parts of a second
/// (*The Export API*, *Requests*).
enum Timestamp {
  /// The time in milliseconds since 1970-01-01T00:00:00Z; nil for what is none.
  static func milliseconds(_ text: String) -> Int64? {
    guard let date = try? Date(text, strategy: .iso8601) else { return nil }
    return Int64((date.timeIntervalSince1970 * 1000).rounded(.down))
  }
}
