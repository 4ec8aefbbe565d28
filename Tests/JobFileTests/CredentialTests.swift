import Testing

@testable import JobFile

/// What looks like a credential wherever it is, and what does not.
struct CredentialTests {
  @Test(arguments: [
    "plk_9fA3xQ7bT2mZ8wK4vN6c", "AKIA3X7Q9Z2M5B8T4V6N", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
    "dGhpc0lzQVRva2VuMTIzNDU2Nzg5MA==",
  ])
  func whatIsMixedByChanceIsOne(text: String) {
    let scalars = Array("see \(text) there".unicodeScalars)
    #expect(Credential.ranges(in: scalars) == [4..<4 + text.unicodeScalars.count])
  }

  @Test(arguments: [
    "", "short1A2b3C", "an ordinary sentence of words", "8eb648ab-464b-42a0-ba17-eda703657e33",
    // Mistyped by a character.
    "8eb648ab-464b-42a0-ba17-eda703657e3", "/var/lib/sluice/nightly/export_items",
    "https://external.pleo.io/v3/export-jobs", "AVeryLongNameOfManyWordsTogether",
    "00000000000000000000000000", "nightly-8eb648ab-464b-42a0-ba17-eda703657e33.json",
  ])
  func wordsPathsAndIdsAreNone(text: String) {
    #expect(Credential.ranges(in: Array(text.unicodeScalars)) == [])
  }

  @Test func onlyThePartOfAPathThatIsOneIsHidden() {
    let text = "/srv/plk9fA3xQ7bT2mZ8wK4vN6c/queue"
    #expect(Credential.ranges(in: Array(text.unicodeScalars)) == [5..<28])
  }
}
