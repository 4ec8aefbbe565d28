import ExportEngine
import ExportModel
import Logging
import PageSourceKit
import SinkKit
import Testing

@testable import SluiceHost

/// What a run says of itself in the log.
struct LoggingObserverTests {
  private static let route = "intake"
  private static let job = JobID(Identifier(high: 1, low: 2))
  private static let entry = EntryID(Identifier(high: 3, low: 4))

  @Test func whatGoesWellIsSaidBelowAWarning() throws {
    let route = try #require(Name(Self.route))
    let lines = lines(
      .jobRead(ExportJob(id: Self.job, status: .inProgress, numberOfItems: nil)),
      .pageRead(number: 2, items: 1, soFar: 41, total: nil), .sealed(items: 41),
      .stored(new: 1, changed: 3),
      .delivered(route: route, receipt: .init(written: 5, absorbed: 1), outstanding: 0))
    #expect(
      lines == [
        "debug: export job is in_progress", "debug: page 2 has 1 item",
        "info: retrieved 41 items", "info: stored 1 new item, 3 changed",
        "debug: delivered a batch to intake: 5 new, 1 absorbed",
      ])
  }

  @Test func whatAPersonMustDecideIsAWarningWithWhatToDo() throws {
    let route = try #require(Name(Self.route))
    let lines = lines(
      .held(route: route, items: 1, reason: .jobEnded),
      .heldStatus(try #require(ItemStatus("on_hold")), items: 2), .untaken(items: 1),
      .neverRetrieved(items: 2), .missing(items: 1))
    #expect(
      lines == [
        "warning: route 'intake' owes 1 item that had not been delivered when the export job ended: "
          + "a person must decide\n      export them again in Pleo, or post them by hand; when that "
          + "is done: sluice state FILE settle intake",
        "warning: 2 items are held as 'on_hold': a person must decide\n      list them with: "
          + "sluice items FILE --held; to go on, change 'recovery: unknown_status'",
        "warning: no route takes 1 item: a person must decide\n      add a route for them, or set "
          + "'unmatched: skip' to leave them out",
        "warning: 2 items of the export job were never retrieved before it ended\n      export them "
          + "again in Pleo",
        "warning: 1 item of earlier runs is no longer listed",
      ])
  }

  @Test func whatWentWrongIsAnErrorAndWhatPassesAWarning() throws {
    let route = try #require(Name(Self.route))
    let error = SinkError(.unavailable, "disk full", hint: "make room")
    let lines = lines(
      .sinkRetry(route: route, error: error, wait: .milliseconds(1500)),
      .rejected(route: route, entryID: Self.entry, reason: "too old"),
      .failed(.sink(route: route, error)))
    #expect(
      lines == [
        "warning: route 'intake': disk full; trying again in 1.5 s",
        "warning: route 'intake' will never take item \(Self.entry): too old",
        "error: route 'intake': disk full\n      make room",
      ])
  }

  /// A cause that the message quotes already is not said twice.
  @Test func aCauseIsAddedUnlessTheMessageSaysIt() {
    struct Cause: Error, CustomStringConvertible { let description = "errno 28" }
    let empty: Logger.Metadata = [:]
    #expect(empty.adding(Cause(), beside: "disk full")["cause"] == "errno 28")
    #expect(empty.adding(Cause(), beside: "disk full: errno 28")["cause"] == nil)
    #expect(empty.adding(nil, beside: "disk full")["cause"] == nil)
  }

  @Test(arguments: HeldReason.allCases)
  func everyReasonToHoldHasACommandOrASettingThatEndsIt(reason: HeldReason) throws {
    let hint = reason.hint(for: try #require(Name(Self.route)))
    #expect(hint.contains("sluice state FILE settle intake"))
  }

  private func lines(_ events: RunEvent...) -> [String] {
    let lines = Lines()
    let logger = Logger(label: "test") { _ in
      RunLogHandler(level: .debug, isText: true, hasColor: false, write: lines.append)
    }
    let observer = LoggingObserver(logger: logger)
    for event in events { observer.observe(event) }
    return lines.all
  }
}
