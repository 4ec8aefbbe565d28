import ExportEngine
import Synchronization
import TestSupport
import Testing

/// Nothing lost, nothing twice, in order, whatever dies and whenever (promise 1).
///
/// A failure names its seed and the parts that it takes; `SEED=17 swift test --filter HistoryTests` tells that story alone.
@Suite struct HistoryTests {
  private static let hasShrunk = Mutex(false)

  @Test(arguments: Seeds.all(1500))
  func whateverDiesNothingIsLostAndAQueueShowsEachMessageOnce(seed: Int) async {
    await expectPromisesKept(by: History(seed: seed, isForward: true))
  }

  @Test(arguments: Seeds.all(1500))
  func whateverHappensToTheItemsNothingIsLostAndNothingRecordedComesAgain(seed: Int) async {
    await expectPromisesKept(by: History(seed: seed, isForward: false))
  }

  @Test(arguments: Seeds.all(600), [true, false])
  func whateverDiesItemsComeWithTheirDataAndGoWhereItSends(seed: Int, isForward: Bool) async {
    await expectPromisesKept(by: History(seed: seed, isForward: isForward, hasData: true))
  }

  @Test func theSameSeedTellsTheSameStory() async {
    let first = HistoryTelling(History(seed: 7, isForward: false))
    let second = HistoryTelling(History(seed: 7, isForward: false))
    for chapter in 1...6 {
      await first.tell(chapter)
      await second.tell(chapter)
    }
    #expect(first.world.log.effects == second.world.log.effects)
    #expect(first.world.log.effects.count > 20, "and it is not a short one")
  }

  /// What goes wrong in them is what they are for.
  @Test func theStoriesHaveEveryTroubleInThem() async {
    var endings: Set<RunReceipt.Ending> = []
    var failures: [String] = []
    for seed in 1...40 {
      let telling = HistoryTelling(History(seed: seed, isForward: false, hasData: seed > 20))
      #expect(await telling.tell() == [])
      let receipts = telling.world.disk.contents.receipts
      endings.formUnion(receipts.map(\.ending))
      failures += receipts.compactMap(\.failure)
    }
    #expect(
      endings == [.done, .jobFinished, .stopped, .stoppedRetrieving, .failed], "\(endings)")
    for words in ["delivers to where route", "no answer", "disk is full"] {
      #expect(failures.contains { $0.contains(words) }, "'\(words)' is in none of \(Set(failures))")
    }
  }

  @Test func someStoriesHoldItemsThatTheAPIHasNoDataOf() async {
    var held = 0
    for seed in 1...20 {
      let telling = HistoryTelling(History(seed: seed, isForward: true, hasData: true))
      for chapter in telling.history.chapters {
        await telling.tell(chapter)
        held += telling.world.disk.job.withoutData.count
      }
    }
    #expect(held > 20)
  }

  private func expectPromisesKept(by history: History) async {
    let broken = await history.tell()
    guard !broken.isEmpty else { return }
    // Where every story fails, shrinking one says as much, and does not take all day.
    let isFirst = Self.hasShrunk.withLock { hasShrunk in
      defer { hasShrunk = true }
      return !hasShrunk
    }
    Issue.record(isFirst ? await history.report(broken) : "SEED=\(history.seed): \(broken)")
  }
}

/// The stories find what is wrong, and say what it takes.
@Suite struct HistoryShrinkingTests {
  @Test(arguments: [
    (SinkPlace.Fault.forgetsWhenOpened, "has an item twice"),
    (.losesTheLast, "is recorded as delivered, and is not in the sink"),
    (.turnsRound, "is out of order"),
  ])
  func aBrokenSinkIsFoundWithFewParts(fault: SinkPlace.Fault, words: String) async throws {
    let found = try #require(await firstThatBreaks(under: fault))
    let broken = await found.tell()
    #expect(broken.contains { $0.contains(words) }, "\(broken)")
    let shrunk = await found.shrunk()
    let (parts, comment) = (shrunk.parts, await found.report(broken))
    #expect(parts.count <= 5, "\(parts)")
    #expect(comment.rawValue.contains("SEED=\(found.seed)"))
    for part in parts {
      var shorter = shrunk
      shorter.without.insert(part)
      let rest = await shorter.tell()
      #expect(rest == [], "it could do without \(part)")
    }
  }

  private func firstThatBreaks(under fault: SinkPlace.Fault) async -> History? {
    for seed in 1...50 {
      var history = History(seed: seed, isForward: true)
      history.sinkFault = fault
      if await !history.tell().isEmpty { return history }
    }
    return nil
  }
}
