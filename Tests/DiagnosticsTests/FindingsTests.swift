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
