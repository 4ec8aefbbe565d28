import Diagnostics
import ExportModel
import Testing

@testable import Predicates

/// The language over other fields than those of an item.
struct PredicateFieldsTests {
  private static let colour = ItemPredicate.Field("colour")
  private static let owner = ItemPredicate.Field("owner")
  private static let fields = PredicateFields(
    [
      .init(owner, .id),
      .init(
        colour,
        .word(
          .init(
            ["red", "green"], name: "a colour", plural: "colours",
            finding: FindingID("test.colour", "")))),
    ],
    example: #"colour == "red""#, listExample: #"colour in ["red", "green"]"#)
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
    let read = read("colour != \"red\" and owner > \"\(Self.id)\"")
    #expect(read.findings == [])
    #expect(
      read.predicate
        == .and([
          .not(.compares(Self.colour, .equal, .word("red"))),
          .compares(Self.owner, .greater, .id(Self.id)),
        ]))
    #expect(read.predicate?.description == "colour != \"red\" and owner > \"\(Self.id)\"")
  }

  @Test(arguments: [
    (#"status == "red""#, "'status' is not a field of an item", "use one of: owner, colour"),
    (#"color == "red""#, "'color' is not a field of an item", "did you mean 'colour'?"),
    (#"colour == "gren""#, "'gren' is not a colour of an item", "did you mean 'green'?"),
    (
      #"colour < "red""#, "'<' does not compare colours",
      "colours have no order: use '==', '!=' or 'in'"
    ),
    ("colour == red", "'red' has no quotes", #"write it in double quotes: "red""#),
    (
      #"owner == "red""#, "'red' is not a UUID",
      #"write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33""#
    ),
    (
      "colour == 1", "'1' is a number, not a colour",
      #"write colour == "red" or colour in ["red", "green"]"#
    ),
    (
      "colour ==", "'when' ends where a colour in double quotes should be",
      #"write colour == "red" or colour in ["red", "green"]"#
    ),
    (
      #""red" == colour"#, "expected a field, found '\"red\"'",
      #"write the field first, as in colour == "red""#
    ),
    ("exists colour", "expected '(', found 'colour'", "write exists(owner)"),
    (
      #"colour == "red" and colour == "green""#, "no item can meet this",
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
    let isRed = ItemPredicate.compares(Self.colour, .equal, .word("red"))
    #expect(!isRed.accepts { _ in nil })
    #expect(!ItemPredicate.exists(Self.colour).accepts { _ in nil })
    #expect(!ItemPredicate.isOneOf(Self.colour, [.word("red")]).accepts { _ in nil })
    #expect(ItemPredicate.not(isRed).accepts { _ in nil })
    #expect(isRed.accepts { $0 == Self.colour ? .word("red") : nil })
  }

  @Test func aSetKnowsTheAnswersOfEachWord() throws {
    let isRedOrOwned = ItemPredicate.or([
      .compares(Self.colour, .equal, .word("red")), .compares(Self.owner, .equal, .id(Self.id)),
    ])
    var budget = ItemSet.Budget(length: 0)
    let set = try ItemSet(of: isRedOrOwned, Self.fields, &budget)
    #expect(set.answers(where: Self.colour, isOneOf: ["red"]) == [true])
    #expect(set.answers(where: Self.colour, isOneOf: ["green"]) == [true, false])
    #expect(set.answers(where: Self.colour, isOneOf: ["no such colour"]) == [true, false])
    #expect(set.answers() == [true, false])
  }
}
