import Testing

@testable import Predicates

/// How a condition is cut into words.
struct PredicateLexerTests {
  private func kinds(_ text: String) -> [PredicateToken.Kind] {
    PredicateLexer.tokens(of: text).map(\.kind)
  }

  @Test func everyTokenHasItsKindAndItsPlace() {
    let tokens = PredicateLexer.tokens(of: #"status != "a b" and (x in [1, -2.5e+3])"#)
    #expect(
      tokens.map(\.text) == [
        "status", "!=", "\"a b\"", "and", "(", "x", "in", "[", "1", ",", "-2.5e+3", "]", ")",
      ])
    #expect(tokens[1].range == 7..<9)
    #expect(tokens[2].kind == .text("a b"))
    #expect(tokens[8].kind == .number && tokens[10].kind == .number)
    #expect(tokens[5].kind == .word && tokens[4].kind == .symbol)
  }

  @Test(arguments: [
    (#""a\"b\\c""#, [PredicateToken.Kind.text(#"a"b\c"#)]), (#""a"#, [.openText]),
    (#""a\nb""#, [.badEscape(2..<4)]), ("", []), (" \t\n", []), (#""""#, [.text("")]),
  ])
  func aTextIsWhatIsBetweenItsQuotes(text: String, kinds: [PredicateToken.Kind]) {
    #expect(self.kinds(text) == kinds)
  }

  /// Nothing is lost, whatever is written: what belongs nowhere is a symbol.
  @Test(arguments: ["a@b", "é == 1", "===<>", "\u{1F600}", "1..2", "'x'", "a\u{0}b"])
  func everyCharacterButBlanksIsInSomeToken(text: String) {
    let tokens = PredicateLexer.tokens(of: text)
    let blanks = text.unicodeScalars.filter { $0.properties.isWhitespace }.count
    #expect(tokens.reduce(0) { $0 + $1.range.count } == text.unicodeScalars.count - blanks)
    #expect(
      zip(tokens, tokens.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
  }
}
