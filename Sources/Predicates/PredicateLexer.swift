/// One word of a `when`; the range counts Unicode scalars.
struct PredicateToken: Equatable {
  /// What a token is.
  enum Kind: Equatable {
    /// A field, an operator in letters, `true`, `false` or `null`.
    case word
    /// Digits, with a sign, a point or an exponent; right or wrong.
    case number
    /// A text in double quotes; the associated value is what it says.
    case text(String)
    /// A text in double quotes with a backslash before something else than `"` or `\`: where.
    case badEscape(Range<Int>)
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

/// Cuts a `when` into tokens; total, because what belongs nowhere is a symbol.
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
      let kind = quoted()
      return token(kind, from: start)
    case _ where first.properties.isAlphabetic || first == "_":
      skip { Self.isWordPart($0) }
      return token(.word, from: start)
    case "0"..."9", "-", "+":
      skip { Self.isWordPart($0) }
      // The sign of an exponent.
      if index < scalars.count, "+-".unicodeScalars.contains(scalars[index]),
        "eE".unicodeScalars.contains(scalars[index - 1])
      {
        index += 1
        skip { Self.isWordPart($0) }
      }
      return token(.number, from: start)
    case "=", "!", "<", ">", "&", "|":
      skip { "=&|<>".unicodeScalars.contains($0) }
      return token(.symbol, from: start)
    default:
      return token(.symbol, from: start)
    }
  }

  /// The rest of a text whose opening quote is read.
  private mutating func quoted() -> PredicateToken.Kind {
    var value = String.UnicodeScalarView()
    var badEscape: Range<Int>?
    while index < scalars.count, scalars[index] != "\"" {
      if scalars[index] == "\\", index + 1 < scalars.count {
        if !"\"\\".unicodeScalars.contains(scalars[index + 1]) {
          badEscape = badEscape ?? index..<index + 2
        }
        index += 1
      }
      value.append(scalars[index])
      index += 1
    }
    guard index < scalars.count else { return .openText }
    index += 1
    return badEscape.map { .badEscape($0) } ?? .text(String(value))
  }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || "_.-".unicodeScalars.contains(scalar)
  }

  private mutating func skip(while condition: (Unicode.Scalar) -> Bool) {
    while index < scalars.count, condition(scalars[index]) { index += 1 }
  }

  private func token(_ kind: PredicateToken.Kind, from start: Int) -> PredicateToken {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[start..<index])
    return PredicateToken(kind: kind, text: String(view), range: start..<index)
  }
}
