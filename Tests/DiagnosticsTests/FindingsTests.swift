import Diagnostics
import Testing

/// What one pass collects.
@Suite struct FindingsTests {
  @Test func findingsComeInTheOrderOfTheFile() {
    var findings = Findings()
    findings.add(Diagnostic(id: FindingID("a.b", ""), "fifth", at: span(10, 1)))
    findings.add(Diagnostic(id: FindingID("a.b", ""), "fourth", at: span(9, 2)))
    findings.add(Diagnostic(id: FindingID("b.a", ""), "third", at: span(9, 1)))
    findings.add(contentsOf: [
      Diagnostic(id: FindingID("a.b", ""), "second", at: span(9, 1)),
      Diagnostic(id: FindingID("z.z", ""), "first", at: nil),
      Diagnostic(id: FindingID("a.a", ""), "sixth", at: span(1, 1, file: "g.yaml")),
    ])
    #expect(
      findings.sorted.map(\.message) == ["first", "second", "third", "fourth", "fifth", "sixth"])
  }

  @Test func theSameFindingIsReportedOnce() {
    var findings = Findings()
    for _ in 0..<3 { findings.add(Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(1, 1))) }
    findings.add(Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(1, 2)))
    #expect(findings.sorted.count == 2)
  }

  @Test func onlyErrorsRefuseAFile() throws {
    var findings = Findings()
    #expect(!findings.hasErrors)
    #expect(RefusedFile(findings) == nil)
    findings.add(Diagnostic(.warning, id: FindingID("a.b", ""), "odd", at: span(2, 1)))
    #expect(!findings.hasErrors)
    #expect(RefusedFile(findings) == nil)
    findings.add(Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(1, 1)))
    #expect(findings.hasErrors)
    #expect(try #require(RefusedFile(findings)).findings.map(\.message) == ["wrong", "odd"])
  }

  @Test func aFindingDescribesItselfOnOneLine() {
    let finding = Diagnostic(
      id: FindingID("a.b", ""), "'x' is wrong", at: span(3, 7), help: "write y")
    #expect(finding.description == "f.yaml:3:7: error: 'x' is wrong [a.b]")
    #expect(
      Diagnostic(.warning, id: FindingID("a.b", ""), "odd", at: nil).description
        == "warning: odd [a.b]")
  }
}

/// Places in files.
@Suite struct SourceSpanTests {
  @Test func positionsAreOrderedByLineThenColumn() {
    let positions = [(1, 1), (1, 2), (2, 1), (10, 1)].map(SourcePosition.init)
    #expect(positions.shuffled().sorted() == positions)
  }

  @Test func aSpanDoesNotEndBeforeItBegins() {
    let start = SourcePosition(line: 2, column: 5)
    let end = SourcePosition(line: 2, column: 1)
    #expect(SourceSpan(file: "f.yaml", start: start, end: end).end == start)
  }

  @Test func aPartOfASpanIsOnItsFirstLineAndAtLeastOneWide() {
    #expect(span(3, 5, length: 20).part(from: 4, length: 2) == span(3, 9, length: 2))
    #expect(span(3, 5, length: 20).part(from: 0, length: 0) == span(3, 5, length: 1))
  }
}

/// The name that was meant.
@Suite struct SuggestionTests {
  @Test(arguments: [
    ("jornal", "journal"), ("jounral", "journal"), ("JOURNAL", "journal"), ("paht", "path"),
    ("tabel", "table"), ("journals", "journal"), ("patch", "path"),
  ])
  func aNearNameIsMeant(written: String, meant: String) {
    let known = ["path", "table", "journal"]
    #expect(Suggestion.nearest(to: written, among: known) == meant)
    #expect(Suggestion.help(for: written, among: known) == "did you mean '\(meant)'?")
  }

  @Test(arguments: ["", "x", "pxxh", "nothing", "journeyman"])
  func aFarNameIsNot(written: String) {
    let known = ["path", "table", "journal"]
    #expect(Suggestion.nearest(to: written, among: known) == nil)
    #expect(Suggestion.help(for: written, among: known) == "use one of: path, table, journal")
  }

  @Test func equallyNearNamesAreTakenInAlphabeticalOrder() {
    #expect(Suggestion.nearest(to: "rate", among: ["race", "date"]) == "date")
  }

  @Test func aVeryLongTextIsNearToNothing() {
    let long = String(repeating: "path", count: 100_000)
    #expect(Suggestion.nearest(to: long, among: ["path"]) == nil)
  }
}
