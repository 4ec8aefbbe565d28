import ExportEngine
import Foundation

/// The real clock.
struct SystemClock: RunClock {
  private let start = ContinuousClock.now

  var wallMilliseconds: Int64 { Int64((Date().timeIntervalSince1970 * 1000).rounded()) }

  var elapsed: Duration { ContinuousClock.now - start }

  func sleep(for duration: Duration) async throws(CancellationError) {
    do {
      try await Task.sleep(for: duration)
    } catch {
      throw CancellationError()
    }
  }

  /// A moment as people and machines read it: `2026-05-01T10:00:00.250Z`.
  static func text(ofMilliseconds milliseconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000)
      .formatted(
        .iso8601.year().month().day().time(includingFractionalSeconds: true)
          .timeZone(separator: .omitted))
  }
}
