import ExportModel
import SinkKit
import Testing

@Suite struct DeliveredItemTests {
  @Test func anItemsLineIsReadBack() throws {
    let jobID = try #require(JobID("0b9cf4a4-3f0f-4b0c-9d7c-1f2e3d4c5b6a"))
    let entryID = try #require(EntryID("7b0c1d2e-0000-4000-8000-0000000000ff"))
    let status = try #require(ItemStatus("a \"new\"\nstatus \u{1F9FE}"))
    let item = StoredItem(ordinal: 3, jobID: jobID, entryID: entryID, status: status)
    #expect(
      try DeliveredItem(jsonLine: item.jsonLine)
        == DeliveredItem(jobID: jobID, entryID: entryID, status: "a \"new\"\nstatus \u{1F9FE}"))
  }

  @Test(arguments: [
    "", "{}", "[]", "{\"jobId\":\"",
    #"{"jobId":"1","accountingEntryId":"7b0c1d2e-0000-4000-8000-0000000000ff","status":"pending"}"#,
  ])
  func anythingElseIsRefused(line: String) {
    #expect(throws: DecodingError.self) { try DeliveredItem(jsonLine: Array(line.utf8)) }
  }
}
