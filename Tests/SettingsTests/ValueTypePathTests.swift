import Diagnostics
import Settings
import Testing

/// Paths are taken as they are written, and what looks as if it were not is said.
@Suite struct ValueTypePathTests {
  @Test(arguments: [
    ("~/q", "begins with '~', which is not expanded", "write \"${env:HOME}/…\", with the quotes"),
    (
      "~ada/q", "begins with '~', which is not expanded", "write \"${env:HOME}/…\", with the quotes"
    ),
    (
      "$HOME/q", "has '$HOME' in it, which is not expanded",
      "write ${env:HOME}, and the whole value in quotes"
    ),
    // Its digit was cut, so that the help named another variable.
    (
      "/a/$DIR2/q", "has '$DIR2' in it, which is not expanded",
      "write ${env:DIR2}, and the whole value in quotes"
    ),
    (
      "/a/$DAY/q", "has '$DAY' in it, which is not expanded",
      "write ${env:DAY}, and the whole value in quotes"
    ),
    ("file:///q", "begins with 'file:', which has no special meaning here", "write the path alone"),
    (
      ":memory:", "is ':memory:', which is a file of that name here", "a database must be in a file"
    ),
    ("C:\\q", "is written as on Windows, and is one name here", "put '/' between folders"),
    ("c:/q", "is written as on Windows, and is one name here", "put '/' between folders"),
    (
      "\"./q\"", "has quotation marks in it",
      "they may come from a file of variables: remove them there"
    ),
    ("./q ", "begins or ends with a space", "remove it, unless the folder's name has it"),
  ])
  func whatAnotherProgramWouldExpandIsAWarning(path: String, message: String, help: String) {
    var findings = Findings()
    let value = ValueType<String>.path.read(node(path), context, &findings)
    #expect(value != nil)
    #expect(findings.sorted.map(\.severity) == [.warning])
    #expect(findings.sorted.map(\.message) == ["the path \(message)"])
    #expect(findings.sorted.map(\.help) == [help])
  }

  @Test(arguments: ["a\nb", "a\tb", "a\0b", "\u{1B}[2J", "a\u{85}b", "a\u{2028}b"])
  func aControlCharacterIsRefused(path: String) {
    var findings = Findings()
    #expect(ValueType<String>.path.read(node(path), context, &findings) == nil)
    #expect(
      findings.sorted.map(\.message) == ["the path has a line end or another control character"])
  }

  /// `/` with an accent is one character, and was no separator where a path was taken apart.
  @Test(arguments: ["\u{301}q", "a/\u{301}q", "/\u{301}", "a/\u{200D}b/c", "a/\u{FE0F}"])
  func aMarkThatJoinsASlashIsRefused(path: String) {
    var findings = Findings()
    #expect(ValueType<String>.path.read(node(path), context, &findings) == nil)
    #expect(
      findings.sorted.map(\.message) == [
        "a name in the path begins with an accent or another mark that joins the character before it"
      ])
    #expect(findings.sorted.map(\.help) == ["write the name without the mark"])
  }

  @Test(arguments: [
    "./q", "/var/q", "e\u{301}te\u{301}/e\u{301}", "a b", "$", "q$", "$5", "naïve/日本", "it's",
    "a~b",
  ])
  func anythingElseIsTakenAsItIs(path: String) {
    var findings = Findings()
    #expect(ValueType<String>.path.read(node(path), context, &findings) != nil)
    #expect(findings.sorted == [])
  }

  private let context = ReadingContext(folder: "/jobs")

  private func node(_ text: String) -> Node {
    let place = SourcePosition(line: 1, column: 1)
    return Node(
      .scalar(Scalar(text, isPlain: false)),
      at: SourceSpan(file: "job.yaml", start: place, end: place))
  }
}
