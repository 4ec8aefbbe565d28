import Diagnostics
import Testing

/// What our subset of YAML leaves out.
@Suite struct SyntaxRefusalTests {
  private static let noTag = "take the tag out: each setting decides how its value is read"

  @Test(arguments: [
    ("a: !!str x\n", "1:4: tag '!!str' is not allowed"),
    ("a: !env X\n", "1:4: tag '!env' is not allowed"),
    ("a: ! x\n", "1:4: tag '!' is not allowed"),
    ("a: !<x:y> [1]\n", "1:4: tag 'x:y' is not allowed"),
    ("!!map {a: 1}\n", "1:1: tag '!!map' is not allowed"),
    ("!!str a: 1\n", "1:1: tag '!!str' is not allowed"),
    ("a: !e!x y\n", "1:4: tags are not allowed"),
    ("a: !<x\n", "1:4: tags are not allowed"),
  ])
  func tagsAreRefusedByName(text: String, message: String) {
    #expect(Reading(text).messages == ["\(message) [yaml.tag] \(Self.noTag)"])
  }

  @Test func aTagDirectiveIsRefused() {
    #expect(
      Reading("# x\n%TAG !e! tag:x\n---\na: 1\n").messages == [
        "2:1: '%TAG' is not allowed: there are no tags [yaml.tag] take the line out"
      ])
  }

  @Test func aKeyIsASingleValue() {
    #expect(
      Reading("? [x]\n: 1\n{}: 2\n").messages == [
        "1:3: a key is a single value, found a list [yaml.key] write the key as text",
        "3:1: a key is a single value, found a mapping [yaml.key] write the key as text",
      ])
  }

  @Test(arguments: ["a: 1\n---\nb: 2\n", "a: 1\n...\n---\n"])
  func aSecondDocumentIsRefused(text: String) {
    #expect(
      Reading(text).messages.map { $0.drop { $0 != " " } } == [
        " a second document begins here [yaml.documents] keep one document in a file"
      ])
  }

  @Test(arguments: ["", "\n\n", "# only\n", "---\n", "--- # x\n...\n", "   ", "\u{FEFF}", "&a\n"])
  func aFileWithoutAValueIsRefused(text: String) {
    #expect(
      Reading(text).messages == [
        "1:1: the file is empty, or has only comments [yaml.empty] write at least one key"
      ])
  }

  @Test func refusalsAreReportedTogetherAndWithTheSyntaxErrorThatEndsTheReading() {
    #expect(
      Reading("a: !x 1\nb: *c\n[]: 2\nd: @\n").findings.map(\.id) == [
        "yaml.tag", "yaml.alias", "yaml.key", "yaml.syntax",
      ])
  }

  @Test func aRefusedFileHasNoTree() {
    #expect(Reading("a: !x 1\n").root == nil)
  }
}
