import ExportEngine
import Logging
import PageSourceKit

/// How a person sees the progress of a run.
enum ProgressDisplay {
  /// As lines at the bottom of the terminal.
  case terminal
  /// As a line of the log every half minute.
  case log(Logger)

  init(isOnTerminal: Bool, _ logger: Logger) { self = isOnTerminal ? .terminal : .log(logger) }

  /// How often the lines of a terminal are drawn.
  private static let frame = Duration.milliseconds(200)
  /// How often a line is logged.
  private static let interval = Duration.seconds(30)

  /// Shows the progress until its task is cancelled, and then nothing of it.
  func show(_ progress: RunProgress, by clock: some RunClock) async {
    switch self {
    case .terminal:
      repeat {
        let (width, height) = Console.size
        Console.status(
          ProgressLines(width: width, height: height).lines(
            of: progress.state, now: clock.elapsed))
      } while (try? await clock.sleep(for: Self.frame)) != nil && !Task.isCancelled
      Console.status([])
    case .log(let logger):
      while (try? await clock.sleep(for: Self.interval)) != nil, !Task.isCancelled {
        logger.info("\(progress.state.text)")
      }
    }
  }
}

extension RunProgress {
  /// Says the progress to the service manager, where it listens, until the task is cancelled.
  func tellServiceManager(by clock: some RunClock, every interval: Duration = .seconds(5)) async {
    guard ServiceManager.isListening else { return }
    repeat {
      ServiceManager.status(state.text)
    } while (try? await clock.sleep(for: interval)) != nil && !Task.isCancelled
  }
}

extension RunProgress.State {
  /// How far the run has come, in a line of a log.
  var text: String {
    switch phase {
    case .retrieving(0, _, _): return "retrieving: no page has come yet"
    case .retrieving(let pages, let items, let total):
      let of = total.map { " of \($0)" } ?? ""
      return "retrieving: \(pages.of("page")), \(items)\(of) items"
    case .storing(let items): return "storing \(items.of("item"))"
    case .delivering:
      let parts = routes.compactMap { route in
        route.outstanding.map {
          "\(route.name) has \(route.delivered + route.rejected), \($0) left"
        }
      }
      return parts.isEmpty
        ? "delivering: no batch is recorded yet" : "delivering: \(parts.joined(separator: "; "))"
    }
  }
}
