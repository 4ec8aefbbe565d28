import ExportEngine
import ExportModel
import PageSourceKit
import SinkKit
import Synchronization

/// How far a run has come with an export job, as its events say.
final class RunProgress: Sendable {
  /// What the run is at.
  enum Phase: Equatable, Sendable {
    case retrieving(pages: Int, items: Int, total: Int?)
    case storing(items: Int)
    case delivering
  }

  /// What a route has.
  struct Route: Equatable, Sendable {
    let name: Name
    var delivered = 0
    var rejected = 0
    /// What is left to deliver; nil before the first batch.
    var outstanding: Int?
    var hasFailed = false
    /// Items so far, to see how fast they go.
    var pace = Pace()
  }

  /// Something that is tried again.
  struct Wait: Equatable, Sendable {
    let reason: String
    /// When it is tried again, by the clock's elapsed time.
    let until: Duration
  }

  /// Everything at one moment.
  struct State: Equatable, Sendable {
    var phase = Phase.retrieving(pages: 0, items: 0, total: nil)
    var pace = Pace()
    var routes: [Route]
    var wait: Wait?
  }

  private let routes: [Name]
  private let clock: any RunClock
  private let kept: Mutex<State>

  /// - Parameter routes: those of the job file, in its order.
  init(routes: [Name], clock: any RunClock) {
    self.routes = routes
    self.clock = clock
    kept = Mutex(State(routes: routes.map { Route(name: $0) }))
  }

  /// How far the run is now.
  var state: State { kept.withLock { $0 } }

  /// Takes note that the run comes to another export job.
  func begin() {
    kept.withLock { $0 = State(routes: routes.map { Route(name: $0) }) }
  }

  /// Takes note of an event.
  func observe(_ event: RunEvent) {
    let now = clock.elapsed
    kept.withLock { $0.take(event, now: now) }
  }

  /// Takes note that a request is tried again.
  @Sendable func observe(_ notice: RetryNotice) {
    let until = clock.elapsed + notice.wait
    kept.withLock { state in
      state.wait = Wait(
        reason: "\(notice.what): \(notice.reason), attempt \(notice.attempt) of \(notice.of)",
        until: until)
    }
  }
}

/// Gives the events of a run to its progress, and then to another observer.
struct WatchedRun: RunObserver {
  let progress: RunProgress
  let next: any RunObserver

  func observe(_ event: RunEvent) {
    progress.observe(event)
    next.observe(event)
  }
}

extension RunProgress.State {
  /// Takes note of an event.
  fileprivate mutating func take(_ event: RunEvent, now: Duration) {
    switch event {
    case .pageRead(let number, _, let soFar, let total),
      .dataPageRead(let number, _, let soFar, let total):
      phase = .retrieving(pages: number, items: soFar, total: total)
      pace.add(soFar, at: now)
      wait = nil
    case .readingAgain:
      phase = .retrieving(pages: 0, items: 0, total: nil)
      pace = Pace()
    case .sealed(let items): phase = .storing(items: items)
    case .stored:
      phase = .delivering
      wait = nil
    case .delivered(let name, let receipt, let outstanding):
      change(name) { route in
        route.delivered += receipt.written + receipt.absorbed
        route.rejected += receipt.rejected.count
        route.outstanding = outstanding
        route.pace.add(route.delivered + route.rejected, at: now)
      }
      wait = nil
    case .sinkRetry(let name, let error, let pause):
      wait = RunProgress.Wait(reason: "route '\(name)': \(error.message)", until: now + pause)
    case .failed(let trouble):
      guard let name = trouble.route else { return }
      change(name) { $0.hasFailed = true }
    default: break
    }
  }

  private mutating func change(_ name: Name, _ body: (inout RunProgress.Route) -> Void) {
    guard let index = routes.firstIndex(where: { $0.name == name }) else { return }
    body(&routes[index])
  }
}

/// How fast a count grows: over the last ten seconds, because a run may have waited before.
struct Pace: Equatable, Sendable {
  private static let window = Duration.seconds(10)
  /// The least that tells anything.
  private static let shortest = Duration.milliseconds(500)
  private static let apart = Duration.milliseconds(100)

  private struct Mark: Equatable, Sendable {
    let time: Duration
    let count: Int
  }

  private var marks: [Mark] = []

  /// Takes note of a count.
  mutating func add(_ count: Int, at time: Duration) {
    if marks.count > 1, let last = marks.last, time - last.time < Self.apart {
      // The newest takes its place, or a fast run would keep thousands.
      marks.removeLast()
    }
    marks.append(Mark(time: time, count: count))
    let old = marks.prefix { time - $0.time > Self.window }.count
    // The first within the window is measured from the one before it.
    if old > 1 { marks.removeFirst(old - 1) }
  }

  /// How many a second; nil where that is not known yet.
  var perSecond: Double? {
    guard let first = marks.first, let last = marks.last, last.time - first.time >= Self.shortest
    else { return nil }
    return Double(last.count - first.count) / (last.time - first.time).seconds
  }
}
