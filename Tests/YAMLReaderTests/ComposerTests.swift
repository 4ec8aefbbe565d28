import Diagnostics
import Settings
import Testing

/// What is in a file is what is in the tree, and where.
@Suite struct ComposerTests {
  @Test(arguments: [
    ("a: 1", "{a: 1}"),
    ("- a\n-\n- - b\n  - c\n", "[a, , [b, c]]"),
    ("a: {b: [x, 'y', \"z\"], c: }\n", #"{a: {b: [x, "y", "z"], c: }}"#),
    ("a: |\n  one\n  two\nb: >-\n  one\n  two\n", #"{a: "one\ntwo\n", b: "one two"}"#),
    ("just text", "just text"),
    ("--- a\n...\n", "a"),
    ("%YAML 1.2\n---\na: 1\n", "{a: 1}"),
    ("# comment\na: 1 # another\n", "{a: 1}"),
    ("a: x\ta # tab inside\n", "{a: x\ta}"),
    ("\"a b\": \"\\u00e9\\n\\0\"\n", "{a b: \"é\\n\\0\"}"),
    ("? a\n: b\n", "{a: b}"),
  ])
  func theTreeIsWhatTheFileSays(text: String, tree: String) {
    #expect(Reading(text).tree == tree)
    #expect(Reading(text).messages == [])
  }

  @Test func noTypeIsGuessed() {
    let words = "[no, 0755, 12:30:45, 1.10, ~, null, True, 0x1F, 2026-01-01, .inf, 1_000]"
    #expect(Reading(words).tree == words)
  }

  @Test func aValueThatIsNotWrittenIsAbsentAndAnEmptyTextIsNot() throws {
    let root = try #require(Reading("a:\nb: ''\n").root)
    #expect(root["a"]?.content == .scalar(Scalar("", isPlain: true)))
    #expect(root["a"]?.kind == "nothing")
    #expect(root["b"]?.content == .scalar(Scalar("", isPlain: false)))
    #expect(root["b"]?.kind == "a value")
  }

  @Test func aRepeatedKeyStaysInTheTree() {
    #expect(Reading("a: 1\nb: 2\na: 3\n").tree == "{a: 1, b: 2, a: 3}")
  }

  @Test func everyValueAndKeyHasItsPlace() throws {
    let text = """
      job: "nightly"
      source:
        pleo: {rate: 500/min}
      routes:
      - sink
      -
      last: plain
        text
      """
    let root = try #require(Reading(text).root)
    #expect(root.span.places == "1:1-8:7")
    #expect(root.place(ofKey: "job") == "1:1-1:4")
    #expect(root["job"]?.span.places == "1:6-1:15")
    #expect(root["source"]?.span.places == "3:3-3:24")
    #expect(root["source"]?["pleo"]?.span.places == "3:9-3:24")
    #expect(root["source"]?["pleo"]?.place(ofKey: "rate") == "3:10-3:14")
    #expect(root["source"]?["pleo"]?["rate"]?.span.places == "3:16-3:23")
    #expect(root["routes"]?.span.places == "5:1-6:2")
    #expect(root["routes"]?["1"]?.span.places == "6:2-6:2")
    #expect(root["last"]?.span.places == "7:7-8:7")
    #expect(root.span.file == "f.yaml")
  }

  @Test func columnsCountUnicodeScalars() throws {
    let root = try #require(Reading("{ \"é😀e\u{301}\": 1, b: 2 }\n").root)
    #expect(root.place(ofKey: "b") == "1:14-1:15")
  }

  @Test func windowsLineEndsCountOnceAndLeaveNoTrace() throws {
    let root = try #require(Reading("a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 3\r\n").root)
    #expect(root["b"]?.content == .scalar(Scalar("x\ny\n", isPlain: false)))
    #expect(root.place(ofKey: "c") == "5:1-5:2")
  }

  @Test func aByteOrderMarkIsPassedOverAndNoColumnCountsIt() throws {
    let root = try #require(Reading("\u{FEFF}a: 1\n").root)
    #expect(root.place(ofKey: "a") == "1:1-1:2")
  }
}
