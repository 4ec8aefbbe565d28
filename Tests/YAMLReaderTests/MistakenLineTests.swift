import Diagnostics
import Settings
import Testing
import YAMLReader

/// Mistakes that are reported where they were made, not where the parser gave up.
@Suite struct MistakenLineTests {
  @Test(arguments: [
    ("routes:\n  - name:out\n    sink: 1\n", "2:9", "expected a blank after 'name:'"),
    ("version: 1\njob:nightly\nsource: {}\n", "2:4", "expected a blank after 'job:'"),
    ("a: 1\njob:nightly\n\n# a comment\nsource: {}\n", "2:4", "expected a blank after 'job:'"),
  ])
  func aKeyWithoutABlank(text: String, place: String, message: String) throws {
    let finding = try finding(text)
    #expect(finding.message == message)
    #expect(self.place(finding) == place)
    #expect(finding.help == "put a blank between the ':' and the value")
  }

  @Test(arguments: [
    ("r:\n  - name: out\n     sink: 1\n", "3:6", "'sink' is in column 6, and 'name' in column 5"),
    ("r:\n  - name: out\n   sink: 1\n", "3:4", "'sink' is in column 4, and 'name' in column 5"),
    ("a: 1\n b: 2\n", "2:2", "'b' is in column 2, and 'a' in column 1"),
  ])
  func aKeyInAnotherColumn(text: String, place: String, message: String) throws {
    let finding = try finding(text)
    #expect(finding.message == message)
    #expect(self.place(finding) == place)
    #expect(finding.help?.hasPrefix("align it with '") == true)
  }

  @Test(arguments: [
    ("a: 'it's'\n", "1:7", "write '' for an apostrophe inside single quotes"),
    ("a: \"say \"no\" now\"\n", "1:9", "write \\\" for a quotation mark inside double quotes"),
  ])
  func aQuoteInsideQuotes(text: String, place: String, help: String) throws {
    let finding = try finding(text)
    #expect(finding.message == "the quoted text ends here, and more follows")
    #expect(self.place(finding) == place)
    #expect(finding.help == help)
  }

  @Test(arguments: [
    ("a: { b: ${env:V} }\n", "1:9", "${env:V}"), ("a: [ ${file:./x} ]\n", "1:6", "${file:./x}"),
  ])
  func aReferenceWithoutQuotesInBraces(text: String, place: String, reference: String) throws {
    let finding = try finding(text)
    #expect(finding.message == "'\(reference)' must be quoted inside braces and brackets")
    #expect(self.place(finding) == place)
    #expect(finding.help == "write \"\(reference)\"")
  }

  @Test func aReferenceWithoutQuotesInBracesIsQuotedWithAllOfItsValue() throws {
    let finding = try finding("a: { b: ${env:HOME}/queue }\n")
    #expect(finding.help == "put the whole value in quotes: \"${env:HOME}/queue\"")
  }

  @Test(arguments: [
    ("a:\n\u{A0} b: 1\n", "2:1", "U+00A0 (a no-break space) cannot indent"),
    ("a:\n  \u{3000}- b\n", "2:3", "U+3000 (ideographic space) cannot indent"),
  ])
  func aBlankThatIsNoSpace(text: String, place: String, message: String) throws {
    let finding = try finding(text)
    #expect(finding.message == message)
    #expect(self.place(finding) == place)
    #expect(finding.help == "use spaces")
  }

  @Test func aTextInABlockMayBeginWithAnyBlank() {
    var findings = Findings()
    let text = "a: |\n  \u{A0}so it is\n"
    #expect(YAMLDocument.read(Array(text.utf8), file: "x", findings: &findings) != nil)
    #expect(findings.sorted == [])
  }

  private func finding(_ text: String) throws -> Diagnostic {
    var findings = Findings()
    #expect(YAMLDocument.read(Array(text.utf8), file: "x", findings: &findings) == nil)
    return try #require(findings.sorted.first)
  }

  private func place(_ finding: Diagnostic) -> String {
    finding.span.map { "\($0.start.line):\($0.start.column)" } ?? ""
  }
}
