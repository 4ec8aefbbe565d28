import Diagnostics
import Settings
import Testing

private enum Color: String, CaseIterable, Sendable { case red, green, darkBlue = "dark_blue" }

/// How text becomes values.
@Suite struct ValueTypeTests {
  @Test(arguments: [("x", "x"), ("1.0", "1.0"), (" a b ", " a b ")])
  func textIsTakenAsWritten(written: String, read: String) {
    #expect(reading(.text, value(written, plain: false)).value == read)
  }

  @Test(arguments: [
    ("out", "/jobs/out"), ("./out", "/jobs/out"), ("../out", "/out"),
    ("a/./b//c/../d", "/jobs/a/b/d"),
    ("/a/b", "/a/b"), ("/a/./b/../c/", "/a/c"), ("../../../x", "/x"), (".", "/jobs"), ("/", "/"),
  ])
  func aPathIsAbsoluteAndWrittenOneWay(written: String, read: String) {
    #expect(reading(.path, value(written)).value == read)
  }

  @Test func aPathIsNotEmpty() {
    let result = reading(.path, value("", plain: false))
    #expect(result.value == nil)
    #expect(
      result.messages == ["1: error: '' is not a path [settings.type] write a path, such as ./out"])
  }

  @Test(arguments: ["a", "_", "export_items", "a1", String(repeating: "a", count: 63)])
  func anIdentifierIsRead(written: String) {
    #expect(reading(.identifier, value(written)).value == written)
  }

  @Test(arguments: [
    "1a", "A", "a-b", "a b", "é", "a;drop", "\"a\"", String(repeating: "a", count: 64),
  ])
  func whatIsNoIdentifierIsRefused(written: String) {
    #expect(
      reading(.identifier, value(written)).messages == [
        "1: error: '\(written)' is not an identifier (small letters, digits and underscores)"
          + " [settings.type] write an identifier (small letters, digits and underscores),"
          + " such as export_items"
      ])
  }

  @Test(arguments: [("1", 1), ("10000", 10000), ("007", 7)])
  func aWholeNumberIsRead(written: String, read: Int) {
    #expect(reading(.integer(in: 1...10_000), value(written)).value == read)
  }

  @Test(arguments: [
    "0", "10001", "-1", "+1", "1.0", "1e3", "0x10", "1_000", "٣", "99999999999999999999",
  ])
  func whatIsNoWholeNumberInRangeIsRefused(written: String) {
    #expect(
      reading(.integer(in: 1...10_000), value(written)).messages == [
        "1: error: '\(written)' is not a whole number from 1 to 10000 [settings.type]"
          + " write a whole number from 1 to 10000, such as 1"
      ])
  }

  @Test(arguments: [
    ("500ms", Duration.milliseconds(500)), ("30s", .seconds(30)), ("15m", .seconds(900)),
    ("2h", .seconds(7200)), ("744h", .seconds(31 * 24 * 3600)), ("1ms", .milliseconds(1)),
  ])
  func aDurationIsReadAndWrittenBack(written: String, read: Duration) {
    #expect(reading(.duration, value(written)).value == read)
    #expect(ValueType.duration.write(read) == written)
  }

  @Test func aDurationIsWrittenInItsLargestWholeUnit() {
    #expect(ValueType.duration.write(.seconds(60)) == "1m")
    #expect(ValueType.duration.write(.milliseconds(1500)) == "1500ms")
  }

  @Test(arguments: [
    "30", "s", "-1s", "1.5s", "٣s", "9223372036854775807h", "99999999999999999999s",
  ])
  func whatIsNoDurationIsRefused(written: String) {
    #expect(
      reading(.duration, value(written)).messages == [
        "1: error: '\(written)' is not a duration [settings.type] write a duration, such as 30s"
      ])
  }

  @Test func aWordOfAnEnumerationIsRead() {
    #expect(reading(.choice(Color.self), value("dark_blue")).value == .darkBlue)
    #expect(ValueType.choice(Color.self).write(.darkBlue) == "dark_blue")
  }

  @Test func anotherWordIsRefusedWithTheNearest() {
    #expect(
      reading(.choice(Color.self), value("gren")).messages == [
        "1: error: 'gren' is not one of red, green, dark_blue [settings.choice]"
          + " did you mean 'green'?"
      ])
    #expect(
      reading(.choice(Color.self), value("7")).messages == [
        "1: error: '7' is not one of red, green, dark_blue [settings.choice]"
          + " use one of: red, green, dark_blue"
      ])
  }

  @Test(arguments: [
    (Node.Content.plain(""), "nothing"), (.sequence([]), "a list"), (.mapping([]), "a mapping"),
  ])
  func whatIsNoSingleValueIsRefused(content: Node.Content, found: String) {
    let node = Node(content, at: span(4))
    #expect(
      reading(.duration, node).messages == [
        "4: error: expected a duration, found \(found) [settings.type]"
          + " write a duration, such as 30s"
      ])
    #expect(
      reading(.choice(Color.self), node).messages == [
        "4: error: expected one of red, green, dark_blue, found \(found) [settings.type]"
          + " write one of red, green, dark_blue, such as red"
      ])
  }

  @Test func aMessageQuotesWhatIsWrittenAndNeverWhatCameFromOutside() {
    let scalar = Scalar("hunter2", written: "${env:TOKEN}", isPlain: true)
    #expect(
      reading(.duration, Node(.scalar(scalar), at: span(1))).messages == [
        "1: error: the value of TOKEN (7 characters) is not a duration [settings.type] write a duration,"
          + " such as 30s"
      ])
  }

  @Test func aValueThatCouldNotBeHadIsNotReportedAgain() {
    let scalar = Scalar(unresolved: "${env:TOKEN}", isPlain: true)
    let result = reading(.duration, Node(.scalar(scalar), at: span(1)))
    #expect(result.value == nil)
    #expect(result.messages == [])
  }

  @Test(arguments: [
    ("no", "false"), ("on", "true"), ("~", "null"), ("0755", "a number"), ("12:30:45", "a number"),
    ("1.10", "a number"), ("1e3", "a number"), ("0x1F", "a number"), (".inf", "a number"),
    ("2026-01-01", "a date"),
  ])
  func textThatAnotherReaderWouldReadOtherwiseIsWarnedOf(written: String, other: String) {
    let result = reading(.text, value(written))
    #expect(result.value == written)
    #expect(
      result.messages == [
        "1: warning: another YAML reader would read '\(written)' as \(other) [settings.retyped]"
          + " put it in quotes: \"\(written)\""
      ])
    #expect(reading(.text, value(written, plain: false)).messages == [])
  }

  @Test(arguments: ["nightly", "./x", "1.2.3", "a1", "v1", "2026-01", "-", "e3", "0xg", "12:"])
  func textThatAllReadAlikeIsNot(written: String) {
    #expect(reading(.text, value(written)).messages == [])
  }
}
