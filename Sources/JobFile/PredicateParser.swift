import Diagnostics
import ExportModel
import Settings

/// Reads the language of `when`: `status == "x"`, `status != "x"`, `status in ["x", "y"]`.
struct PredicateParser {
  /// Ends the reading after its finding; further ones would only follow from it.
  private struct Stop: Error {}

  private static let form = #"write status == "pending" or status in ["pending", "failed"]"#
  private static let unsupportedWords: Set<String> = ["and", "or", "not", "exists"]
  private static let unsupportedFields: Set<String> = ["entry_id", "job_id"]
  private static let unsupportedSymbols: Set<String> = ["<", "<=", ">", ">=", "("]

  private let tokens: [PredicateToken]
  private let end: Int
  private let place: (Range<Int>) -> SourceSpan
  private var index = 0
  private var findings = Findings()

  private init(_ text: String, place: @escaping (Range<Int>) -> SourceSpan) {
    tokens = PredicateLexer.tokens(of: text)
    end = text.unicodeScalars.count
    self.place = place
  }

  /// The meaning of a text; nil, with findings, when it has none.
  ///
  /// - Parameter place: where a range of the text's Unicode scalars stands in the file.
  static func parse(
    _ text: String, place: @escaping (Range<Int>) -> SourceSpan, findings: inout Findings
  ) -> ItemPredicate? {
    var parser = PredicateParser(text, place: place)
    let predicate = try? parser.predicate()
    findings.add(contentsOf: parser.findings.sorted)
    return parser.findings.hasErrors ? nil : predicate
  }

  private mutating func predicate() throws(Stop) -> ItemPredicate {
    try field()
    let operation = try take("'==', '!=' or 'in'")
    let predicate: ItemPredicate
    switch operation.text {
    case "==": predicate = try .statusIs(onlyStatus())
    case "!=": predicate = try .not(.statusIs(onlyStatus()))
    case "in": predicate = try .statusIn(list())
    case "=": throw refuse(operation, "'=' does not compare", help: "write '=='")
    default: throw unexpected(operation, wanted: "'==', '!=' or 'in'")
    }
    if index < tokens.count { throw unexpected(tokens[index], wanted: "nothing more") }
    return predicate
  }

  private mutating func field() throws(Stop) {
    let token = try take("a field")
    guard token.kind == .word, !Self.unsupportedWords.contains(token.text) else {
      throw unexpected(token, wanted: "a field")
    }
    if token.text == "status" { return }
    if Self.unsupportedFields.contains(token.text) { throw unsupported(token) }
    throw refuse(
      token, "'\(token.text)' is not a field of an item",
      help: Suggestion.help(for: token.text, among: ["status"]))
  }

  private mutating func list() throws(Stop) -> [ItemStatus] {
    let bracket = try take("'['")
    guard bracket.text == "[" else { throw unexpected(bracket, wanted: "'['") }
    var statuses: [ItemStatus] = []
    while true {
      let begin = index
      let status = try status()
      if let status, statuses.contains(status) {
        add(
          "predicate.syntax", "'\(status)' is given twice", tokens[begin],
          help: "keep one of the two")
      }
      if let status { statuses.append(status) }
      let token = try take("',' or ']'")
      if token.text == "]" { return statuses }
      guard token.text == "," else { throw unexpected(token, wanted: "',' or ']'") }
    }
  }

  private mutating func onlyStatus() throws(Stop) -> ItemStatus {
    guard let status = try status() else { throw Stop() }
    return status
  }

  /// A status in double quotes; nil, with a finding, for one that the API does not document.
  private mutating func status() throws(Stop) -> ItemStatus? {
    let token = try take("a status in double quotes")
    guard case .text(let name) = token.kind else {
      guard token.kind == .word, ItemStatus.known.contains(where: { $0.name == token.text }) else {
        throw unexpected(token, wanted: "a status in double quotes")
      }
      throw refuse(
        token, "'\(token.text)' has no quotes", help: "write it in double quotes: \"\(token.text)\""
      )
    }
    if let status = ItemStatus.known.first(where: { $0.name == name }) { return status }
    add(
      "predicate.status", "'\(name)' is not a status of an item", token,
      help: Suggestion.help(for: name, among: ItemStatus.known.map(\.name)))
    return nil
  }

  private mutating func take(_ wanted: String) throws(Stop) -> PredicateToken {
    guard index < tokens.count else {
      findings.add(
        Diagnostic(
          id: "predicate.syntax", "'when' ends where \(wanted) should be", at: place(end..<end),
          help: Self.form))
      throw Stop()
    }
    let token = tokens[index]
    index += 1
    if token.kind == .openText {
      throw refuse(token, "the text has no closing quote", help: "put '\"' after it")
    }
    return token
  }

  private mutating func unexpected(_ token: PredicateToken, wanted: String) -> Stop {
    if token.kind == .word && Self.unsupportedWords.contains(token.text)
      || token.kind == .symbol && Self.unsupportedSymbols.contains(token.text)
    {
      return unsupported(token)
    }
    if token.text == "'" {
      return refuse(token, "a text is not written in single quotes", help: Self.form)
    }
    return refuse(token, "expected \(wanted), found '\(token.text)'", help: Self.form)
  }

  private mutating func unsupported(_ token: PredicateToken) -> Stop {
    findings.add(Fields.unsupported(token.text, at: place(token.range)))
    return Stop()
  }

  private mutating func refuse(_ token: PredicateToken, _ message: String, help: String) -> Stop {
    add("predicate.syntax", message, token, help: help)
    return Stop()
  }

  private mutating func add(
    _ id: String, _ message: String, _ token: PredicateToken, help: String
  ) {
    findings.add(Diagnostic(id: id, message, at: place(token.range), help: help))
  }
}
