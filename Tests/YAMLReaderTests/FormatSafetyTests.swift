import Diagnostics
import Foundation
import Settings
import Testing
import YAMLReader

/// What formatting cannot keep it leaves alone, and of any file it changes nothing that the file says.
struct FormatSafetyTests {
  @Test(arguments: [
    ("a: 1\n...\n", "fmt cannot keep the end of a document"),
    ("%YAML 1.1\n---\na: 1\n", "fmt does not keep directives"),
    ("{ a: 1 }\n", "fmt lays out files with each key on a line of its own"),
    ("? a\n: 1\n", "fmt cannot keep a key with a '?' before it"),
    ("a:\n  # c\n  1\n", "fmt cannot keep a comment between a key and its value"),
    ("a: # c\n  1 # d\n", "fmt cannot keep a comment between a key and its value"),
    ("a: &a\n  |\n  x\n", "fmt cannot keep an anchor on a line of its own"),
  ])
  func whatCannotBeKeptSafelyIsLeftAlone(text: String, message: String) {
    let result = FormatStage.format(text)
    #expect(result.text == nil)
    #expect(result.findings.map(\.message) == [message])
    #expect(result.findings.map(\.id) == ["format.unsafe"])
    #expect(
      result.findings.first?.help
        == "the file stays as it is: write this part the plain way, or lay it out by hand")
  }

  @Test func aFileThatCannotBeReadIsToldAsItIsByCheck() {
    #expect(FormatStage.format("a: [1\n").findings.map(\.id) == ["yaml.syntax"])
  }

  /// What formatting promises of any file: checked here from outside as well.
  @Test(.enabled(if: Corpus.isThere, "../shared/corpora/yaml is not there"))
  func whatTheSuiteHasSaysTheSameAfterwards() throws {
    var laidOut = 0
    for name in Corpus.names {
      let bytes = try Corpus.bytes(name)
      var findings = Findings()
      let text = YAMLFormat.formatted(
        bytes, file: name, shape: FormatStage.shape, findings: &findings)
      #expect((text == nil) == findings.hasErrors, "\(name)")
      guard let text else { continue }
      laidOut += 1
      #expect(FormatStage.format(text).text == text, "\(name)")
      #expect(
        sortedTree(try #require(Reading(bytes: bytes).root))
          == sortedTree(try #require(Reading(bytes: Array(text.utf8)).root)), "\(name)")
    }
    #expect(laidOut > 50)
  }

  /// A tree as text, keys sorted, quotes told apart.
  private func sortedTree(_ node: Node) -> String {
    switch node.content {
    case .scalar(let scalar): "\(scalar.isPlain)\(scalar.text.debugDescription)"
    case .sequence(let items): "[\(items.map(sortedTree).joined(separator: ","))]"
    case .mapping(let entries):
      entries.map { "\($0.key.debugDescription):\(sortedTree($0.value))" }.sorted().description
    }
  }
}
