import Diagnostics
import Settings
import Testing

/// What is said of a value that is not what it must be.
@Suite struct ScalarRefusalTests {
  @Test(arguments: [
    (
      "${env:J}", "", "J is empty",
      "give J a value, or write what it falls back to: ${env:J:-value}"
    ),
    ("${env:J}", "abc", "the value of J (3 characters) is not a whole number from 1 to 9", nil),
    (
      "${param:p}", "x",
      "the value of parameter 'p' (1 character) is not a whole number from 1 to 9", nil
    ),
    ("${file:./f}", "", "the file './f' is empty", "write the value into the file"),
    ("$J", "$J", "'$J' is not a whole number from 1 to 9", "did you mean ${env:J}?"),
    ("$5", "$5", "'$5' is not a whole number from 1 to 9", nil),
    ("1${env:J}", "1x", "'1${env:J}' is not a whole number from 1 to 9", nil),
  ])
  func aValueFromOutsideIsNamedAndNotQuoted(
    written: String, text: String, message: String, help: String?
  ) {
    var findings = Findings()
    let node = node(Scalar(text, written: written, isPlain: true))
    #expect(ValueType<Int>.integer(in: 1...9).read(node, context, &findings) == nil)
    #expect(findings.sorted.map(\.message) == [message])
    #expect(
      findings.sorted.map(\.help) == [help ?? "write a whole number from 1 to 9, such as 1"])
  }

  @Test(arguments: [
    ("0s", "a duration is more than 0, such as 30s"),
    ("0", "a duration is more than 0, such as 30s"),
    ("1h30m", "write 90m"), ("90d", "a duration is at most 31 days, which is 744h"),
    ("20 minutes", "write 20m"), ("1 day", "write 24h"), ("2d 12h", "write 60h"),
    ("1min", "write 1m"),
    ("soon", "write a duration, such as 30s"),
    ("5", "write a duration, such as 30s"),
    ("-3s", "write a duration, such as 30s"),
  ])
  func aDurationIsToldAsItIsWritten(text: String, help: String) {
    var findings = Findings()
    #expect(
      ValueType<Duration>.duration.read(node(Scalar(text, isPlain: true)), context, &findings)
        == nil)
    #expect(findings.sorted.map(\.message) == ["'\(text)' is not a duration"])
    #expect(findings.sorted.map(\.help) == [help])
  }

  private let context = ReadingContext(folder: "/jobs")

  private func node(_ scalar: Scalar) -> Node {
    let place = SourcePosition(line: 1, column: 1)
    return Node(.scalar(scalar), at: SourceSpan(file: "job.yaml", start: place, end: place))
  }
}
