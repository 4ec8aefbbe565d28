import Diagnostics
import Testing

/// Every error of syntax, in our words, at its place.
@Suite struct SyntaxProblemTests {
  @Test(arguments: [
    (
      "a: b: c\n", "1:5: a ':' is not allowed here",
      "quote the text that holds it, or begin the key on a line of its own"
    ),
    (
      "a: 1\nb: x\n  y: z\n", "3:3: 'y' is in column 3, and 'b' in column 1",
      "align it with 'b', or indent it below the key that it belongs to"
    ),
    (
      "{a: b:c::d, e}\n- f\n", "2:1: expected the end of the file, found '-'",
      "keep one value in a file; after a '%YAML' line write '---'"
    ),
    ("a: - b\n", "1:4: a list entry cannot begin here", "begin '- ' on a line of its own"),
    ("a: ? b\n", "1:4: a key cannot begin here", "quote a text that begins with '?'"),
    (
      "a: 1\nfoo\nb: 2\n", "2:1: expected ':' after 'foo'",
      "write 'key: value', the key on one line and at most 1024 characters long"
    ),
    ("a: @x\n", "1:4: a value cannot begin with '@'", "quote the value"),
    ("a: `x\n", "1:4: a value cannot begin with '`'", "quote the value"),
    ("a: %x\n", "1:4: a value cannot begin with '%'", "quote the value"),
    ("a:\n\tb: 1\n", "2:1: a tab cannot indent", "use spaces"),
    ("a: |\n\tx\n", "2:1: a tab cannot indent", "use spaces"),
    ("a:\n  - x\n\ty\n", "3:1: a tab cannot indent", "use spaces"),
    ("a: ]\n", "1:4: expected a value, found ']'", "write a value, or quote a text that begins so"),
    (
      "a: [x, , y]\n", "1:8: expected a value, found ','",
      "write a value, or quote a text that begins so"
    ),
  ])
  func whatStandsWhereItCannotIsRefused(text: String, message: String, help: String) {
    #expect(Reading(text).messages == ["\(message) [yaml.syntax] \(help)"])
  }

  @Test(arguments: [
    (
      "a: [1, 2\nb: 3\n", "2:2: expected ',' or ']' in the list, found ':'",
      "put ',' between values and ']' at the end"
    ),
    (
      "a: [1, 2\n", "2:1: expected ',' or ']' in the list, found the end of the file",
      "put ',' between values and ']' at the end"
    ),
    (
      "a: {x: 1, y: 2\nb: 3\n", "2:2: expected ',' or '}' in the mapping, found ':'",
      "put ',' between entries and '}' at the end"
    ),
    (
      "a:\n  b: 1\n c: 2\n", "3:2: 'c' is in column 2, and 'a' in column 1",
      "align it with 'a', or indent it below the key that it belongs to"
    ),
    (
      "- 1\nb: 2\n", "2:1: expected '-' of the list, found 'b:'",
      "give every '-' of a list the same indentation"
    ),
    (
      "a: 'x' y: z\n", "1:8: expected the end of the line, found 'y:'",
      "quote the value as a whole"
    ),
    ("- 'x' y\n", "1:7: expected the end of the line, found 'y'", "quote the value as a whole"),
    (
      "[a] x\n", "1:5: expected the end of the file, found 'x'",
      "keep one value in a file; after a '%YAML' line write '---'"
    ),
    (
      "%YAML 1.2\na: 1\n", "2:1: expected the end of the file, found 'a:'",
      "keep one value in a file; after a '%YAML' line write '---'"
    ),
  ])
  func whatIsMissingIsNamed(text: String, message: String, help: String) {
    #expect(Reading(text).messages == ["\(message) [yaml.syntax] \(help)"])
  }

  @Test(arguments: [
    ("a: \"x\nb: 1\n", "1:4: a quoted text does not end", "close the quote that begins here"),
    ("a: 'it\n", "1:4: a quoted text does not end", "close the quote that begins here"),
    (
      "a: \"x\n---\nb: 1\n", "2:1: a quoted text is cut off by '---'",
      "close the quote, or indent the line"
    ),
    (
      #"a: "\q""#, #"1:5: '\q' is not an escape"#,
      #"write '\\' for a backslash, or use single quotes"#
    ),
    (
      #"a: "\x4z""#, "1:7: an escape lacks hexadecimal digits",
      "for a backslash write '\\\\', or use single quotes; else give '\\x' two digits, '\\u' four and "
        + "'\\U' eight"
    ),
    (
      #"a: "\ud800""#, "1:7: an escape names no character",
      #"write '\U' and eight digits for a character beyond U+FFFF"#
    ),
    ("a: |0\n  x\n", "1:5: a text cannot be indented by 0", "write a digit from 1 to 9"),
    (
      "a: | x\n  x\n", "1:6: expected the end of the line after '|' or '>', found 'x'",
      "begin the text on the next line"
    ),
    (
      "a: *b.c\n", "1:4: '*b.c' does not name an anchor",
      "use letters, digits, '_' and '-', or quote a text that begins with '&' or '*'"
    ),
    (
      "a: & x\n", "1:4: '&' does not name an anchor",
      "use letters, digits, '_' and '-', or quote a text that begins with '&' or '*'"
    ),
  ])
  func whatIsWrongInsideATextIsNamed(text: String, message: String, help: String) {
    #expect(Reading(text).messages == ["\(message) [yaml.syntax] \(help)"])
  }

  @Test(arguments: [
    ("%YAML 2.0\n---\na\n", "1:1: only YAML 1.1 and 1.2 are read", "take the '%YAML' line out"),
    (
      "%YAML 1.1\n%YAML 1.1\n---\na\n", "2:1: '%YAML' is given twice",
      "take the '%YAML' lines out"
    ),
    (
      "%FOO 1\n---\na\n", "1:1: a line that begins with '%' is not '%YAML 1.2'",
      "take the line out, or indent or quote the text"
    ),
    (
      "%YAML x\n---\na\n", "1:1: a line that begins with '%' is not '%YAML 1.2'",
      "take the line out, or indent or quote the text"
    ),
    (
      "a: 1\n% b\n", "2:1: a line that begins with '%' is not '%YAML 1.2'",
      "take the line out, or indent or quote the text"
    ),
  ])
  func directivesAreRefusedButOne(text: String, message: String, help: String) {
    #expect(Reading(text).messages == ["\(message) [yaml.syntax] \(help)"])
  }

  @Test func theBeginningOfAnUnfinishedListIsNoted() throws {
    let finding = try #require(Reading("a: [1, 2\nb: 3\n").findings.first)
    let note = try #require(finding.notes.first)
    #expect(note.message == "the list begins here")
    #expect(note.span.places == "1:4-1:4")
  }

  @Test func theBeginningOfABadlyIndentedMappingIsNoted() throws {
    let finding = try #require(Reading("a:\n  b: 1\n c: 2\n").findings.first)
    let note = try #require(finding.notes.first)
    #expect(note.message == "the mapping begins here")
    #expect(note.span.places == "1:1-1:1")
  }

  @Test func aFindingSpansTheWordThatWasFound() throws {
    let finding = try #require(Reading("- 1\nbooks: 2\n").findings.first)
    #expect(finding.span?.places == "2:1-2:7")
  }

  @Test func placesAfterAByteOrderMarkCountWithoutIt() {
    #expect(
      Reading("\u{FEFF}é: @\n").messages == [
        "1:4: a value cannot begin with '@' [yaml.syntax] quote the value"
      ])
  }
}
