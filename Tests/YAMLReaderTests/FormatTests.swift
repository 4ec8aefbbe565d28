import Diagnostics
import Foundation
import Settings
import Testing
import YAMLReader

/// The canonical form of a file: its order and indentation change, and nothing that it says.
struct FormatTests {
  /// The form of a small file: two values, a section with two keys, a list of mappings.
  private static let shape = ValueShape.mapping([
    key("version", .integer(1...1)), key("name", .text(pattern: nil)),
    key("first", .mapping([key("a", .text(pattern: nil)), key("b", .text(pattern: nil))])),
    key(
      "list", .list(of: .mapping([key("x", .text(pattern: nil)), key("y", .text(pattern: nil))]))),
  ])

  private static func key(_ name: String, _ shape: ValueShape) -> KeyDescription {
    KeyDescription(section: name, "A key.", shape: shape)
  }

  private func format(_ text: String) -> (text: String?, findings: [Diagnostic]) {
    var findings = Findings()
    let formatted = YAMLFormat.formatted(
      Array(text.utf8), file: "f.yaml", shape: Self.shape, findings: &findings)
    return (formatted, findings.sorted)
  }

  @Test func keysStandInTheOrderOfTheLanguage() {
    let text = """
      list:
        - { y: 2, x: 1 }
      first: { b: 2, a: 1 }
      name: n
      version: 1

      """
    #expect(
      format(text).text == """
        version: 1
        name: n
        first: { a: 1, b: 2 }
        list:
          - { x: 1, y: 2 }

        """)
  }

  @Test func keysThatTheLanguageDoesNotKnowStandLastAndTheUsersOwnBeforeTheSections() {
    let text = """
      zzz: 1
      first: { zzz: 1, a: 1 }
      x-own: { b: 1, a: 2 }
      version: 1

      """
    #expect(
      format(text).text == """
        version: 1
        x-own: { b: 1, a: 2 }
        first: { a: 1, zzz: 1 }
        zzz: 1

        """)
  }

  @Test func everyLevelIsTwoSpacesDeepAndListsStandInUnderTheirKey() {
    let text = """
      first:
            a:   1
            b:
              - - deep
                - er
      list:
      - x: 1
        y:
           z:  2
      -   x: 3

      """
    #expect(
      format(text).text == """
        first:
          a: 1
          b:
            - - deep
              - er
        list:
          - x: 1
            y:
              z: 2
          - x: 3

        """)
  }

  @Test func commentsMoveWithWhatTheyStandAboveOrBehind() {
    let text = """
      # About the file.

      # About the list.
      list: # the items
          # The first one.
          - y: 1 # why
            x: 2
            # Below the first.
          # Below the list.

      # About the version.
      version: 1   # one
      # The end.

      """
    #expect(
      format(text).text == """
        # About the file.

        # About the version.
        version: 1   # one

        # About the list.
        list: # the items
          # The first one.
          - x: 2
            y: 1 # why
            # Below the first.
          # Below the list.
        # The end.

        """)
  }

  @Test func aCommentBehindADashKeepsItsLine() {
    let text = "list:\n- # first\n    x: 1\n-\n    # second\n    x: 2\n-\n    x: 3\n"
    #expect(
      format(text).text == """
        list:
          - # first
            x: 1
          -
            # second
            x: 2
          - x: 3

        """)
  }

  @Test func emptyLinesAreKeptOneAtATime() {
    #expect(
      format("\n\nversion: 1\n\n\n\nfirst:\n\n  a: 1\n\n\n  b: 2\n\n\n").text == """
        version: 1

        first:
          a: 1

          b: 2

        """)
  }

  @Test func textsOverSeveralLinesKeepWhatTheySay() {
    let text = """
      first:
          a: |
               one
                 two

               three
          b: "x
             y \\
              z"
      name: plain
         and more
      version: >-2
            kept

      """
    let formatted = format(text.replacing("version", with: "other"))
    #expect(
      formatted.text == """
        name: plain
          and more
        first:
          a: |
            one
              two

            three
          b: "x
            y \\
            z"
        other: >-2
              kept

        """)
  }

  @Test func emptyLinesThatATextKeepsAreKept() {
    let text = "first: { a: 1 }\nname: |+\n    text\n\n\nversion: 1\n"
    #expect(format(text).text == "version: 1\nname: |+\n  text\n\n\nfirst: { a: 1 }\n")
  }

  @Test func anchorsAliasesMergesAndReferencesStayAsWritten() {
    let text = """
      x-base: &base
          a: ${env:A}
      first:
          b: '$${x'
          <<: *base
      list:
        - &one
          x: &two "2"
        - *one

      """
    #expect(
      format(text).text == """
        x-base: &base
          a: ${env:A}
        first:
          <<: *base
          b: '$${x'
        list:
          - &one
            x: &two "2"
          - *one

        """)
  }

  @Test func keysStayInTheirOrderWhereAnAliasWouldComeBeforeItsAnchor() {
    let text = "list:\n  - y: &a 1\n    x: *a\nversion: 1\n"
    #expect(format(text).text == text)
  }

  @Test func bracketsOverSeveralLinesStayAsWrittenButForTheirDepth() {
    let text = """
      first:
              a: [ one,   # a comment
                     two,
                 ]
              b: { y: 1,x: 2 }

      """
    #expect(
      format(text).text == """
        first:
          a: [ one,   # a comment
                 two,
             ]
          b: { y: 1, x: 2 }

        """)
  }

  @Test func bracketsThatAreNotWrittenThePlainWayStayAsWritten() {
    let text = "first: { ? a : 1 }\nname: [ a : b, c ]\n"
    #expect(format(text).text == "name: [ a : b, c ]\nfirst: { ? a : 1 }\n")
  }

  @Test func quotesAndQuotedKeysStay() {
    let text = "'first': { \"a\":1, 'b' : \"two\" }\n\"version\" : '1'\n"
    #expect(
      format(text).text == "\"version\": '1'\n'first': { \"a\": 1, 'b': \"two\" }\n")
  }

  @Test func lineEndsOfWindowsAndAByteOrderMarkGo() {
    #expect(
      format("\u{FEFF}version: 1\r\n# c\r\nfirst:\r\n    a: |\r\n      x\r\n").text
        == "version: 1\n# c\nfirst:\n  a: |\n    x\n")
  }

  @Test func theBeginningOfTheDocumentStaysWhereItIsMarked() {
    #expect(
      format("# above\n--- # here\n# about\nversion: 1\n").text
        == "# above\n--- # here\n# about\nversion: 1\n")
  }

  @Test(arguments: [
    ("a: 1\n...\n", "fmt cannot keep the end of a document"),
    ("%YAML 1.1\n---\na: 1\n", "fmt does not keep directives"),
    ("{ a: 1 }\n", "fmt lays out files with each key on a line of its own"),
    ("? a\n: 1\n", "fmt cannot keep a key with a '?' before it"),
    ("a:\n  # c\n  1\n", "fmt cannot keep a comment between a key and its value"),
    ("a: # c\n  1 # d\n", "fmt cannot keep a comment between a key and its value"),
    ("a: &a\n  |\n  x\n", "fmt cannot keep an anchor on a line of its own"),
  ])
  func whatCannotBeKeptSafelyIsLeftAlone(text: String, message: String) {
    let result = format(text)
    #expect(result.text == nil)
    #expect(result.findings.map(\.message) == [message])
    #expect(result.findings.map(\.id) == ["format.unsafe"])
    #expect(
      result.findings.first?.help
        == "the file stays as it is: write this part the plain way, or lay it out by hand")
  }

  @Test func aFileThatCannotBeReadIsToldAsItIsByCheck() {
    #expect(format("a: [1\n").findings.map(\.id) == ["yaml.syntax"])
  }

  /// What formatting promises of any file: checked here from outside as well.
  @Test(.enabled(if: Corpus.isThere, "../shared/corpora/yaml is not there"))
  func whatTheSuiteHasSaysTheSameAfterwards() throws {
    var laidOut = 0
    for name in Corpus.names {
      let bytes = try Corpus.bytes(name)
      var findings = Findings()
      let text = YAMLFormat.formatted(
        bytes, file: name, shape: Self.shape, findings: &findings)
      #expect((text == nil) == findings.hasErrors, "\(name)")
      guard let text else { continue }
      laidOut += 1
      #expect(format(text).text == text, "\(name)")
      #expect(
        sortedTree(try #require(Reading(bytes: bytes).root))
          == sortedTree(try #require(Reading(bytes: Array(text.utf8)).root)), "\(name)")
    }
    #expect(laidOut > 50)
  }

  /// A tree as text, keys sorted, quotes told apart.
  private func sortedTree(_ node: Node) -> String {
    switch node.content {
    case .scalar(let scalar): "\(scalar.isPlain)\(scalar.text.debugDescription)"
    case .sequence(let items): "[\(items.map(sortedTree).joined(separator: ","))]"
    case .mapping(let entries):
      entries.map { "\($0.key.debugDescription):\(sortedTree($0.value))" }.sorted().description
    }
  }
}
