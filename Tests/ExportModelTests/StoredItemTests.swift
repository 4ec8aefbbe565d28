import ExportModel
import Foundation
import Testing

/// An item on one line of JSON.
@Suite struct StoredItemTests {
  @Test func theLineIsPinnedToTheLetter() throws {
    let line = try item(status: "pending").jsonLine
    #expect(
      String(decoding: line, as: UTF8.self)
        == #"{"jobId":"8eb648ab-464b-42a0-ba17-eda703657e33","#
        + #""accountingEntryId":"00000000-0000-0001-0000-000000000002","status":"pending"}"# + "\n")
  }

  @Test(arguments: [
    "in_progress", "\"", "\\", "\\\"", "a\nb", "\r\n\t", "\u{0}", "\u{1F}\u{7F}", "\u{8}\u{C}",
    "\"},{\"status\":\"x", "</script>", "é 中 😀", "\u{2028}\u{2029}", "\u{1B}[31m", "e\u{301}",
    "\\u0041", "x\u{FEFF}", "\u{10FFFF}",
  ])
  func anyStatusComesBackFromTheLine(status: String) throws {
    let line = try item(status: status).jsonLine
    #expect(line.last == UInt8(ascii: "\n"))
    #expect(line.dropLast().allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: String]
    let read = try #require(object)
    #expect(read.count == 3)
    #expect(read["status"].map { Array($0.unicodeScalars) } == Array(status.unicodeScalars))
    #expect(read["jobId"] == "8eb648ab-464b-42a0-ba17-eda703657e33")
    #expect(read["accountingEntryId"] == "00000000-0000-0001-0000-000000000002")
  }

  @Test func theDataIsInTheLineAsItIs() throws {
    let plain = try item(status: "pending")
    let json = #"{"amount":0.20,"note":"a\u00e9 \"x\""}"#
    let line = StoredItem(
      ordinal: 0, jobID: plain.jobID, entryID: plain.entryID, status: plain.status,
      previousJobID: plain.jobID,
      data: ItemData(json: Array(json.utf8), fetchedAt: "2026-03-02T08:15:04Z")
    ).jsonLine
    #expect(
      String(decoding: line, as: UTF8.self)
        == String(decoding: plain.jsonLine.dropLast(2), as: UTF8.self)
        + #","previousJobId":"\#(plain.jobID)","data":\#(json),"#
        + #""dataFetchedAt":"2026-03-02T08:15:04Z"}"# + "\n")
  }

  @Test func dataIsNotPrinted() {
    let data = ItemData(json: Array(#"{"secret":1}"#.utf8), fetchedAt: "x")
    var dumped = ""
    dump(data, to: &dumped)
    #expect("\(data)" == "data of 12 bytes")
    #expect(!dumped.contains("115") && !"\(String(reflecting: data))".contains("secret"))
  }

  @Test func theOrderKeyAndTheOrdinalAreNotInTheLine() throws {
    let keyed = StoredItem(
      ordinal: 7, jobID: try item(status: "x").jobID, entryID: try item(status: "x").entryID,
      status: try #require(ItemStatus("x")), orderKey: "2026-01-01")
    #expect(try keyed.jsonLine == item(status: "x").jsonLine)
  }

  private func item(status: String) throws -> StoredItem {
    StoredItem(
      ordinal: 0, jobID: try #require(JobID("8eb648ab-464b-42a0-ba17-eda703657e33")),
      entryID: EntryID(Identifier(high: 1, low: 2)), status: try #require(ItemStatus(status)))
  }
}
