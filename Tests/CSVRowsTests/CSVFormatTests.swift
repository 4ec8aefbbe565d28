import CSVRows
import ExportModel
import ItemFields
import SinkKit
import Testing

@Suite struct CSVFormatTests {
  private func item(_ status: String = "pending", _ json: String? = nil) throws -> StoredItem {
    StoredItem(
      ordinal: 7, jobID: try #require(JobID("3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4")),
      entryID: try #require(EntryID("00000000-0000-4000-8000-000000000001")),
      status: try #require(ItemStatus(status)),
      data: json.map { ItemData(json: Array($0.utf8), fetchedAt: "2026-03-02T08:15:04Z") })
  }

  private func row(
    _ fields: [String], _ item: StoredItem, _ formulas: CSVFormulas = .escape
  ) throws -> String {
    let columns = try fields.map { ItemColumn(try #require(ItemField($0))) }
    return String(
      decoding: CSVFormat(columns: columns, formulas: formulas).row(item), as: UTF8.self)
  }

  /// A spreadsheet would have run what somebody wrote into a note.
  @Test(arguments: [
    "=HYPERLINK(\"x\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1",
  ])
  func aTextThatASpreadsheetWouldRunGetsAnApostrophe(text: String) throws {
    let quoted = { (text: String) in
      text.unicodeScalars.contains { ",;\t\"\r\n".unicodeScalars.contains($0) }
        ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
    #expect(try row(["status"], item(text)) == quoted("'" + text) + "\r\n")
    #expect(try row(["status"], item(text), .keep) == quoted(text) + "\r\n")
  }

  @Test func aNumberIsNoFormula() throws {
    let fields = ["data.amount.inWalletCurrency.value", "data.note", "data.files", "data.type"]
    let json =
      #"{"note":"-5","amount":{"inWalletCurrency":{"value":-5}},"files":[{"size":1}],"type":null}"#
    #expect(try row(fields, item("pending", json)) == "-5,'-5,\"[{\"\"size\"\":1}]\",\r\n")
  }

  /// A spreadsheet that takes another delimiter would have split it into two cells, the second a formula.
  @Test(arguments: ["Taxi;=1+1", "Taxi\t=1+1", "Taxi,=1+1"])
  func aTextWithAnyDelimiterIsQuoted(text: String) throws {
    #expect(try row(["status"], item(text)) == "\"\(text)\"\r\n")
  }

  /// Found by fuzzing: to a string, a quote with a combining character beside it is no quote, and it was not doubled.
  @Test(arguments: ["a\"\u{301}", "\u{6DD}\"x\",=1+1", "\"\u{FE0F}\r\n"])
  func aQuoteWithACombiningCharacterIsAQuote(text: String) throws {
    let format = CSVFormat()
    let item = try item(text)
    #expect(try format.items(in: format.header + format.row(item)) == [DeliveredItem(item)])
    #expect(format.row(item).count { $0 == UInt8(ascii: "\"") } % 2 == 0)
  }

  @Test(arguments: ["=1", "'=1", "'", "''=1", "pending", "-", "'x"])
  func whatIsReadIsWhatWasWritten(status: String) throws {
    for formulas in CSVFormulas.allCases {
      let format = CSVFormat(formulas: formulas)
      let item = try item(status)
      #expect(try format.items(in: format.header + format.row(item)) == [DeliveredItem(item)])
    }
  }

  @Test func aRowThatIsNoItemsIsAFault() throws {
    let format = CSVFormat()
    let row = format.row(try item())
    let fault = try #require(throws: CSVFault.self) {
      _ = try format.items(in: format.header + row + row.dropLast(20) + row)
    }
    #expect("\(fault)" == "line 3 is no row of an item")
  }
}
