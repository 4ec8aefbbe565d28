import ExportModel
import Testing

/// Names, statuses and cursors.
@Suite struct WordTests {
  @Test(arguments: [
    "a", "nightly-export", "file_queue", "a1", "a-", String(repeating: "a", count: 63),
  ])
  func aNameIsSmallLettersDigitsAndDashes(text: String) throws {
    let name = try #require(Name(text))
    #expect(name.text == text)
    #expect(name.description == text)
  }

  @Test(arguments: [
    "", "1a", "-a", "_a", "A", "aB", "a b", "a.b", "a/b", "../a", "é", "a\n", "a\0",
    String(repeating: "a", count: 64),
  ])
  func whatIsNotSafeInAPathIsNoName(text: String) {
    #expect(Name(text) == nil)
  }

  @Test func namesAreOrderedAsTheirTexts() throws {
    let names = try ["a", "a-b", "a_b", "b"].map { try #require(Name($0)) }
    #expect(names.reversed().sorted() == names)
  }

  @Test func theFiveDocumentedStatusesAreKnown() throws {
    #expect(
      ItemStatus.known.map(\.name) == [
        "pending", "in_progress", "successful", "failed", "abandoned",
      ])
    for status in ItemStatus.known {
      #expect(status.isKnown)
      #expect(try #require(ItemStatus(status.name)) == status)
    }
    #expect(try #require(ItemStatus("archived")).isKnown == false)
    #expect(try #require(ItemStatus("Pending")).isKnown == false)
    #expect(ItemStatus.inProgress.description == "in_progress")
  }

  @Test func aStatusIsNeitherEmptyNorOverAHundredBytes() {
    #expect(ItemStatus("") == nil)
    #expect(ItemStatus(String(repeating: "é", count: 50))?.name.utf8.count == 100)
    #expect(ItemStatus(String(repeating: "é", count: 51)) == nil)
  }

  @Test func aCursorIsNeitherEmptyNorOverFourKibibytes() {
    #expect(Cursor("") == nil)
    #expect(Cursor("a+/=?&")?.text == "a+/=?&")
    #expect(Cursor("a+/=?&")?.description == "a+/=?&")
    #expect(Cursor(String(repeating: "c", count: 4096)) != nil)
    #expect(Cursor(String(repeating: "c", count: 4097)) == nil)
  }

  @Test func aJobIsOpenOrFinishedOrUnknown() {
    let open: [ExportJobStatus] = [.pending, .inProgress]
    let finished: [ExportJobStatus] = [.failed, .completed, .completedWithErrors]
    #expect(open.allSatisfy { $0.isOpen && !$0.isFinished })
    #expect(finished.allSatisfy { $0.isFinished && !$0.isOpen })
    let other = ExportJobStatus("archived")
    #expect(!other.isOpen && !other.isFinished)
    #expect(finished.map(\.description) == ["failed", "completed", "completed_with_errors"])
    #expect(open.map(\.description) == ["pending", "in_progress"])
  }
}
