import Diagnostics
import ExportModel

/// Comparisons of a field with what it can hold.
extension PredicateParser {
  private static let orders: [String: ItemPredicate.Comparison] = [
    "<": .less, "<=": .lessOrEqual, ">": .greater, ">=": .greaterOrEqual,
  ]
  private static let idForm = #"write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33""#
  private static let operatorHelp = "use one of: ==, !=, <, <=, >, >=, in"

  /// What a field is compared with, checked against the field.
  private enum Value: Hashable {
    case status(ItemStatus)
    case id(Identifier)
    case null
  }

  /// The field of a name; nil, with a finding, for a name that is none.
  mutating func field(_ token: PredicateToken) -> ItemPredicate.Field? {
    if let field = ItemPredicate.Field(rawValue: token.text) { return field }
    add(
      "predicate.field", "'\(token.text)' is not a field of an item", at: token.range,
      help: Suggestion.help(
        for: token.text.split(separator: ".").last.map(String.init) ?? token.text,
        among: ItemPredicate.Field.allCases.map(\.rawValue)))
    return nil
  }

  /// A comparison that begins with `name`; nil, with findings, when its parts do not go together.
  mutating func comparison(_ name: PredicateToken) throws(Stop) -> Part? {
    guard name.kind == .word, !["and", "or", "in", "null"].contains(name.text),
      Self.foreign[name.text] == nil
    else {
      let isValue = if case .text = name.kind { true } else { name.kind == .number }
      throw unexpected(
        name, wanted: "a field",
        help: isValue ? #"write the field first, as in status == "pending""# : Self.form)
    }
    let field = field(name)
    let operation = try take("an operator", help: Self.operatorHelp)
    let predicate: ItemPredicate?
    switch operation.text {
    case "==": predicate = try equal(field)
    case "!=": predicate = try equal(field).map { $0.negated }
    case "in": predicate = try list(of: field)
    case "not":
      throw unexpected(
        operation, wanted: "an operator", help: "put 'not' before '\(name.text)'")
    default:
      guard let order = Self.orders[operation.text] else {
        throw unexpected(operation, wanted: "an operator", help: Self.operatorHelp)
      }
      predicate = try ordered(field, by: order, operation)
    }
    return predicate.map {
      part($0, at: name.range.lowerBound..<lastTaken.range.upperBound)
    }
  }

  private mutating func equal(_ field: ItemPredicate.Field?) throws(Stop) -> ItemPredicate? {
    guard let value = try value(for: field), let field else { return nil }
    return switch value {
    case .status(let status): .statusIs(status)
    case .id(let id): Self.compare(field, .equal, id)
    case .null: .not(.exists(field))
    }
  }

  private mutating func ordered(
    _ field: ItemPredicate.Field?, by order: ItemPredicate.Comparison, _ operation: PredicateToken
  ) throws(Stop) -> ItemPredicate? {
    if field == .status {
      add(
        "predicate.type", "'\(operation.text)' does not compare statuses", at: operation.range,
        help: "statuses have no order: use '==', '!=' or 'in'")
      _ = try value(for: nil)
      return nil
    }
    guard let value = try value(for: field), let field else { return nil }
    guard case .id(let id) = value else {
      add(
        "predicate.type", "'\(operation.text)' does not compare with null", at: operation.range,
        help: "use '==' or '!='")
      return nil
    }
    return Self.compare(field, order, id)
  }

  private mutating func list(of field: ItemPredicate.Field?) throws(Stop) -> ItemPredicate? {
    _ = try take(symbol: "[")
    var places: [Value: Range<Int>] = [:]
    var values: [Value] = []
    var isWhole = true
    var isOver = takes("]")
    while !isOver {
      let value = try value(for: field)
      let range = lastTaken.range
      if let value, let first = places[value] {
        add(
          "predicate.repeated", "'\(Self.unquoted(lastTaken))' is given twice", at: range,
          help: "keep one of the two", first: first)
      } else if value == .null {
        add(
          "predicate.type", "'null' is not allowed in a list", at: range,
          help: "every item has all fields: take it out")
        isWhole = false
      } else if let value {
        places[value] = range
        values.append(value)
      } else {
        isWhole = false
      }
      let token = try take("',' or ']'")
      isOver = token.text == "]"
      guard isOver || token.text == "," else { throw unexpected(token, wanted: "',' or ']'") }
    }
    guard isWhole, let field else { return nil }
    let ids = values.compactMap { if case .id(let id) = $0 { id } else { nil } }
    return switch field {
    case .status:
      .statusIn(values.compactMap { if case .status(let status) = $0 { status } else { nil } })
    case .entryID: .entryIDIn(ids.map(EntryID.init))
    case .jobID: .jobIDIn(ids.map(JobID.init))
    }
  }

  private static func compare(
    _ field: ItemPredicate.Field, _ comparison: ItemPredicate.Comparison, _ id: Identifier
  ) -> ItemPredicate? {
    switch field {
    case .status: nil
    case .entryID: .entryID(comparison, EntryID(id))
    case .jobID: .jobID(comparison, JobID(id))
    }
  }

  // MARK: Values

  /// A value of a field; nil, with a finding, for one that the field cannot hold, and nil for any
  /// where the field is not known.
  private mutating func value(for field: ItemPredicate.Field?) throws(Stop) -> Value? {
    let (wanted, help) =
      switch field {
      case .status: ("a status in double quotes", Self.form)
      case .entryID, .jobID: ("a UUID in double quotes", Self.idForm)
      case nil: ("a value", Self.form)
      }
    let token = try take(wanted, help: help)
    switch token.kind {
    case .text(let text): return field.flatMap { value(text, of: $0, token) }
    case .number:
      try checkNumber(token)
      return field.flatMap { mistyped(token, "a number", for: $0) }
    case .word where token.text == "null": return .null
    case .word where token.text == "true" || token.text == "false":
      return field.flatMap { mistyped(token, "a truth value", for: $0) }
    case .word where Self.isValue(token.text):
      throw missingQuotes(token)
    default: throw unexpected(token, wanted: wanted, help: help)
    }
  }

  private mutating func value(
    _ text: String, of field: ItemPredicate.Field, _ token: PredicateToken
  ) -> Value? {
    guard field == .status else {
      if let id = Identifier(text) { return .id(id) }
      add(
        "predicate.type", "'\(text)' is not a UUID", at: token.range,
        help: Self.idForm)
      return nil
    }
    if let status = ItemStatus.known.first(where: { $0.name == text }) { return .status(status) }
    add(
      "predicate.status", "'\(text)' is not a status of an item", at: token.range,
      help: Suggestion.help(for: text, among: ItemStatus.known.map(\.name)))
    return nil
  }

  private mutating func mistyped(
    _ token: PredicateToken, _ type: String, for field: ItemPredicate.Field
  ) -> Value? {
    let (wanted, help) = field == .status ? ("a status", Self.form) : ("a UUID", Self.idForm)
    add(
      "predicate.type", "'\(token.text)' is \(type), not \(wanted)", at: token.range, help: help)
    return nil
  }

  private mutating func checkNumber(_ token: PredicateToken) throws(Stop) {
    if Self.isValue(token.text) { throw missingQuotes(token) }
    guard token.text.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?/) == nil else { return }
    throw refuse(
      token, "'\(token.text)' is not a number", help: "write a text in double quotes")
  }

  private mutating func missingQuotes(_ token: PredicateToken) -> Stop {
    refuse(
      token, "'\(token.text)' has no quotes", help: "write it in double quotes: \"\(token.text)\"")
  }

  /// Whether a text would be a value, had it quotes.
  private static func isValue(_ text: String) -> Bool {
    ItemStatus.known.contains { $0.name == text } || Identifier(text) != nil
  }

  private static func unquoted(_ token: PredicateToken) -> String {
    if case .text(let text) = token.kind { text } else { token.text }
  }
}

extension ItemPredicate {
  /// What `!=` says where `==` says this.
  fileprivate var negated: ItemPredicate {
    if case .not(.exists(let field)) = self { .exists(field) } else { .not(self) }
  }
}
