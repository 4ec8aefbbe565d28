import ExportEngine
import ExportModel
import PageSourceKit
import SinkKit
import Testing

@testable import SluiceHost

/// The progress of a run at the bottom of a terminal, at every width.
struct ProgressLinesTests {
  @Test(arguments: [
    (
      200,
      "retrieving [============>                 ]  41 %  410 of 1000 items, 6 s left, 100/s, 5 pages"
    ),
    (80, "retrieving [====>       ]  41 %  410 of 1000 items, 6 s left, 100/s, 5 pages"),
    (60, "retrieving  41 %  410 of 1000 items, 6 s left, 100/s"),
    (40, "retrieving  41 %  410 of 1000 items"),
    (20, "retrieving  41 %"),
  ])
  func aRetrievalFitsTheTerminal(width: Int, line: String) async throws {
    let progress = try await progress { progress, clock in
      for page in 0...4 {
        progress.observe(
          .pageRead(number: page + 1, items: 100, soFar: 10 + 100 * page, total: 1000))
        try await clock.sleep(for: .seconds(1))
      }
    }
    #expect(lines(progress, width: width) == [line])
  }

  @Test(arguments: [
    (
      80,
      [
        "intake [======>     ]  50 %  10 delivered, 10 waiting, 1 s left, 10/s",
        "books  [============] 100 %  18 delivered, 2 rejected",
        "watch   no batch yet", "again in 2 s: route 'watch': the disk is slow",
      ]
    ),
    (
      40,
      [
        "intake  50 %  10 delivered, 10 waiting", "books  100 %  18 delivered, 2 rejected",
        "watch   no batch yet", "again in 2 s: route 'watch': the dis...",
      ]
    ),
  ])
  func eachRouteHasALineAndAWaitItsReason(width: Int, expected: [String]) async throws {
    #expect(lines(try await delivering(), width: width) == expected)
  }

  /// Routes that have no room pushed the log off the screen.
  @Test func moreRoutesThanThereIsRoomForAreCounted() async throws {
    let lines = ProgressLines(width: 40, height: 6).lines(
      of: try await delivering().state, now: .seconds(1))
    #expect(
      lines == [
        "intake  50 %  10 delivered, 10 waiting", "and 2 more routes",
        "again in 2 s: route 'watch': the dis...",
      ])
  }

  @Test(arguments: [(19, 24), (80, 3), (0, 0)])
  func aTerminalThatIsTooSmallHasNone(width: Int, height: Int) async throws {
    let progress = try await progress { _, _ in }
    #expect(ProgressLines(width: width, height: height).lines(of: progress.state, now: .zero) == [])
  }

  @Test func aRouteThatFailedSaysSo() async throws {
    let progress = try await delivering()
    let intake = try #require(Name("intake"))
    progress.observe(.failed(.sink(route: intake, SinkError(.storage, "full"))))
    #expect(lines(progress, width: 80)[0] == "intake  failed, 10 delivered")
  }

  /// A character that takes two columns would make the lines wrap, and what is drawn above them be lost.
  @Test func noCharacterTakesTwoColumnsOrMovesTheCursor() async throws {
    let progress = try await progress { progress, _ in
      progress.observe(
        RetryNotice(attempt: 2, of: 8, wait: .seconds(4), reason: "会\u{1B}[2J\n", what: "page 3"))
    }
    #expect(
      lines(progress, width: 80) == [
        "retrieving: no page has come yet", "again in 4 s: page 3: ??[2J?, attempt 2 of 8",
      ])
  }

  @Test func aWaitIsOverWhenTheNextAnswerComes() async throws {
    let progress = try await progress { progress, _ in
      progress.observe(
        RetryNotice(attempt: 1, of: 8, wait: .seconds(4), reason: "503", what: "page 1"))
      progress.observe(.pageRead(number: 1, items: 5, soFar: 5, total: nil))
    }
    #expect(lines(progress, width: 80) == ["retrieving  5 items, 1 page"])
  }

  // MARK: A run

  private func delivering() async throws -> RunProgress {
    let (intake, books) = (try #require(Name("intake")), try #require(Name("books")))
    let watch = try #require(Name("watch"))
    return try await progress { progress, clock in
      progress.observe(.stored(new: 20, changed: 0))
      progress.observe(.delivered(route: intake, receipt: .init(written: 0), outstanding: 20))
      try await clock.sleep(for: .seconds(1))
      progress.observe(.delivered(route: intake, receipt: .init(written: 10), outstanding: 10))
      let entry = EntryID(Identifier(high: 3, low: 4))
      let other = EntryID(Identifier(high: 3, low: 5))
      progress.observe(
        .delivered(
          route: books,
          receipt: .init(
            written: 18,
            rejected: [.init(entry, reason: "x"), .init(other, reason: "x")]),
          outstanding: 0))
      progress.observe(
        .sinkRetry(
          route: watch, error: SinkError(.unavailable, "the disk is slow"), wait: .seconds(2)))
    }
  }

  private func progress(_ body: (RunProgress, TestClock) async throws -> Void) async throws
    -> RunProgress
  {
    let clock = TestClock()
    let progress = RunProgress(
      routes: try ["intake", "books", "watch"].map { try #require(Name($0)) }, clock: clock)
    try await body(progress, clock)
    return progress
  }

  private func lines(_ progress: RunProgress, width: Int) -> [String] {
    // The time at which the clock of each test stands.
    let isDelivering = progress.state.phase == .delivering
    return ProgressLines(width: width, height: 24).lines(
      of: progress.state, now: isDelivering ? .seconds(1) : .zero)
  }
}
