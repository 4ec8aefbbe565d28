import Testing

@testable import Settings

/// What escapes stand for, and which part of the text they are.
struct EscapedTextTests {
  @Test(arguments: [
    ("%5a", "Z"), ("%5A%4b", "ZK"), (#"\x5a"#, "Z"), (#"\u005a"#, "Z"), (#"\/"#, "/"),
    ("&#90;", "Z"), ("&#x5a;", "Z"), ("0x5a", "Z"), ("a%5ab", "aZb"),
  ])
  func anEscapeIsTakenForWhatItStandsFor(text: String, meaning: String) throws {
    let read = try #require(EscapedText(codes(text)).unescaped { $0 })
    #expect(read.codes == codes(meaning))
  }

  @Test(arguments: [
    "", "plain", "100%", "%5", "%zz", #"\q"#, #"\x5"#, #"\u00"#, "&#;", "&#90", "&#xzz;", "&amp;",
    "0xzz", "0x5", "&#123456789;",
  ])
  func whatIsNoEscapeStaysAsItIs(text: String) {
    #expect(EscapedText(codes(text)).unescaped { $0 } == nil)
  }

  /// One layer at a time, so that what was escaped twice is found as well.
  @Test func aPartOfTheMeaningIsAPartOfTheTextThroughTwoLayers() throws {
    let text = codes("ab%255Acd")
    let once = try #require(EscapedText(text).unescaped { $0 })
    #expect(once.codes == codes("ab%5Acd"))
    let twice = try #require(once.unescaped { $0 })
    #expect(twice.codes == codes("abZcd"))
    #expect(twice.range(of: 2..<3) == 2..<7)
    #expect(twice.range(of: 0..<2) == 0..<2)
    #expect(twice.range(of: 3..<5) == 7..<9)
  }

  @Test func whatItStandsForIsFolded() throws {
    let read = try #require(EscapedText(codes("%5A!")).unescaped { $0 | 0x20 })
    #expect(read.codes == codes("z!"))
  }

  private func codes(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
}
