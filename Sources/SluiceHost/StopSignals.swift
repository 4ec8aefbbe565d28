@preconcurrency import Dispatch
import ExportEngine
import Foundation
import PageSourceKit
import Synchronization

/// Turns SIGTERM and SIGINT into a stop: the first one asks for it, a second one ends the process
/// at once with 128 + its number.
///
/// The handlers run on a queue of their own, so that a sink that blocks every thread of the run
/// cannot hold up the second signal.
final class StopSignals: Sendable {
  private let sources: [any DispatchSourceSignal]

  init(
    stopping stop: StopSwitch, clock: some RunClock = SystemClock(),
    onFirst: @escaping @Sendable () -> Void
  ) {
    let queue = DispatchQueue(label: "sluice.signals")
    let counter = SharedCounter()
    // A reader of stdout that goes away must be an error of the write, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    sources = [SIGTERM, SIGINT].map { number in
      // Only the dispatch source is to see the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        switch counter.meaning(of: number, at: clock.elapsed) {
        case .stop:
          stop.request()
          onFirst()
        case .same: break
        case .end:
          Console.closeStatus()
          _exit(128 + number)
        }
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
  }
}

/// Tells a second signal from the same one sent twice: `timeout` and service managers signal a process and
/// its group in one moment.
struct SignalCounter {
  /// What a signal asks for.
  enum Meaning: Equatable {
    /// To stop where progress is saved.
    case stop
    /// Nothing new.
    case same
    /// To end at once.
    case end
  }

  /// How long equal signals count as one.
  static let moment = Duration.seconds(1)

  private var last: (number: Int32, time: Duration)?

  /// What a signal means that comes at a time of the clock.
  mutating func meaning(of number: Int32, at time: Duration) -> Meaning {
    guard let last else {
      self.last = (number, time)
      return .stop
    }
    return last.number == number && time - last.time < Self.moment ? .same : .end
  }
}

/// One counter for all signals.
private final class SharedCounter: Sendable {
  private let counter = Mutex(SignalCounter())

  func meaning(of number: Int32, at time: Duration) -> SignalCounter.Meaning {
    counter.withLock { $0.meaning(of: number, at: time) }
  }
}
