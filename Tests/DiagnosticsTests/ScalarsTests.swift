import Diagnostics
import Testing

@Suite struct ScalarsTests {
  /// A quote with a combining character behind it was left as it was, and ended a word of the shell.
  @Test func aPartIsReplacedWhateverIsBesideIt() {
    #expect("it's".replacingScalars("'", with: "''") == "it''s")
    #expect(
      Array("'\u{301};rm".replacingScalars("'", with: "\\'").unicodeScalars)
        == Array("\\'\u{301};rm".unicodeScalars))
    #expect("aXbX".replacingScalars("X", with: "") == "ab")
    #expect("".replacingScalars("X", with: "y") == "")
  }
}
