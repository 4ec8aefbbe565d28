import ExportEngine
import ExportModel
import Logging
import PageSourceKit
import SinkKit
import Synchronization
import Testing

@testable import SluiceHost

/// How far a run has come, for a log that has a line of it every half minute.
@Suite struct RunProgressTests {
  @Test func itSaysHowManyPagesAndItemsHaveCome() throws {
    let progress = try progress()
    #expect(progress.state.text == "retrieving: no page has come yet")
    progress.observe(.pageRead(number: 1, items: 40, soFar: 40, total: nil))
    #expect(progress.state.text == "retrieving: 1 page, 40 items")
    progress.observe(.pageRead(number: 7, items: 40, soFar: 280, total: 5000))
    #expect(progress.state.text == "retrieving: 7 pages, 280 of 5000 items")
    progress.observe(.readingAgain(reason: "moved"))
    #expect(progress.state.text == "retrieving: no page has come yet")
    progress.observe(.sealed(items: 1))
    #expect(progress.state.text == "storing 1 item")
  }

  @Test func itSaysWhatEachRouteHas() throws {
    let progress = try progress()
    let (a, b) = (try #require(Name("a")), try #require(Name("b")))
    progress.observe(.stored(new: 9, changed: 0))
    #expect(progress.state.text == "delivering: no batch is recorded yet")
    progress.observe(.delivered(route: b, receipt: .init(written: 3, absorbed: 1), outstanding: 6))
    progress.observe(.delivered(route: a, receipt: .init(written: 2), outstanding: 8))
    progress.observe(.delivered(route: b, receipt: .init(written: 5), outstanding: 1))
    #expect(progress.state.text == "delivering: a has 2, 8 left; b has 9, 1 left")
    progress.begin()
    #expect(progress.state.text == "retrieving: no page has come yet", "of the next export job")
  }

  /// A retrieval of a minute had no line in the log.
  @Test func itIsSaidEveryHalfMinuteUntilTheRunEnds() async throws {
    let lines = Lines()
    let logger = Logger(label: "test") { _ in
      RunLogHandler(level: .info, isText: true, hasColor: false, write: lines.append)
    }
    let clock = CountingClock(ticks: 3)
    await ProgressDisplay.log(logger).show(try progress(), by: clock)
    #expect(
      lines.all == Array(repeating: "info: retrieving: no page has come yet", count: 3))
    #expect(clock.sleeps == Array(repeating: .seconds(30), count: 4))
  }

  private func progress() throws -> RunProgress {
    RunProgress(
      routes: [try #require(Name("a")), try #require(Name("b"))], clock: TestClock())
  }
}

/// A clock whose sleeper is cancelled after a number of sleeps.
private final class CountingClock: RunClock {
  let wallMilliseconds: Int64 = 0
  let elapsed = Duration.zero
  private let ticks: Int
  private let slept = Mutex<[Duration]>([])

  init(ticks: Int) { self.ticks = ticks }

  var sleeps: [Duration] { slept.withLock { $0 } }

  func sleep(for duration: Duration) async throws(CancellationError) {
    let count = slept.withLock { slept in
      slept.append(duration)
      return slept.count
    }
    if count > ticks { throw CancellationError() }
  }
}
