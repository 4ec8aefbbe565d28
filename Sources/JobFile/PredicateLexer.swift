/// One word of a `when`; the range counts Unicode scalars.
struct PredicateToken: Equatable {
  /// What a token is.
  enum Kind: Equatable {
    /// A field, an operator in letters, `true`, `false` or `null`.
    case word
    /// Digits, with a sign or a point.
    case number
    /// A text in double quotes; the associated value is what stands in them.
    case text(String)
    /// A text in double quotes that does not end.
    case openText
    /// An operator, a bracket or a comma.
    case symbol
  }

  let kind: Kind
  /// The token as written.
  let text: String
  let range: Range<Int>
}

/// Cuts a `when` into tokens; total, for what belongs nowhere is a symbol.
struct PredicateLexer {
  private let scalars: [Unicode.Scalar]
  private var index = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// Every token of a text, in order.
  static func tokens(of text: String) -> [PredicateToken] {
    var lexer = PredicateLexer(text)
    var tokens: [PredicateToken] = []
    while let token = lexer.next() { tokens.append(token) }
    return tokens
  }

  private mutating func next() -> PredicateToken? {
    skip { $0.properties.isWhitespace }
    guard index < scalars.count else { return nil }
    let start = index
    let first = scalars[index]
    index += 1
    switch first {
    case "\"":
      skip { $0 != "\"" }
      guard index < scalars.count else { return token(.openText, from: start) }
      index += 1
      return token(.text(text(start + 1..<index - 1)), from: start)
    case _ where first.properties.isAlphabetic || first == "_":
      skip { Self.isWordPart($0) }
      return token(.word, from: start)
    case "0"..."9", "-", "+":
      skip { Self.isWordPart($0) }
      return token(.number, from: start)
    case "=", "!", "<", ">", "&", "|":
      skip { "=&|<>".unicodeScalars.contains($0) }
      return token(.symbol, from: start)
    default:
      return token(.symbol, from: start)
    }
  }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || "_.-".unicodeScalars.contains(scalar)
  }

  private mutating func skip(while condition: (Unicode.Scalar) -> Bool) {
    while index < scalars.count, condition(scalars[index]) { index += 1 }
  }

  private func token(_ kind: PredicateToken.Kind, from start: Int) -> PredicateToken {
    PredicateToken(kind: kind, text: text(start..<index), range: start..<index)
  }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }
}
