import ExportModel
import ItemFields
import Testing

@Suite struct FieldReaderTests {
  private func item(_ json: String?) throws -> StoredItem {
    StoredItem(
      ordinal: 7, jobID: try #require(JobID("3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4")),
      entryID: try #require(EntryID("00000000-0000-4000-8000-000000000001")), status: .pending,
      data: json.map { ItemData(json: Array($0.utf8), fetchedAt: "2026-03-02T08:15:04Z") })
  }

  private func value(of name: String, in json: String?) throws -> ItemValue? {
    try FieldReader([try #require(ItemField(name))]).values(of: item(json))[0]
  }

  /// A number that is read and written again loses digits.
  @Test(arguments: ["6366", "0.20", "-1", "123456789012345678901234567890", "1e400", "-0"])
  func aNumberKeepsEveryDigit(digits: String) throws {
    let found = try value(
      of: "data.amount.inWalletCurrency.value",
      in: #"{"amount":{"inWalletCurrency":{"currency":"EUR","value":\#(digits)}}}"#)
    #expect(found == .number(digits))
  }

  @Test(arguments: [
    ("plain", "plain"), (#"\u0041\"\\\n🧾"#, "A\"\\\n🧾"), ("", ""), (#"\ud83e\uddfe"#, "🧾"),
  ])
  func aTextIsReadWithItsEscapes(written: String, text: String) throws {
    #expect(try value(of: "data.note", in: #"{"note":"\#(written)"}"#) == .text(text))
  }

  @Test(arguments: [
    nil, "{}", #"{"supplier":null}"#, #"{"supplier":{}}"#, #"{"supplier":{"name":null}}"#,
    #"{"supplier":[{"name":"x"}]}"#, #"{"x":{"supplier":{"name":"x"}}}"#, #"{"supplier":"name"}"#,
  ])
  func whatIsNullOrMissingIsNothing(json: String?) throws {
    #expect(try value(of: "data.supplier.name", in: json) == nil)
  }

  @Test func aListIsItsJSON() throws {
    let json = #"{"files":[{"size":1},null]}"#
    #expect(try value(of: "data.files", in: json) == .json(#"[{"size":1},null]"#))
    #expect(try value(of: "data", in: json) == .json(json))
  }

  /// A key with escapes was passed over, and its value was missing.
  @Test func aKeyMayBeWrittenWithEscapes() throws {
    #expect(try value(of: "data.note", in: #"{"no\u0074e":"x"}"#) == .text("x"))
  }

  @Test func fieldsAreInTheOrderInWhichTheyAreAskedFor() throws {
    let names = ["data.type", "status", "data.amount.inWalletCurrency.currency", "data.type"]
    let reader = FieldReader(try names.map { try #require(ItemField($0)) })
    let found = reader.values(
      of: try item(#"{"amount":{"inWalletCurrency":{"currency":"EUR"}},"type":"fee"}"#))
    #expect(found == [.text("fee"), .text("pending"), .text("EUR"), .text("fee")])
    let stored = FieldReader(ItemField.stored).values(of: try item(nil)).map { $0?.text }
    #expect(
      stored == [
        "3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4", "00000000-0000-4000-8000-000000000001", "pending",
        "7", nil,
      ])
  }

  @Test func everyFieldHasANameOfItsOwnByWhichItIsFound() {
    let fields = ItemField.stored + ItemField.ofData
    #expect(Set(fields.map(\.name)).count == fields.count)
    for field in fields { #expect(ItemField(field.name) == field) }
    #expect(ItemField("data.amount") == nil)
    #expect(ItemField.stored.filter(\.isOfData) == [])
    #expect(ItemField.ofData.filter { !$0.isOfData } == [])
    // A value has no fields of its own.
    let paths = DataField.known.map { $0.name + "." }
    for path in paths { #expect(paths.filter { $0.hasPrefix(path) } == [path]) }
  }
}
