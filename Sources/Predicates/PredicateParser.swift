public import Diagnostics

/// Reads the language of `when` (`config/README.md`, *Values*): `not` binds more tightly than
/// `and`, and `and` more tightly than `or`.
///
/// After a mistake it goes on at the next `and` or `or`, so that one reading reports them all.
public struct PredicateParser {
  /// Ends the reading of a part after its finding.
  enum Stop: Error {
    /// The rest up to the next `and` or `or` would only give findings that follow from it.
    case operand
    /// The whole rest would.
    case condition
  }

  /// A part of the condition, and the Unicode scalars that it is in.
  struct Part {
    let predicate: ItemPredicate
    let range: Range<Int>
    /// The items that it accepts; nil where finding out takes too long.
    let items: ItemSet?
    /// Whether a warning says that it, or a part of it, is the same of all items.
    var hasWarning = false
  }

  private enum Connective: String { case or, and }

  /// How many brackets and `not`s may be inside one another.
  static let depthLimit = 64
  /// How many Unicode scalars a condition may have.
  static let lengthLimit = 100_000
  /// How many findings end the reading.
  static let findingLimit = 20
  /// What other languages write, and what this one does.
  static let foreign = [
    "=": "==", "===": "==", "!==": "!=", "<>": "!=", "=<": "<=", "=>": ">=", "&": "and",
    "&&": "and", "|": "or", "||": "or", "!": "not", "AND": "and", "OR": "or", "NOT": "not",
    "IN": "in",
  ]

  let fields: PredicateFields
  let tokens: [PredicateToken]
  let end: Int
  let place: (Range<Int>) -> SourceSpan
  var index = 0
  var depth = 0
  var openBrackets = 0
  var findings = Findings()
  var findingCount = 0
  var budget: ItemSet.Budget

  private init(
    _ text: String, fields: PredicateFields, place: @escaping (Range<Int>) -> SourceSpan
  ) {
    self.fields = fields
    end = text.unicodeScalars.count
    budget = ItemSet.Budget(length: end)
    tokens = end <= Self.lengthLimit ? PredicateLexer.tokens(of: text) : []
    self.place = place
  }

  /// The meaning of a text; nil, with findings, when it has none.
  ///
  /// - Parameters:
  ///   - fields: what it may ask for.
  ///   - place: where a range of the text's Unicode scalars is in the file.
  public static func parse(
    _ text: String, fields: PredicateFields, place: @escaping (Range<Int>) -> SourceSpan,
    findings: inout Findings
  ) -> ItemPredicate? {
    var parser = PredicateParser(text, fields: fields, place: place)
    let part = try? parser.condition()
    findings.add(contentsOf: parser.findings.sorted)
    return parser.findings.hasErrors ? nil : part?.predicate
  }

  // MARK: Grammar

  private mutating func condition() throws(Stop) -> Part? {
    guard end <= Self.lengthLimit else {
      add(
        .predicateLimit, "the condition is longer than \(Self.lengthLimit) characters", at: 0..<1,
        help: "write it shorter")
      return nil
    }
    let part = try chain(.or)
    if index < tokens.count { throw unexpected(try take(connectives), wanted: connectives) }
    return part
  }

  /// Operands with the same word between them; nil, with findings, when one of them has no meaning.
  private mutating func chain(_ word: Connective) throws(Stop) -> Part? {
    var parts: [Part?] = []
    repeat {
      parts.append(try word == .or ? chain(.and) : operand())
    } while takes(word.rawValue)
    let known = parts.compactMap(\.self)
    guard known.count == parts.count, let first = known.first, let last = known.last else {
      return nil
    }
    if known.count == 1 { return first }
    let predicates = known.map(\.predicate)
    let sets = known.compactMap(\.items)
    return checked(
      Part(
        predicate: word == .or ? .or(predicates) : .and(predicates),
        range: first.range.lowerBound..<last.range.upperBound,
        items: sets.count < known.count
          ? nil : try? ItemSet.joined(sets, word == .or ? .union : .intersection, &budget),
        hasWarning: known.contains(where: \.hasWarning)))
  }

  /// What is beside `and` and `or`; ends before one of them, a closing bracket, or the end.
  private mutating func operand() throws(Stop) -> Part? {
    do throws(Stop) {
      let part = try term()
      if index < tokens.count, !isOperandEnd(tokens[index]) {
        throw unexpected(try take(connectives), wanted: connectives)
      }
      return part
    } catch {
      guard error == .operand else { throw error }
      skipOperand()
      return nil
    }
  }

  private mutating func term() throws(Stop) -> Part? {
    let token = try take("a field")
    switch token.text {
    case "not": return try negation(token)
    case "(": return try brackets(token)
    case "exists": return try existence(token)
    case "true": return part(.always, at: token.range)
    case "false": return part(.never, at: token.range)
    default: return try comparison(token).flatMap { checked($0) }
    }
  }

  private mutating func negation(_ token: PredicateToken) throws(Stop) -> Part? {
    try enter(token)
    defer { depth -= 1 }
    return try operand().map {
      checked(
        Part(
          predicate: .not($0.predicate), range: token.range.lowerBound..<$0.range.upperBound,
          items: try? $0.items?.inverted(&budget),
          hasWarning: $0.hasWarning))
    }
  }

  private mutating func brackets(_ token: PredicateToken) throws(Stop) -> Part? {
    try enter(token)
    openBrackets += 1
    defer {
      depth -= 1
      openBrackets -= 1
    }
    let part = try chain(.or)
    let closing = try take("')'", help: "close what '(' opens")
    return part.map {
      Part(
        predicate: $0.predicate, range: token.range.lowerBound..<closing.range.upperBound,
        items: $0.items, hasWarning: $0.hasWarning)
    }
  }

  private mutating func existence(_ token: PredicateToken) throws(Stop) -> Part? {
    let help = "write exists(\(fields.declared[0].field.name))"
    _ = try take(symbol: "(", help: help)
    let name = try take("a field", help: help)
    guard name.kind == .word else { throw unexpected(name, wanted: "a field", help: help) }
    let field = field(name)
    let closing = try take(symbol: ")", help: help)
    return field.map {
      checked(part(.exists($0.field), at: token.range.lowerBound..<closing.range.upperBound))
    }
  }

  private mutating func enter(_ token: PredicateToken) throws(Stop) {
    depth += 1
    guard depth <= Self.depthLimit else {
      add(
        .predicateLimit, "more than \(Self.depthLimit) brackets and 'not's inside one another",
        at: token.range, help: "write the condition flatter")
      throw .condition
    }
  }

  /// Warns of a part that is the same of all items, unless a part of it was warned of.
  private mutating func checked(_ part: Part) -> Part {
    guard !part.hasWarning, let answers = part.items?.answers(), answers.count == 1 else {
      return part
    }
    let help: String
    switch part.predicate {
    case .exists(let field), .not(.exists(let field)):
      help = "every item has '\(field.name)': take this out"
    default: help = "correct it, or take it out"
    }
    findings.add(
      Diagnostic(
        .warning, id: .predicateConstant,
        answers == [true] ? "every item meets this" : "no item can meet this",
        at: place(part.range), help: help))
    return Part(
      predicate: part.predicate, range: part.range, items: part.items, hasWarning: true)
  }

  /// A part that nothing is joined or negated in.
  mutating func part(_ predicate: ItemPredicate, at range: Range<Int>) -> Part {
    Part(predicate: predicate, range: range, items: try? ItemSet(of: predicate, fields, &budget))
  }
}
