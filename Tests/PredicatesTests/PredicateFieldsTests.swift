import Diagnostics
import ExportModel
import Testing

@testable import Predicates

/// The language over other fields than those of an item.
struct PredicateFieldsTests {
  private static let color = ItemPredicate.Field("color")
  private static let owner = ItemPredicate.Field("owner")
  private static let fields = PredicateFields(
    [
      .init(owner, .id),
      .init(
        color,
        .word(
          .init(
            ["red", "green"], name: "a color", plural: "colors",
            finding: FindingID("test.color", "")))),
    ],
    example: #"color == "red""#, listExample: #"color in ["red", "green"]"#)
  private static let id = Identifier(high: 0x8eb6_48ab_464b_42a0, low: 0xba17_eda7_0365_7e33)

  private func read(_ text: String) -> (predicate: ItemPredicate?, findings: [Diagnostic]) {
    var findings = Findings()
    let nowhere = SourcePosition(line: 1, column: 1)
    let predicate = PredicateParser.parse(
      text, fields: Self.fields,
      place: { _ in SourceSpan(file: "", start: nowhere, end: nowhere) }, findings: &findings)
    return (predicate, findings.sorted)
  }

  @Test func aConditionAsksForTheDeclaredFields() {
    let read = read("color != \"red\" and owner > \"\(Self.id)\"")
    #expect(read.findings == [])
    #expect(
      read.predicate
        == .and([
          .not(.compares(Self.color, .equal, .word("red"))),
          .compares(Self.owner, .greater, .id(Self.id)),
        ]))
    #expect(read.predicate?.description == "color != \"red\" and owner > \"\(Self.id)\"")
  }

  @Test(arguments: [
    (#"status == "red""#, "'status' is not a field of an item", "use one of: owner, color"),
    (#"colr == "red""#, "'colr' is not a field of an item", "did you mean 'color'?"),
    (#"color == "gren""#, "'gren' is not a color of an item", "did you mean 'green'?"),
    (
      #"color < "red""#, "'<' does not compare colors",
      "colors have no order: use '==', '!=' or 'in'"
    ),
    ("color == red", "'red' has no quotes", #"write it in double quotes: "red""#),
    (
      #"owner == "red""#, "'red' is not a UUID",
      #"write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33""#
    ),
    (
      "color == 1", "'1' is a number, not a color",
      #"write color == "red" or color in ["red", "green"]"#
    ),
    (
      "color ==", "'when' ends where a color in double quotes should be",
      #"write color == "red" or color in ["red", "green"]"#
    ),
    (
      #""red" == color"#, "expected a field, found '\"red\"'",
      #"write the field first, as in color == "red""#
    ),
    ("exists color", "expected '(', found 'color'", "write exists(owner)"),
    (
      #"color == "red" and color == "green""#, "no item can meet this",
      "correct it, or take it out"
    ),
  ])
  func whatIsWrongIsSaidOfTheDeclaredFields(text: String, message: String, help: String) {
    let findings = read(text).findings
    #expect(findings.first?.message == message)
    #expect(findings.first?.help == help)
    #expect(findings.count == 1)
  }

  @Test func anItemWithoutAFieldMeetsNoComparisonOfIt() {
    let isRed = ItemPredicate.compares(Self.color, .equal, .word("red"))
    #expect(!isRed.accepts { _ in nil })
    #expect(!ItemPredicate.exists(Self.color).accepts { _ in nil })
    #expect(!ItemPredicate.isOneOf(Self.color, [.word("red")]).accepts { _ in nil })
    #expect(ItemPredicate.not(isRed).accepts { _ in nil })
    #expect(isRed.accepts { $0 == Self.color ? .word("red") : nil })
  }

  @Test func aSetKnowsTheAnswersOfEachWord() throws {
    let isRedOrOwned = ItemPredicate.or([
      .compares(Self.color, .equal, .word("red")), .compares(Self.owner, .equal, .id(Self.id)),
    ])
    var budget = ItemSet.Budget(length: 0)
    let set = try ItemSet(of: isRedOrOwned, Self.fields, &budget)
    #expect(set.answers(where: Self.color, isOneOf: ["red"]) == [true])
    #expect(set.answers(where: Self.color, isOneOf: ["green"]) == [true, false])
    #expect(set.answers(where: Self.color, isOneOf: ["no such color"]) == [true, false])
    #expect(set.answers() == [true, false])
  }
}
