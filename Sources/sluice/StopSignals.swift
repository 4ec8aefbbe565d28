@preconcurrency import Dispatch
import ExportEngine
import Foundation

/// Turns SIGTERM and SIGINT into a stop: the first one asks for it, a second one ends the process
/// at once with 128 + its number.
///
/// The handlers run on a queue of their own, so that a sink that blocks every thread of the run
/// cannot hold up the second signal.
final class StopSignals: Sendable {
  private let sources: [any DispatchSourceSignal]

  init(stopping stop: StopSwitch, onFirst: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "sluice.signals")
    // A reader of stdout that goes away must be an error of the write, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    sources = [SIGTERM, SIGINT].map { number in
      // Only the dispatch source is to see the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if stop.isRequested { _exit(128 + number) }
        stop.request()
        onFirst()
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
  }
}
