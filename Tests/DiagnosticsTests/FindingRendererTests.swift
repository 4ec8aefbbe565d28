import Diagnostics
import Testing

/// A finding on the screen.
@Suite struct FindingRendererTests {
  @Test func aFindingLooksAsTheSpecificationShowsIt() {
    let text =
      String(repeating: "\n", count: 30) + "    sink: { sqlite: { path: ./x, jornal: wal } }\n"
    let finding = Diagnostic(
      id: FindingID("settings.unknown", ""), "'jornal' is not a setting of sink 'sqlite'",
      at: span(31, 34, length: 6, file: "jobs/nightly.yaml"), help: "did you mean 'journal'?")
    let renderer = FindingRenderer(texts: ["jobs/nightly.yaml": text], color: false)
    #expect(
      renderer.render(finding) == """
        jobs/nightly.yaml:31:34: error: 'jornal' is not a setting of sink 'sqlite' [settings.unknown]
           31 |     sink: { sqlite: { path: ./x, jornal: wal } }
              |                                  ^~~~~~
          help: did you mean 'journal'?
        """)
  }

  /// A caret behind wide characters stood to the left of its word.
  @Test(arguments: [
    ("名前: x", 5, "      ^"), ("a🎉: x", 5, "     ^"), ("e\u{301}: x", 5, "   ^"),
    ("ｱ: x", 4, "   ^"),
  ])
  func aCaretStandsBelowItsWordBehindWideCharacters(text: String, column: Int, mark: String) {
    let finding = Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(1, column, length: 1))
    #expect(plain(finding, in: text + "\n").split(separator: "\n").last == "      | \(mark)")
  }

  @Test func aNoteShowsItsOwnPlace() {
    let finding = Diagnostic(
      id: FindingID("settings.repeated", ""), "'a' is given twice", at: span(2, 1, length: 1),
      help: "keep one of the two", notes: [.init("first given here", at: span(1, 1, length: 1))])
    #expect(
      plain(finding, in: "a: 1\na: 2\n") == """
        f.yaml:2:1: error: 'a' is given twice [settings.repeated]
            2 | a: 2
              | ^
        f.yaml:1:1: note: first given here
            1 | a: 1
              | ^
          help: keep one of the two
        """)
  }

  @Test func aWarningSaysSoAndAFindingWithoutAPlaceIsOneLine() {
    let finding = Diagnostic(.warning, id: FindingID("a.b", ""), "look at this", at: nil)
    #expect(plain(finding, in: "") == "warning: look at this [a.b]")
  }

  @Test func aFileWithoutATextHasNoExcerpt() {
    let finding = Diagnostic(
      id: FindingID("a.b", ""), "wrong", at: span(1, 1, length: 1, file: "other.yaml"))
    #expect(plain(finding, in: "a: 1\n") == "other.yaml:1:1: error: wrong [a.b]")
  }

  @Test func colorIsOnlyAddedAround() {
    let finding = Diagnostic(
      id: FindingID("a.b", ""), "wrong", at: span(1, 4, length: 2), help: "write 1")
    let colored = FindingRenderer(texts: ["f.yaml": "a: 12\n"], color: true).render(finding)
    #expect(
      colored == """
        \u{1B}[1mf.yaml:1:4\u{1B}[0m: \u{1B}[31;1merror\u{1B}[0m: wrong [a.b]
            1 | a: 12
              | \u{1B}[32;1m   ^~\u{1B}[0m
          \u{1B}[36;1mhelp\u{1B}[0m: write 1
        """)
    let warning = Diagnostic(.warning, id: FindingID("a.b", ""), "odd", at: nil)
    #expect(
      FindingRenderer(texts: [:], color: true).render(warning)
        == "\u{1B}[33;1mwarning\u{1B}[0m: odd [a.b]")
  }

  @Test func aSpanBeyondTheLineEndsWithIt() {
    let finding = Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(1, 50, length: 9))
    #expect(
      plain(finding, in: "a: 1\n") == """
        f.yaml:1:50: error: wrong [a.b]
            1 | a: 1
              |     ^
        """)
    let long = Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(1, 4, length: 50))
    #expect(plain(long, in: "a: 12\n").hasSuffix("|    ^~"))
  }

  @Test func aLineBeyondTheFileHasNoExcerpt() {
    let finding = Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(9, 1, length: 1))
    #expect(plain(finding, in: "a: 1\n") == "f.yaml:9:1: error: wrong [a.b]")
  }

  @Test func aSpanOverSeveralLinesIsMarkedToTheEndOfItsFirst() {
    let span = SourceSpan(
      file: "f.yaml", start: SourcePosition(line: 1, column: 4),
      end: SourcePosition(line: 3, column: 2))
    #expect(
      plain(Diagnostic(id: FindingID("a.b", ""), "wrong", at: span), in: "a: one\n  two\n  three\n")
        .hasSuffix(
          "\n    1 | a: one\n      |    ^~~"))
  }

  @Test func aTabIsOneColumnWide() {
    let finding = Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(1, 3, length: 1))
    #expect(plain(finding, in: "\t\tx\n").hasSuffix("\n    1 |   x\n      |   ^"))
  }

  @Test func aLongLineIsCutAroundTheCaret() {
    let line = String(repeating: "a", count: 5000) + "X" + String(repeating: "b", count: 5000)
    let finding = Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(1, 5001, length: 1))
    #expect(
      plain(finding, in: line).hasSuffix(
        "\n    1 | \(String(repeating: "a", count: 40))X\(String(repeating: "b", count: 59))"
          + "\n      | \(String(repeating: " ", count: 40))^"))
    let whole = Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(1, 1, length: 10_001))
    #expect(plain(whole, in: line).hasSuffix("| ^\(String(repeating: "~", count: 99))"))
  }

  @Test func aWindowsLineEndIsNotShown() {
    let finding = Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(2, 1, length: 1))
    #expect(plain(finding, in: "a\r\nb\r\n").hasSuffix("\n    2 | b\n      | ^"))
  }

  @Test func aByteOrderMarkIsNotShownAndMovesNoCaret() {
    let finding = Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(1, 1, length: 1))
    #expect(plain(finding, in: "\u{FEFF}a\n").hasSuffix("\n    1 | a\n      | ^"))
  }

  @Test func numbersOfFiveAndMoreDigitsStayAligned() {
    let finding = Diagnostic(id: FindingID("a.b", ""), "wrong", at: span(100_000, 1, length: 1))
    let text = String(repeating: "\n", count: 99_999) + "x"
    #expect(plain(finding, in: text).hasSuffix("\n100000 | x\n       | ^"))
  }

  @Test(arguments: [
    "\u{1B}", "\u{7}", "\u{0}", "\u{7F}", "\u{9B}", "\u{202E}", "\u{2028}", "\u{200D}",
  ])
  func nothingFromAFileCanDriveATerminal(character: String) {
    let span = span(1, 1, length: 1, file: "f\(character).yaml")
    let finding = Diagnostic(
      id: FindingID("a.b", ""), "'\(character)[31m' is wrong", at: span, help: "not \(character)",
      notes: [.init("as \(character)", at: span)])
    let texts = ["f\(character).yaml": "\(character)[31mx"]
    #expect(
      FindingRenderer(texts: texts, color: false).render(finding) == """
        f�.yaml:1:1: error: '�[31m' is wrong [a.b]
            1 | �[31mx
              | ^
        f�.yaml:1:1: note: as �
            1 | �[31mx
              | ^
          help: not �
        """)
  }

  @Test func aMessageStaysOnItsLine() {
    #expect(
      plain(Diagnostic(id: FindingID("a.b", ""), "a\nb\r\nc", at: nil), in: "")
        == "error: a�b��c [a.b]")
  }

  @Test func textOfEveryScriptIsShownAsItIs() {
    #expect(TerminalText.visible("é 中 😀 e\u{301} \u{A0}") == "é 中 😀 e\u{301} \u{A0}")
    #expect(TerminalText.visible("a\tb") == "a b")
  }

  private func plain(_ finding: Diagnostic, in text: String) -> String {
    FindingRenderer(texts: ["f.yaml": text], color: false).render(finding)
  }
}

/// A span on one line.
func span(_ line: Int, _ column: Int, length: Int = 1, file: String = "f.yaml") -> SourceSpan {
  SourceSpan(
    file: file, start: SourcePosition(line: line, column: column),
    end: SourcePosition(line: line, column: column + length))
}
