import Diagnostics
import Foundation
import Settings
import Testing
import YAMLReader

/// The canonical form of a file: its order and indentation change, and nothing that it says.
struct YAMLFormatTests {
  @Test func keysStandInTheOrderOfTheLanguage() {
    let text = """
      list:
        - { y: 2, x: 1 }
      first: { b: 2, a: 1 }
      name: n
      version: 1

      """
    #expect(
      FormatStage.format(text).text == """
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
      FormatStage.format(text).text == """
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
      FormatStage.format(text).text == """
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
      FormatStage.format(text).text == """
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
      FormatStage.format(text).text == """
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
      FormatStage.format("\n\nversion: 1\n\n\n\nfirst:\n\n  a: 1\n\n\n  b: 2\n\n\n").text == """
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
    let formatted = FormatStage.format(text.replacing("version", with: "other"))
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
    #expect(FormatStage.format(text).text == "version: 1\nname: |+\n  text\n\n\nfirst: { a: 1 }\n")
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
      FormatStage.format(text).text == """
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
    #expect(FormatStage.format(text).text == text)
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
      FormatStage.format(text).text == """
        first:
          a: [ one,   # a comment
                 two,
             ]
          b: { y: 1, x: 2 }

        """)
  }

  @Test func bracketsThatAreNotWrittenThePlainWayStayAsWritten() {
    let text = "first: { ? a : 1 }\nname: [ a : b, c ]\n"
    #expect(FormatStage.format(text).text == "name: [ a : b, c ]\nfirst: { ? a : 1 }\n")
  }

  @Test func quotesAndQuotedKeysStay() {
    let text = "'first': { \"a\":1, 'b' : \"two\" }\n\"version\" : '1'\n"
    #expect(
      FormatStage.format(text).text == "\"version\": '1'\n'first': { \"a\": 1, 'b': \"two\" }\n")
  }

  @Test func lineEndsOfWindowsAndAByteOrderMarkGo() {
    #expect(
      FormatStage.format("\u{FEFF}version: 1\r\n# c\r\nfirst:\r\n    a: |\r\n      x\r\n").text
        == "version: 1\n# c\nfirst:\n  a: |\n    x\n")
  }

  @Test func theBeginningOfTheDocumentStaysWhereItIsMarked() {
    #expect(
      FormatStage.format("# above\n--- # here\n# about\nversion: 1\n").text
        == "# above\n--- # here\n# about\nversion: 1\n")
  }
}
