import Diagnostics
import ExportModel
import Testing

@testable import Predicates

/// What a condition of the export's items means, and where what is wrong with it is.
struct PredicateParserTests {
  @Test(arguments: [
    (
      #"status == "pending" or status == "failed" and exists(job_id)"#,
      #"status == "pending" or status == "failed" and exists(job_id)"#
    ),
    (
      #"(status == "pending" or status == "failed") and exists(job_id)"#,
      #"(status == "pending" or status == "failed") and exists(job_id)"#
    ),
    (#"((status=="pending"))"#, #"status == "pending""#),
    (#"not status != "pending""#, #"not status != "pending""#),
    (#"status in["pending"]"#, #"status in ["pending"]"#),
    ("job_id == null", "not exists(job_id)"),
    ("true", "true"),
  ])
  func aConditionIsReadAsItsCanonicalText(text: String, canonical: String) throws {
    let predicate = try #require(read(text).predicate)
    #expect(predicate.description == canonical)
    #expect(read(canonical).predicate == predicate)
  }

  @Test func everyMistakeOfOneReadingIsReportedWhereItIs() {
    let read = read(#"state == "pending" and status == pending or status < "failed""#)
    #expect(read.predicate == nil)
    #expect(
      read.findings == [
        "0..<5 'state' is not a field of an item [predicate.field]",
        "33..<40 'pending' has no quotes [predicate.syntax]",
        "51..<52 '<' does not compare statuses [predicate.type]",
      ])
  }

  @Test(arguments: [
    ("", "0..<0 'when' ends where a field should be [predicate.syntax]"),
    ("status", "6..<6 'when' ends where an operator should be [predicate.syntax]"),
    ("(true", "5..<5 'when' ends where ')' should be [predicate.syntax]"),
    ("exists status", "7..<13 expected '(', found 'status' [predicate.syntax]"),
    ("true)", "4..<5 expected 'and', 'or' or the end, found ')' [predicate.syntax]"),
    ("true true", "5..<9 expected 'and', 'or' or the end, found 'true' [predicate.syntax]"),
  ])
  func aConditionThatIsNotPutTogetherIsRefused(text: String, finding: String) {
    let read = read(text)
    #expect(read.predicate == nil)
    #expect(read.findings == [finding])
  }

  @Test func whatIsTheSameOfEveryItemIsAWarningAndStillRead() {
    let read = read(#"status == "pending" and status == "failed""#)
    #expect(read.predicate != nil)
    #expect(read.findings == ["0..<42 no item can meet this [predicate.constant]"])
  }

  @Test func aConditionThatIsTooLongIsRefusedUnread() {
    let read = read(String(repeating: " ", count: 100_001))
    #expect(read.predicate == nil)
    #expect(
      read.findings == ["0..<1 the condition is longer than 100000 characters [predicate.limit]"])
  }

  /// A condition and its findings: the range of Unicode scalars, the message and the id.
  private func read(_ text: String) -> (predicate: ItemPredicate?, findings: [String]) {
    var findings = Findings()
    let predicate = PredicateParser.parse(
      text, fields: .item,
      place: { range in
        SourceSpan(
          file: "", start: SourcePosition(line: 1, column: range.lowerBound + 1),
          end: SourcePosition(line: 1, column: range.upperBound + 1))
      }, findings: &findings)
    let texts = findings.sorted.map { finding in
      let (start, end) = (finding.span?.start.column ?? 0, finding.span?.end.column ?? 0)
      return "\(start - 1)..<\(end - 1) \(finding.message) [\(finding.id)]"
    }
    return (predicate, texts)
  }
}
