import ExportModel
import PageSourceKit
import SinkKit
import Testing

@testable import ExportEngine

/// What an operator reads of what kept a run from finishing.
struct RunTroubleTests {
  private static let intake = Sample.name("intake")
  private static let books = Sample.name("books")

  @Test(arguments: [
    (
      RunTrouble.termsChanged(route: intake, from: "old", to: "new"),
      "route 'intake' has delivered items of this export job as 'old', and is 'new' now",
      "put it back as it was; or accept the change, so that what was delivered counts as delivered: "
        + "sluice state FILE accept-terms intake"
    ),
    (
      .owedDropped(route: intake, items: 1, from: "old", to: "new"),
      "route 'intake' owes an item of this export job as 'old', and is 'new' now",
      "put it back as it was; or accept the change, so that it owes only what it takes then: "
        + "sluice state FILE accept-terms intake"
    ),
    (
      .placeTaken(route: intake, by: books, place: "sqlite /b"),
      "route 'intake' delivers to where route 'books' has delivered items of this export job: "
        + "sqlite /b",
      "if it is the same route under a new name: sluice state FILE rename-route books intake; "
        + "if not, give its sink another place"
    ),
    (
      .tooManyRejected(route: books, rejected: 3, limit: 2),
      "route 'books' rejected 3 items in this run, and 'max_rejected' is 2",
      "find out why it rejects them; the next run goes on with what is left"
    ),
    (
      .unmatched(first: [Sample.entry(1)], count: 1),
      "no route takes item \(Sample.entry(1))",
      "let a route take them, or write 'unmatched: hold' or 'unmatched: skip'; until then nothing "
        + "is delivered"
    ),
    (
      .unmatched(first: [Sample.entry(1), Sample.entry(2)], count: 7),
      "no route takes 7 items: \(Sample.entry(1)), \(Sample.entry(2)) and 5 more",
      "let a route take them, or write 'unmatched: hold' or 'unmatched: skip'; until then nothing "
        + "is delivered"
    ),
  ])
  func itSaysWhatHappenedAndWhatToDo(trouble: RunTrouble, message: String, hint: String) {
    #expect(trouble.message == message)
    #expect(trouble.hint == hint)
    #expect(trouble.record == message)
    #expect(trouble.cause == nil)
  }

  /// The ledger keeps no words of the other side, and a log may.
  @Test func whatASourceSaidIsShownAndNotKept() {
    let cause = SinkError(.broken, "beneath")
    let error = SourceError(.badAnswer, "it said 'x'", hint: "ask", record: "it said", cause: cause)
    let trouble = RunTrouble.source(error)
    #expect(trouble.message == "it said 'x'")
    #expect(trouble.record == "it said")
    #expect(trouble.hint == "ask")
    #expect(trouble.cause is SinkError)
  }

  @Test func whatASinkSaidIsSaidOfItsRoute() {
    let trouble = RunTrouble.sink(route: Self.books, SinkError(.broken, "disk full", hint: "wait"))
    #expect(trouble.message == "route 'books': disk full")
    #expect(trouble.hint == "wait")
  }
}
