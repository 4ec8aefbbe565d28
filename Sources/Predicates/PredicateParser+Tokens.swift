import Diagnostics

/// Taking tokens, and what is wrong with them.
extension PredicateParser {
  /// The next token, and past it; at the end a finding that says what is missing.
  mutating func take(_ wanted: String, help: String? = nil) throws(Stop) -> PredicateToken {
    guard findingCount < Self.findingLimit else { throw .condition }
    guard index < tokens.count else {
      add(
        .predicateSyntax, "'when' ends where \(wanted) should be", at: end..<end,
        help: help ?? fields.help)
      throw .condition
    }
    let token = tokens[index]
    index += 1
    switch token.kind {
    case .openText:
      add(
        .predicateSyntax, "the text has no closing quote", at: token.range,
        help: "put '\"' after it")
      throw .condition
    case .badEscape(let range):
      let escape = token.text.unicodeScalars.dropFirst(range.lowerBound - token.range.lowerBound)
      add(
        .predicateSyntax, "'\(String(escape.prefix(2)))' is not an escape", at: range,
        help: #"write \\ for a backslash and \" for a quote"#)
      throw .operand
    default: return token
    }
  }

  /// The next token, which must be this one.
  mutating func take(symbol: String, help: String? = nil) throws(Stop) -> PredicateToken {
    let token = try take("'\(symbol)'", help: help)
    guard token.text == symbol else { throw unexpected(token, wanted: "'\(symbol)'", help: help) }
    return token
  }

  /// The token before the next one.
  var lastTaken: PredicateToken { tokens[index - 1] }

  /// Whether the next token is this one; if so, past it.
  mutating func takes(_ text: String) -> Bool {
    guard index < tokens.count, tokens[index].text == text else { return false }
    index += 1
    return true
  }

  var connectives: String {
    openBrackets > 0 ? "'and', 'or' or ')'" : "'and', 'or' or the end"
  }

  func isOperandEnd(_ token: PredicateToken) -> Bool {
    ["and", "or", ")"].contains(token.text)
  }

  /// Goes on to the end of the operand that the reading stopped in.
  mutating func skipOperand() {
    var opened = 0
    while index < tokens.count, opened > 0 || !isOperandEnd(tokens[index]) {
      if tokens[index].text == "(" { opened += 1 }
      if tokens[index].text == ")" { opened -= 1 }
      index += 1
    }
  }

  /// A finding about the token just taken, which is not what is wanted; it is put back, because it may
  /// end the operand.
  mutating func unexpected(
    _ token: PredicateToken, wanted: String, help: String? = nil
  ) -> Stop {
    index -= 1
    if let ours = Self.foreign[token.text] {
      return refuse(token, "'\(token.text)' is not an operator", help: "write '\(ours)'")
    }
    if token.text == "'" {
      return refuse(token, "a text is not written in single quotes", help: fields.help)
    }
    return refuse(token, "expected \(wanted), found '\(token.text)'", help: help ?? fields.help)
  }

  /// A finding about what is written, not about what it means.
  mutating func refuse(_ token: PredicateToken, _ message: String, help: String) -> Stop {
    add(.predicateSyntax, message, at: token.range, help: help)
    return .operand
  }

  /// An error; `first` is where the same stood before.
  mutating func add(
    _ id: FindingID, _ message: String, at range: Range<Int>, help: String,
    first: Range<Int>? = nil
  ) {
    findingCount += 1
    findings.add(
      Diagnostic(
        id: id, message, at: place(range), help: help,
        notes: first.map { [.init("first given here", at: place($0))] } ?? []))
  }
}
