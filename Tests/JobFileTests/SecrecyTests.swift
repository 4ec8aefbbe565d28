import Diagnostics
import Settings
import Testing

@testable import JobFile

/// How far each value of a file may be shown.
struct SecrecyTests {
  private static let shape = ValueShape.mapping([
    KeyDescription(section: "name", "The name.", shape: .text(pattern: nil)),
    KeyDescription(section: "token", "The token.", shape: .secret),
    KeyDescription(section: "when", "The condition.", shape: .condition),
    KeyDescription(
      section: "run", "The run.",
      shape: .mapping([KeyDescription(section: "state", "Where.", shape: .text(pattern: nil))])),
  ])

  @Test func aSettingIsOpenAndASecretIsNone() {
    #expect(read([("name", "nightly")]) == ["nightly: open"])
    #expect(read([("token", "abc")]) == ["abc: secret"])
  }

  @Test func whatTheLanguageDoesNotKnowMayBeASecretUnderAnotherName() {
    #expect(read([("nane", "abc")]) == ["abc: unknown"])
    #expect(read([("api_key", "abc")]) == ["abc: secret"])
    #expect(read([("x-mine", "abc")]) == ["abc: open"])
    #expect(read([("abc", "")]) == ["abc: unknown", ": unknown"])
  }

  @Test func aSingleValueInThePlaceOfASectionIsUnknown() {
    #expect(read([("run", "abc")]) == ["abc: unknown"])
  }

  @Test func aMistypedSectionIsReadAsTheOneThatWasMeant() {
    let node = mapping([("rum", mapping([("state", value("./s"))]))])
    #expect(read(node) == ["./s: open"])
    let known = mapping([("run", mapping([("state", value("./s"))]))])
    #expect(read(known) == ["./s: open"])
  }

  @Test func aConditionThatSpeaksOfASecretIsOne() {
    #expect(read([("when", "status == x")]) == ["status == x: open"])
    #expect(read([("when", "token == x")]) == ["token == x: secret"])
  }

  private func read(_ entries: [(String, String)]) -> [String] {
    read(mapping(entries.map { ($0.0, value($0.1)) }))
  }

  private func read(_ node: Node) -> [String] {
    var found: [String] = []
    Secrecy.forEachScalar(in: node, shape: Self.shape) { scalar, _, secrecy in
      found.append("\(scalar.text): \(secrecy)")
    }
    return found
  }

  private func value(_ text: String) -> Node {
    Node(.scalar(Scalar(text, isPlain: true)), at: here)
  }

  private func mapping(_ entries: [(String, Node)]) -> Node {
    Node(.mapping(entries.map { Node.Entry(key: $0.0, keySpan: here, value: $0.1) }), at: here)
  }

  private var here: SourceSpan {
    let start = SourcePosition(line: 1, column: 1)
    return SourceSpan(file: "job.yaml", start: start, end: start)
  }
}
