/// The only view of time that a run and its source have.
public protocol RunClock: Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z, for records that people read.
  var wallMilliseconds: Int64 { get }

  /// Time passed since some fixed moment; never goes back.
  var elapsed: Duration { get }

  /// Returns after `duration`, or throws at once when the task is cancelled.
  func sleep(for duration: Duration) async throws(CancellationError)
}
