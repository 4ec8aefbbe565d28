import Diagnostics
import Settings
import Testing

/// Anchors, aliases and merge keys.
@Suite struct AliasTests {
  @Test func anAliasRepeatsTheValue() {
    #expect(
      Reading("a: &x [1, {b: 'c'}]\nd: *x\n").tree == #"{a: [1, {b: "c"}], d: [1, {b: "c"}]}"#)
  }

  @Test func everythingAnAliasPutsInStandsWhereTheAliasStands() throws {
    let root = try #require(Reading("a: &x {b: [1]}\nd: *x\n").root)
    let put = try #require(root["d"])
    #expect(put.span.places == "2:4-2:6")
    #expect(put.place(ofKey: "b") == "2:4-2:6")
    #expect(put["b"]?.span.places == "2:4-2:6")
    #expect(put["b"]?["0"]?.span.places == "2:4-2:6")
    #expect(root["a"]?["b"]?.span.places == "1:11-1:14")
  }

  @Test func anAnchorGivenAgainMeansTheLaterValueFromThereOn() {
    #expect(Reading("[&a 1, *a, &a 2, *a]").tree == "[1, 1, 2, 2]")
    #expect(Reading("[&a [&a 2, *a], *a]").tree == "[[2, 2], 2]")
  }

  @Test func anAliasCanBeAKey() throws {
    let root = try #require(Reading("&k key: 1\nother: {*k : 2}\n").root)
    #expect(root["other"]?.place(ofKey: "key") == "2:9-2:11")
  }

  @Test func anUnknownAliasIsRefusedAndTheFirstOneGetsASuggestion() {
    #expect(
      Reading("base: &base 1\nb: *bsae\nc: *basee\n").messages == [
        "2:4: alias '*bsae' has no anchor above it [yaml.alias] did you mean '*base'?",
        "3:4: alias '*basee' has no anchor above it [yaml.alias] mark a value above with '&basee'",
      ])
  }

  @Test func anAliasCannotStandInItsOwnValue() {
    #expect(
      Reading("a: &a\n  b: [*a]\n").messages == [
        "2:7: alias '*a' is inside the value it names [yaml.alias] write the value out"
      ])
  }

  @Test func anAliasToARefusedValueIsNotReportedAgain() {
    #expect(Reading("[&a *b, *a, *a]").messages.count == 1)
  }

  @Test func aLongNameIsCutInAMessage() {
    let name = String(repeating: "n", count: 50)
    let cut = String(repeating: "n", count: 40)
    #expect(
      Reading("*\(name)").messages == [
        "1:1: alias '*\(cut)…' has no anchor above it [yaml.alias] mark a value above with '&\(cut)…'"
      ])
  }

  @Test(arguments: [
    ("<<: {a: 1, b: 2}\nc: 3\n", "{a: 1, b: 2, c: 3}"),
    ("c: 3\n<<: {a: 1, c: 2}\nd: 4\n", "{c: 3, a: 1, d: 4}"),
    ("<<: {a: 1}\na: 2\n", "{a: 2}"),
    ("<<: [{a: 1, b: 2}, {b: 3, c: 4}]\n", "{a: 1, b: 2, c: 4}"),
    ("<<: {<<: {a: 1, b: 2}, b: 3}\n", "{a: 1, b: 3}"),
    ("<<: []\n", "{}"),
    ("<<: {a: 1, a: 2}\n", "{a: 1, a: 2}"),
    ("'<<': 1\n", "{<<: 1}"),
    ("[<<]", "[<<]"),
  ])
  func aMergeKeyPutsKeysInAndOwnKeysWin(text: String, tree: String) {
    #expect(Reading(text).tree == tree)
  }

  @Test func aMergedKeyStandsWhereTheAliasStands() throws {
    let root = try #require(Reading("x: &x {a: 1}\ny:\n  <<: *x\n").root)
    #expect(root["y"]?.place(ofKey: "a") == "3:7-3:9")
  }

  @Test func aMergeKeyTakesOnlyMappings() {
    let help = "[yaml.merge] name a mapping: <<: *anchor"
    #expect(
      Reading("<<: 1\n").messages == [
        "1:5: '<<' takes a mapping or a list of mappings, found a value \(help)"
      ])
    #expect(
      Reading("<<: [{}, [], ]\n").messages == [
        "1:10: '<<' takes a mapping or a list of mappings, found a list \(help)"
      ])
    #expect(
      Reading("<<:\n").messages == [
        "1:4: '<<' takes a mapping or a list of mappings, found nothing \(help)"
      ])
  }

  @Test func aSecondMergeKeyIsRefusedWithBothPlaces() throws {
    let reading = Reading("<<: {}\n<<: {}\n")
    #expect(
      reading.messages == [
        "2:1: '<<' is given twice [yaml.merge] give one '<<' a list: <<: [*first, *second]"
      ])
    let note = try #require(reading.findings.first?.notes.first)
    #expect(note.message == "first given here")
    #expect(note.span.places == "1:1-1:3")
  }
}
