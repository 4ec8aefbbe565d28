import Diagnostics
import Settings
import Testing

/// The keys of a mapping.
@Suite struct FieldsTests {
  @Test func knownKeysAreThereWithTheirPlaces() throws {
    var findings = Findings()
    let node = mapping([("a", .plain("1")), ("b", .plain("2"))])
    let fields = try #require(
      Fields(node, of: "the job", known: ["a", "b", "c"], findings: &findings))
    #expect(fields["a"] == value("1", at: 15))
    #expect(fields.keySpan(of: "b") == span(20))
    #expect(fields["c"] == nil)
    #expect(fields.keySpan(of: "c") == nil)
    #expect(fields.required("a", findings: &findings) == value("1", at: 15))
    #expect(findings.messages == [])
  }

  @Test func anUnknownKeyIsRefusedWithTheNearestName() {
    var findings = Findings()
    let node = mapping([("jornal", .plain("wal")), ("zzz", .plain("1"))])
    _ = Fields(node, of: "sink 'sqlite'", known: ["path", "journal"], findings: &findings)
    #expect(
      findings.messages == [
        "10: error: 'jornal' is not a setting of sink 'sqlite' [settings.unknown]"
          + " did you mean 'journal'?",
        "20: error: 'zzz' is not a setting of sink 'sqlite' [settings.unknown]"
          + " use one of: path, journal",
      ])
  }

  @Test func whereNothingCanBeSetAKeyIsRefusedAsSuch() {
    var findings = Findings()
    _ = Fields(mapping([("a", .plain("1"))]), of: "sink 'null'", known: [], findings: &findings)
    #expect(
      findings.messages == [
        "10: error: 'a' is not a setting of sink 'null' [settings.unknown]"
          + " take it out: there are no settings here"
      ])
  }

  @Test func aRepeatedKeyIsRefusedWithBothPlacesAndTheFirstValueStays() throws {
    var findings = Findings()
    let node = mapping([("a", .plain("1")), ("a", .plain("2")), ("a", .plain("3"))])
    let fields = try #require(Fields(node, of: "the job", known: ["a"], findings: &findings))
    #expect(fields["a"] == value("1", at: 15))
    #expect(
      findings.messages == [
        "20: error: 'a' is given twice [settings.repeated] keep one of the two",
        "30: error: 'a' is given twice [settings.repeated] keep one of the two",
      ])
    #expect(
      findings.sorted.map(\.notes)
        == Array(
          repeating: [.init("first given here", at: span(10))], count: 2))
  }

  @Test func aMissingKeyIsNamed() throws {
    var findings = Findings()
    let fields = try #require(Fields(mapping([]), of: "the job", known: ["a"], findings: &findings))
    #expect(fields.required("a", findings: &findings) == nil)
    #expect(
      findings.messages == ["1: error: the job needs 'a' [settings.missing] add 'a:'"])
  }

  @Test(arguments: [
    (Node.Content.plain("x"), "a value"), (.plain(""), "nothing"), (.sequence([]), "a list"),
  ])
  func whatIsNoMappingIsRefused(content: Node.Content, found: String) {
    var findings = Findings()
    #expect(
      Fields(Node(content, at: span(3)), of: "the job", known: ["a", "b"], findings: &findings)
        == nil)
    #expect(
      findings.messages == [
        "3: error: the job is a mapping, found \(found) [settings.shape] write keys under it: a, b"
      ])
  }

  @Test func whereNothingCanBeSetAnEmptyMappingIsAskedFor() {
    var findings = Findings()
    _ = Fields(value("", at: 3), of: "sink 'null'", known: [], findings: &findings)
    #expect(
      findings.messages == [
        "3: error: sink 'null' is a mapping, found nothing [settings.shape] write {}"
      ])
  }
}
