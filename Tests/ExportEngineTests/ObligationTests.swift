import ExportEngine
import Testing

/// What a route has to do with an item, in code and in words.
struct ObligationTests {
  @Test func whatIsOutstandingOrHeldIsOwedAndNothingElse() {
    let owed: [Obligation] =
      [.outstanding(late: false), .outstanding(late: true)] + HeldReason.allCases.map { .held($0) }
    let done: [Obligation] = [.notAsked, .notTaken, .delivered, .rejected, .skipped, .settled]
    #expect(owed.filter { !$0.isOwed } == [])
    #expect(done.filter { $0.isOwed } == [])
  }

  @Test(arguments: [
    (
      HeldReason.finished, "became final at the source before this route delivered it",
      "became final at the source before this route delivered them"
    ),
    (.unlisted, "is no longer listed by the API", "are no longer listed by the API"),
    (
      .unknownStatus, "is in a status that the API does not document",
      "are in a status that the API does not document"
    ),
    (
      .deliveredBefore, "was delivered as part of an earlier export job",
      "were delivered as part of an earlier export job"
    ),
    (
      .jobEnded, "had not been delivered when the export job ended",
      "had not been delivered when the export job ended"
    ),
    (
      .routeRemoved, "had not been delivered when the route was taken out of the job file",
      "had not been delivered when the route was taken out of the job file"
    ),
  ])
  func aReasonEndsASentenceAboutOneItemOrMore(reason: HeldReason, one: String, more: String) {
    #expect(reason.words(of: 1) == one)
    #expect(reason.words(of: 2) == more)
  }

  @Test func aReasonOfSeveralRoutesNamesNone() {
    #expect(
      HeldReason.finished.words(of: 3, isOfOneRoute: false)
        == "became final at the source before a route delivered them")
  }
}
