import Testing

@testable import JobFile

/// Names that people make of words may be shown; others may be secrets in the place of one.
struct PlainWordsTests {
  @Test(arguments: [
    "API_TOKEN", "oauth2_key", "ApiToken", "token", "PLEO_TOKEN_2024", "x", "", "pleoToken",
  ])
  func namesOfWordsMayBeShown(name: String) {
    #expect(PlainWords.areAll(in: name[...]))
  }

  @Test(arguments: [
    "S3cr3tV4lue", "aB3dE5fG", "1a2b3c", "plk9fA3xQ7bT2m", "aBCdEf", "token1234567",
  ])
  func whatChanceMadeMayNot(name: String) {
    #expect(!PlainWords.areAll(in: name[...]))
  }

  @Test func thePartsOfAPathAreReadOneByOne() {
    #expect(PlainWords.areAll(in: "/run/secrets/pleo-token", separators: "/._-~"))
    #expect(!PlainWords.areAll(in: "/run/secrets/S3cr3tV4lue", separators: "/._-~"))
    #expect(!PlainWords.areAll(in: "\(String(repeating: "a", count: 31))"))
  }
}
