import Diagnostics
import ExportModel
import Foundation
import ItemFields
import Testing

@testable import Predicates

/// Conditions over what an item is.
@Suite struct DataPredicateTests {
  private static let amount = field("data.amount.inWalletCurrency.value")
  private static let date = field("data.date")
  private static let type = field("data.type")
  private static let note = field("data.note")
  private static let nowhere = SourceSpan(
    file: "", start: SourcePosition(line: 1, column: 1), end: SourcePosition(line: 1, column: 1))

  private static func field(_ name: String) -> ItemPredicate.Field { ItemPredicate.Field(name) }

  private func parse(_ text: String) throws -> ItemPredicate {
    var findings = Findings()
    let predicate = PredicateParser.parse(
      text, fields: .item, place: { _ in Self.nowhere },
      findings: &findings)
    #expect(findings.sorted.isEmpty, "\(text)")
    return try #require(predicate)
  }

  private func holds(_ text: String, _ values: [ItemPredicate.Field: ItemPredicate.Value]) throws
    -> Bool
  {
    try parse(text).accepts { values[$0] }
  }

  @Test(arguments: [
    (#"data.amount.inWalletCurrency.value >= 100"#, [99: false, 100: true, 101: true]),
    (#"data.amount.inWalletCurrency.value > 100"#, [99: false, 100: false, 101: true]),
    (#"data.amount.inWalletCurrency.value < -100"#, [-101: true, -100: false, 0: false]),
    (#"data.amount.inWalletCurrency.value == 100"#, [99: false, 100: true]),
    (#"data.amount.inWalletCurrency.value in [1, 3]"#, [1: true, 2: false, 3: true]),
  ])
  func numbersCompareAsNumbers(condition: String, answers: [Int64: Bool]) throws {
    for (amount, answer) in answers {
      #expect(try holds(condition, [Self.amount: .integer(amount)]) == answer, "\(amount)")
    }
    #expect(try !holds(condition, [:]), "null is no number")
  }

  /// A day is all of it: an item booked in the morning was not 'on' its own day.
  @Test(arguments: [
    (#"data.date == "2026-03-02""#, [false, true, true, true, false]),
    (#"data.date <= "2026-03-02""#, [true, true, true, true, false]),
    (#"data.date < "2026-03-02""#, [true, false, false, false, false]),
    (#"data.date > "2026-03-02""#, [false, false, false, false, true]),
    (#"data.date >= "2026-03-02""#, [false, true, true, true, true]),
    (#"data.date in ["2026-03-01", "2026-03-03"]"#, [true, false, false, false, true]),
    (#"data.date >= "2026-03-02T12:00:00Z""#, [false, false, true, true, true]),
    (#"data.date == "2026-03-02T13:00:00+01:00""#, [false, false, true, false, false]),
  ])
  func daysAndMomentsCompareAsTimes(condition: String, answers: [Bool]) throws {
    let dates = [
      "2026-03-01T23:59:59.999Z", "2026-03-02", "2026-03-02T12:00:00Z",
      "2026-03-03T00:30:00+01:00", "2026-03-03T00:00:00Z",
    ]
    for (text, answer) in zip(dates, answers) {
      let value = try #require(ItemPredicate.Value(.text(text), of: .date))
      #expect(try holds(condition, [Self.date: value]) == answer, "\(text)")
    }
  }

  @Test func whatIsNotThereIsOnlyAskedForByExists() throws {
    let present: [ItemPredicate.Field: ItemPredicate.Value] = [Self.note: .text("")]
    #expect(try holds("exists(data.note)", present))
    #expect(try !holds("exists(data.note)", [:]))
    #expect(try holds("data.note == null", [:]))
    #expect(try !holds("data.note == null", present))
    #expect(try holds(#"data.note != "x""#, [:]))
    #expect(try holds(#"data.note == """#, present))
  }

  @Test func aValueOfAnotherKindIsNone() {
    #expect(ItemPredicate.Value(.number("5"), of: .integer) == .integer(5))
    for digits in ["5.0", "5e0", "9223372036854775808"] {
      #expect(ItemPredicate.Value(.number(digits), of: .integer) == nil)
    }
    #expect(ItemPredicate.Value(.text("5"), of: .integer) == nil)
    #expect(ItemPredicate.Value(.number("5"), of: .text) == nil)
    #expect(ItemPredicate.Value(.text("2026-02-30"), of: .date) == nil)
    #expect(ItemPredicate.Value(.json("[]"), of: .json) == .json)
  }

  private static let texts = [
    #"data.amount.inWalletCurrency.value >= -100"#,
    #"data.amount.inWalletCurrency.value in [1, 2]"#,
    #"data.date < "2026-03-02""#, #"data.date == "2026-03-02T08:15:04.5+01:00""#,
    #"data.type == "a \"b\" \\ c""#, #"data.type in ["a", "b"]"#, "exists(data.files)",
    #"not exists(data.note) and (data.type == "a" or status == "pending")"#,
    #"data.type != "a""#,
  ]

  /// The ledger keeps both: the text for people, the value to compare.
  @Test(arguments: texts)
  func aConditionIsItsTextAndItsValue(text: String) throws {
    let predicate = try parse(text)
    #expect("\(predicate)" == text)
    let json = try JSONEncoder().encode(predicate)
    #expect(try JSONDecoder().decode(ItemPredicate.self, from: json) == predicate)
  }

  /// What a ledger holds is read by every later version.
  @Test(arguments: [
    (
      #"data.amount.inWalletCurrency.value >= 5"#,
      #"{"data.amount.inWalletCurrency.value":{"comparison":">=","number":5}}"#
    ),
    (
      #"data.date < "2026-03-02""#,
      #"{"data.date":{"comparison":"<","date":"2026-03-02"}}"#
    ),
    (#"data.type == "a""#, #"{"data.type_is":"a"}"#),
    (
      #"data.amount.inWalletCurrency.value in [1, 2]"#,
      #"{"data.amount.inWalletCurrency.value_in":["1","2"]}"#
    ),
    ("exists(data.note)", #"{"exists":"data.note"}"#),
  ])
  func theValuesThatLedgersHoldStay(text: String, json: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    #expect(String(decoding: try encoder.encode(parse(text)), as: UTF8.self) == json)
    #expect(try JSONDecoder().decode(ItemPredicate.self, from: Data(json.utf8)) == parse(text))
  }

  @Test(arguments: [
    #"{"data.amount.inWalletCurrency.value":{"comparison":">=","date":"2026-03-02"}}"#,
    #"{"data.date":{"comparison":"<","number":5}}"#, #"{"data.files_in":["x"]}"#,
    #"{"data.nothing_is":"a"}"#,
  ])
  func aValueThatNoConditionHasIsRefused(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ItemPredicate.self, from: Data(json.utf8))
    }
  }

  /// The set of a condition answers as the condition itself does, also for items that are without a field.
  @Test func theSetOfAConditionKnowsItemsWithoutAField() throws {
    let conditions: [(String, Set<Bool>)] = [
      ("exists(data.note)", [true, false]), ("not exists(data.note)", [true, false]),
      (#"exists(data.note) and data.note == "a""#, [true, false]),
      (#"not exists(data.note) and data.note == "a""#, [false]),
      (#"exists(data.note) or data.note != "a""#, [true]),
      (
        "data.amount.inWalletCurrency.value >= 5 or data.amount.inWalletCurrency.value < 5",
        [true, false]
      ),
      (
        """
        data.amount.inWalletCurrency.value >= 5 or data.amount.inWalletCurrency.value < 5
        or not exists(data.amount.inWalletCurrency.value)
        """, [true]
      ),
      (#"data.date == "2026-03-02" and data.date > "2026-03-02T12:00:00Z""#, [true, false]),
      (#"data.date == "2026-03-02" and data.date > "2026-03-03""#, [false]),
    ]
    for (text, answers) in conditions {
      var budget = ItemSet.Budget(length: text.count)
      var findings = Findings()
      let predicate = try #require(
        PredicateParser.parse(
          text, fields: .item, place: { _ in Self.nowhere },
          findings: &findings))
      #expect(try ItemSet(of: predicate, .item, &budget).answers() == answers, "\(text)")
    }
  }
}
