import ExportEngine
import ExportModel
import SinkKit
import Synchronization

/// Everything that happens in a test, in one order: what the run says of itself, and what it does
/// to its sinks and its ledger.
final class EventLog: RunObserver {
  private struct State {
    var events: [RunEvent] = []
    var effects: [String] = []
  }

  private let state = Mutex(State())

  /// What the run said.
  var events: [RunEvent] { state.withLock { $0.events } }

  /// What was done to sinks and ledger, a line each: `deliver a 0 1`, `durable a 0 1`,
  /// `record a 2`, `change 4 new, 0 changed`, `receipt done`.
  var effects: [String] { state.withLock { $0.effects } }

  func observe(_ event: RunEvent) { state.withLock { $0.events.append(event) } }

  /// Notes something done to a sink or the ledger.
  func note(_ effect: String) { state.withLock { $0.effects.append(effect) } }

  /// The lines about one route.
  func effects(of route: String) -> [String] {
    effects.filter { $0.split(separator: " ").dropFirst().first.map(String.init) == route }
  }

  /// Forgets everything, before the next run.
  func clear() { state.withLock { $0 = State() } }
}

extension EventLog {
  /// Why the list was read again, in order.
  var reasonsToReadAgain: [String] {
    events.compactMap { if case .readingAgain(let reason) = $0 { reason } else { nil } }
  }

  /// What was incomplete, in order.
  var incompletenesses: [String] {
    events.compactMap { if case .incomplete(let message) = $0 { message } else { nil } }
  }

  /// What failed, in order.
  var failures: [String] {
    events.compactMap { if case .failed(let trouble) = $0 { trouble.message } else { nil } }
  }

  /// The deliveries, rejections and retries, a line each.
  var routeEvents: [String] {
    events.compactMap { event in
      switch event {
      case .delivered(let route, let receipt, let outstanding):
        "\(route): \(receipt.written) written, \(receipt.absorbed) absorbed, "
          + "\(receipt.rejected.count) rejected, \(outstanding) outstanding"
      case .rejected(let route, let entryID, let reason):
        "\(route): rejected \(Sample.number(entryID)): \(reason)"
      case .sinkRetry(let route, let error, let wait): "\(route): \(error.message), wait \(wait)"
      default: nil
      }
    }
  }
}
