import SinkKit
import Testing

@testable import FileQueueSink

@Suite struct JournalTests {
  @Test func aJournalIsReadAsItWasWritten() throws {
    let journal = Journal(entries: [
      .init(ordinal: 0, name: "a.json"), .init(ordinal: 12, name: "b with spaces.json"),
    ])
    #expect(
      String(decoding: journal.text, as: UTF8.self)
        == "sluice file queue journal 1\n0 a.json\n12 b with spaces.json\n")
    #expect(Journal(text: journal.text) == journal)
    #expect(Journal(text: Journal().text) == Journal())
  }

  @Test func entriesBehindABatchStayAndThoseBeforeItGo() throws {
    let journal = Journal(entries: (2..<7).map { .init(ordinal: $0, name: "old \($0)") })
    let next = try journal.succeeded(by: ItemBatch([item(3), item(5)]))
    #expect(
      next.entries == [
        .init(ordinal: 3, name: try item(3).messageName),
        .init(ordinal: 5, name: try item(5).messageName),
        .init(ordinal: 6, name: "old 6"),
      ])
  }
}
