import Settings
import Testing

/// Where secrets are found in texts.
struct SecretPartsTests {
  private func places(_ secrets: [String], _ text: String) -> [String] {
    var parts = SecretParts()
    for secret in secrets { parts.insert(secret.unicodeScalars) }
    let scalars = Array(text.unicodeScalars)
    return parts.ranges(in: scalars).map { range in
      scalars[range].reduce(into: "") { $0.unicodeScalars.append($1) }
    }
  }

  @Test func everyPartOfEightCharactersIsFound() {
    #expect(places(["0123456789"], "a0123456789b") == ["0123456789"])
    #expect(places(["0123456789"], "a12345678b") == ["12345678"])
    #expect(places(["0123456789"], "a1234567b") == [])
    #expect(places(["0123456789"], "0123456701234567") == ["01234567", "01234567"])
    #expect(places(["ABCDefgh"], "xabcdEFGHx") == ["abcdEFGH"])
    #expect(places([], "abc") == [])
  }

  @Test func aShortSecretIsFoundAsAWhole() {
    #expect(places(["abcde", "0123456789"], "xabcdex 123456789") == ["abcde", "123456789"])
    #expect(places(["abcde"], "abcd") == [])
  }

  @Test func secretsThatOverlapAreOnePlace() {
    #expect(places(["abcdefgh", "efghijkl"], ".abcdefghijkl.") == ["abcdefghijkl"])
  }

  /// The short one inside ended the place of the long one early, when chance looked for it last.
  @Test(arguments: 0..<20)
  func aShortSecretInsideALongOneHidesNoLessOfIt(number: Int) {
    let (long, short) = ("0123456789abcdefghij\(number)", "678\(number)9"[...])
    let text = long.replacing("6789", with: short)
    #expect(places([text, String(short), "67", "89a"], ".\(text).") == [text])
  }

  @Test func aTextIsCoveredOnlyByPartsOfSecrets() {
    var parts = SecretParts()
    parts.insert("0123456789abcdef".unicodeScalars)
    #expect(parts.covers(Array("23456789a".unicodeScalars)))
    #expect(!parts.covers(Array("23456789 ".unicodeScalars)))
    #expect(!parts.covers(Array("2345678".unicodeScalars)), "too short to say")
  }
}
