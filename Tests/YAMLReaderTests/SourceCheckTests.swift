import Testing

/// What is no text never reaches libyaml, and is refused with its place.
@Suite struct SourceCheckTests {
  @Test(
    arguments: [
      ([0x61, 0x3A, 0x20, 0xFF], "1:4"),
      ([0x61, 0x0A, 0xC3, 0xA9, 0xC3], "2:2"),
      ([0xED, 0xA0, 0x80], "1:1"),
      ([0xC0, 0x80], "1:1"),
      ([0xF4, 0x90, 0x80, 0x80], "1:1"),
      ([0xEF, 0xBB, 0xBF, 0x61, 0x80], "1:2"),
      ([0xEF, 0xBB], "1:1"),
    ] as [([UInt8], String)])
  func bytesThatAreNotUTF8AreRefused(bytes: [UInt8], place: String) {
    #expect(
      Reading(bytes: bytes).messages == [
        "\(place): found bytes that are not UTF-8 [yaml.encoding] save the file as UTF-8"
      ])
  }

  @Test(
    arguments: [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0xFF, 0xFE]] as [[UInt8]])
  func utf16IsRefusedByName(bytes: [UInt8]) {
    #expect(
      Reading(bytes: bytes).messages == [
        "1:1: the file is UTF-16 [yaml.encoding] save the file as UTF-8"
      ])
  }

  @Test(arguments: [
    ("a: 1\nb: \u{0}\n", "2:4", "U+0000", "\\u0000"),
    ("a: \"\u{1B}[31m\"\n", "1:5", "U+001B", "\\u001B"),
    ("é: \u{7F}", "1:4", "U+007F", "\\u007F"),
    ("# \u{85}", "1:3", "U+0085", "\\u0085"),
    ("# \u{2028}", "1:3", "U+2028", "\\u2028"),
    ("a\u{FEFF}", "1:2", "U+FEFF", "\\uFEFF"),
    ("\u{FEFF}\u{FEFF}", "1:1", "U+FEFF", "\\uFEFF"),
    ("\r\n\u{C}", "2:1", "U+000C", "\\u000C"),
    ("\u{FFFE}", "1:1", "U+FFFE", "\\uFFFE"),
  ])
  func controlCharactersAreRefused(text: String, place: String, name: String, escape: String) {
    #expect(
      Reading(text).messages == [
        "\(place): the character \(name) is not allowed [yaml.encoding]"
          + " take it out, or write it as \(escape) in double quotes"
      ])
  }

  @Test(arguments: [("a: 1\rb: 2\n", "1:5"), ("a: 1\n\r", "2:1"), ("\r\r\n", "1:1")])
  func aLoneCarriageReturnIsRefused(text: String, place: String) {
    #expect(
      Reading(text).messages == [
        "\(place): a carriage return without a newline is not allowed [yaml.encoding]"
          + " end lines with a newline"
      ])
  }

  @Test func everyOtherCharacterIsText() {
    let text = "\t ~\u{A0}é中😀\u{E000}\u{FFFD}\u{10FFFF}"
    #expect(Reading("'\(text)'").tree == text.debugDescription)
  }
}
