import ExportEngine
import ExportModel
import Logging
import PageSourceKit
import SinkKit
import Synchronization

/// Says every half minute how far a run has come, so that a long one is seen to be alive.
final class ProgressLog: RunObserver {
  /// How often it is said.
  static let interval = Duration.seconds(30)

  private enum Phase: Sendable {
    case retrieving(pages: Int, items: Int, total: Int?)
    case delivering([Name: (delivered: Int, outstanding: Int)])
  }

  private let logger: Logger
  private let next: any RunObserver
  private let phase = Mutex(Phase.retrieving(pages: 0, items: 0, total: nil))

  /// - Parameter next: receives every event as well.
  init(_ logger: Logger, next: any RunObserver) {
    self.logger = logger
    self.next = next
  }

  func observe(_ event: RunEvent) {
    phase.withLock { phase in
      switch event {
      case .pageRead(let number, _, let soFar, let total):
        phase = .retrieving(pages: number, items: soFar, total: total)
      case .readingAgain: phase = .retrieving(pages: 0, items: 0, total: nil)
      case .stored: phase = .delivering([:])
      case .delivered(let route, let receipt, let outstanding):
        guard case .delivering(var routes) = phase else { return }
        let before = routes[route]?.delivered ?? 0
        let now = receipt.written + receipt.absorbed + receipt.rejected.count
        routes[route] = (before + now, outstanding)
        phase = .delivering(routes)
      default: break
      }
    }
    next.observe(event)
  }

  /// Says it until its task is cancelled.
  func tell(by clock: some RunClock) async {
    while (try? await clock.sleep(for: Self.interval)) != nil, !Task.isCancelled {
      logger.info("\(text)")
    }
  }

  /// How far the run has come, in a line.
  var text: String {
    switch phase.withLock({ $0 }) {
    case .retrieving(0, _, _): return "retrieving: no page has come yet"
    case .retrieving(let pages, let items, let total):
      let of = total.map { " of \($0)" } ?? ""
      return "retrieving: \(pages.of("page")), \(items)\(of) items"
    case .delivering(let routes) where routes.isEmpty:
      return "delivering: no batch is recorded yet"
    case .delivering(let routes):
      let parts = routes.sorted { $0.key < $1.key }.map {
        "\($0.key) has \($0.value.delivered), \($0.value.outstanding) left"
      }
      return "delivering: \(parts.joined(separator: "; "))"
    }
  }
}
