import ExportEngine
import ExportModel
import Testing

@testable import SluiceHost

/// The line at the end of a run.
@Suite struct RunSummaryTests {
  @Test func aRunThatDeliveredSaysWhatWentWhere() throws {
    var receipt = try sampleReceipt()
    receipt.read = 250
    receipt.storedNew = 250
    receipt.skipped = 80
    receipt.duration = .milliseconds(1234)
    receipt.routes = [
      try route("intake", written: 168, absorbed: 2), try route("books", written: 170),
    ]
    #expect(
      RunSummary(receipt).text
        == "nightly: done; read 250; stored 250 new and 0 changed; intake: delivered 168, "
        + "absorbed 2; books: delivered 170, absorbed 0; held 0; skipped 80; 1.234 s")
  }

  @Test func aSecondRunSaysThatThereWasNothingToDeliver() throws {
    var receipt = try sampleReceipt()
    receipt.routes = [try route("intake")]
    #expect(RunSummary(receipt).text.hasPrefix("nightly: nothing to deliver; "))
  }

  @Test(arguments: [
    (RunReceipt.Ending.stopped, "nightly: stopped, progress is saved, run again to go on; "),
    (.jobFinished, "nightly: the export job has ended, nothing was touched; "),
    (.failed, "nightly: not finished; "),
  ])
  func theEndingComesFirst(ending: RunReceipt.Ending, beginning: String) throws {
    var receipt = try sampleReceipt()
    receipt.ending = ending
    #expect(RunSummary(receipt).text.hasPrefix(beginning))
  }

  @Test func rejectedAndOutstandingItemsAreSaidWhereThereAreAny() throws {
    var receipt = try sampleReceipt()
    var books = try route("books", written: 1)
    books.rejected = 2
    books.outstanding = 3
    receipt.routes = [books]
    #expect(
      RunSummary(receipt).text.contains(
        "books: delivered 1, absorbed 0, rejected 2, outstanding 3;"))
  }

  /// "done" beside exit code 65 read as if nothing were left.
  @Test func aRunThatLeavesSomethingToAPersonSaysSoBeforeItsFigures() throws {
    var receipt = try sampleReceipt()
    receipt.held = 1
    #expect(
      RunSummary(receipt).text.hasPrefix("nightly: nothing to deliver, and a person must look; "))
    var books = try route("books", written: 1)
    books.rejected = 1
    receipt.held = 0
    receipt.routes = [books]
    #expect(RunSummary(receipt).text.hasPrefix("nightly: done, and a person must look; "))
  }

  private func route(
    _ name: String, written: Int = 0, absorbed: Int = 0
  ) throws -> RunReceipt.Route {
    var route = RunReceipt.Route(name: try #require(Name(name)))
    route.written = written
    route.absorbed = absorbed
    return route
  }
}
