import SinkKit
import Testing

@testable import FileQueueSink

@Suite struct JournalTests {
  @Test func aJournalIsReadAsItWasWritten() throws {
    let items = try [item(0), item(12, orderKey: "key.with dots")]
    let journal = Journal().preceded(by: ItemBatch(items))
    #expect(
      String(decoding: journal.text, as: UTF8.self) == """
        sluice file queue journal 1
        0b9cf4a4-3f0f-4b0c-9d7c-1f2e3d4c5b6a.00000000-0000-0007-0000-000000000000.json
        key.with dots.0b9cf4a4-3f0f-4b0c-9d7c-1f2e3d4c5b6a.00000000-0000-0007-0000-00000000000c.json

        """)
    #expect(Journal(text: journal.text, of: items[0].jobID) == journal)
    #expect(Journal(text: Journal().text, of: items[0].jobID) == Journal())
  }

  @Test func aBatchStandsBeforeWhatItDoesNotDeliverAgain() throws {
    let inherited = try Journal().preceded(by: ItemBatch((2..<7).map { try item($0) }))
    let batch = try ItemBatch([item(3, orderKey: "k"), item(8)])
    let names = try [
      item(3, orderKey: "k"), item(8), item(2), item(4), item(5), item(6),
    ].map(\.messageName)
    #expect(inherited.preceded(by: batch).entries.map(\.name) == names)
    #expect(inherited.without(batch).entries.map(\.name) == Array(names[2...]))
  }

  /// The name of a message is where a file goes. A slash with an accent is one character, and was not found.
  @Test(arguments: ["/", "/\u{301}", "../", "a/\u{200D}"])
  func aNameWithAFolderIsNoJournal(key: String) throws {
    let item = try item(0)
    let text = Array("sluice file queue journal 1\n\(key).\(item.messageName)\n".utf8)
    #expect(Journal(text: text, of: item.jobID) == nil)
  }
}
