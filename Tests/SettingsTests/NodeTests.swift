import Diagnostics
import Settings
import Testing

/// Values of a file before anything is known of their meaning, and lists of them.
struct NodeTests {
  @Test func aNodeSaysItsKind() {
    #expect(value("x").kind == "a value")
    #expect(value("").kind == "nothing")
    #expect(value("", plain: false).kind == "a value")
    #expect(Node(.sequence([]), at: span(1)).kind == "a list")
    #expect(mapping([]).kind == "a mapping")
  }

  @Test func whatCameFromOutsideIsKnownAtAnyDepth() {
    let outside = Node(.scalar(Scalar("v", written: "${env:V}", isPlain: true)), at: span(1))
    let missing = Node(.scalar(Scalar(unresolved: "${env:V}", isPlain: true)), at: span(1))
    #expect(outside.isFromOutside && missing.isFromOutside)
    #expect(Node(.sequence([value("a"), outside]), at: span(1)).isFromOutside)
    #expect(mapping([("a", .sequence([missing]))]).isFromOutside)
    #expect(!mapping([("a", .sequence([value("b")]))]).isFromOutside)
  }

  @Test func aListIsItsElements() {
    var findings = Findings()
    let list = [value("a"), value("b")]
    #expect(read(Node(.sequence(list), at: span(1)), &findings) == list)
    #expect(
      Node(.sequence([]), at: span(1)).list(
        "expected", mayBeEmpty: true, help: "", findings: &findings) == [])
    #expect(findings.messages == [])
  }

  @Test func anythingElseIsNamedForWhatItIs() {
    var findings = Findings()
    let others = [
      value("x", at: 1), mapping([]), value("", at: 3), Node(.sequence([]), at: span(4)),
    ]
    for other in others { #expect(read(other, &findings) == nil) }
    #expect(
      findings.messages.sorted() == [
        "1: error: expected a list of words, found a mapping [settings.type] write [a, b]",
        "1: error: expected a list of words, found a value [settings.type] write [a, b]",
        "3: error: expected a list of words, found nothing [settings.type] write [a, b]",
        "4: error: expected a list of words, found an empty one [settings.type] write [a, b]",
      ])
  }

  /// It has its finding where the reference is.
  @Test func aMissingValueFromOutsideHasNoSecondFinding() {
    var findings = Findings()
    let missing = Node(.scalar(Scalar(unresolved: "${env:V}", isPlain: true)), at: span(1))
    #expect(read(missing, &findings) == nil)
    #expect(findings.messages == [])
  }

  @Test func whatIsGivenTwiceIsRefusedAndTheFirstIsNamed() {
    var findings = Findings()
    let nodes = [value("a", at: 1), value("b", at: 3), value("a", at: 5), value("?", at: 7)]
    let values: [String]? = nodes.readEachOnce(name: { "word '\($0)'" }, findings: &findings) {
      node, findings in
      guard case .scalar(let scalar) = node.content, scalar.text != "?" else {
        findings.add(Diagnostic(id: .settingsType, "no word", at: node.span, help: nil))
        return nil
      }
      return scalar.text
    }
    #expect(values == nil)
    #expect(
      findings.messages == [
        "5: error: word 'a' is given twice [settings.repeated] keep one of the two",
        "7: error: no word [settings.type] no help",
      ])
    #expect(findings.sorted.first?.notes.map(\.span.start.column) == [1])
  }

  private func read(_ node: Node, _ findings: inout Findings) -> [Node]? {
    node.list("expected a list of words", help: "write [a, b]", findings: &findings)
  }
}
