import Diagnostics

/// Comparisons of a field with what it can hold.
extension PredicateParser {
  private static let orders: [String: ItemPredicate.Comparison] = [
    "<": .less, "<=": .lessOrEqual, ">": .greater, ">=": .greaterOrEqual,
  ]
  private static let operatorHelp = "use one of: ==, !=, <, <=, >, >=, in"

  private typealias Declaration = PredicateFields.Declaration

  /// What a field is compared with, checked against the field.
  private enum Operand: Hashable {
    case value(ItemPredicate.Value)
    case null
  }

  /// The field of a name; nil, with a finding, for a name that is none.
  mutating func field(_ token: PredicateToken) -> PredicateFields.Declaration? {
    if let field = fields[token.text] { return field }
    add(
      .predicateField, "'\(token.text)' is not a field of an item", at: token.range,
      help: fields.suggestion(for: token.text))
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
        help: isValue ? "write the field first, as in \(fields.example)" : nil)
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

  private mutating func equal(_ field: Declaration?) throws(Stop) -> ItemPredicate? {
    guard let operand = try operand(of: field), let field = field?.field else { return nil }
    return switch operand {
    case .value(let value): .compares(field, .equal, value)
    case .null: .not(.exists(field))
    }
  }

  private mutating func ordered(
    _ field: Declaration?, by order: ItemPredicate.Comparison, _ operation: PredicateToken
  ) throws(Stop) -> ItemPredicate? {
    if let type = field?.type, let several = type.unordered {
      add(
        .predicateType, "'\(operation.text)' does not compare \(several)",
        at: operation.range,
        help: "\(several) have no order: "
          + (type.isAskedFor ? "use '==', '!=' or 'in'" : "use 'exists(..)'"))
      _ = try operand(of: nil)
      return nil
    }
    guard let operand = try operand(of: field), let field = field?.field else { return nil }
    guard case .value(let value) = operand else {
      add(
        .predicateType, "'\(operation.text)' does not compare with null", at: operation.range,
        help: "use '==' or '!='")
      return nil
    }
    return .compares(field, order, value)
  }

  private mutating func list(of field: Declaration?) throws(Stop) -> ItemPredicate? {
    _ = try take(symbol: "[")
    var places: [Operand: Range<Int>] = [:]
    var values: [ItemPredicate.Value] = []
    var isWhole = true
    var isOver = takes("]")
    while !isOver {
      let operand = try operand(of: field)
      let range = lastTaken.range
      if let operand, let first = places[operand] {
        add(
          .predicateRepeated, "'\(Self.unquoted(lastTaken))' is given twice", at: range,
          help: "keep one of the two", first: first)
      } else if operand == .null {
        add(
          .predicateType, "'null' is not allowed in a list", at: range,
          help: field.map { field in
            field.isOptional
              ? "write 'or not exists(\(field.field.name))' behind the list"
              : "every item has '\(field.field.name)': take it out"
          } ?? "take it out")
        isWhole = false
      } else if let operand, case .value(let value) = operand {
        places[operand] = range
        values.append(value)
      } else {
        isWhole = false
      }
      let token = try take("',' or ']'")
      isOver = token.text == "]"
      guard isOver || token.text == "," else { throw unexpected(token, wanted: "',' or ']'") }
    }
    guard isWhole, let field else { return nil }
    return .isOneOf(field.field, values)
  }

  // MARK: Values

  /// What a field is compared with; nil, with a finding, for what the field cannot hold, and nil for
  /// anything where the field is not known.
  private mutating func operand(of field: Declaration?) throws(Stop) -> Operand? {
    let wanted = field?.type.wanted ?? "a value"
    let help = field?.type.help
    let token = try take(wanted, help: help)
    switch token.kind {
    case .text(let text): return field.flatMap { value(text, of: $0.type, token) }
    case .number:
      try checkNumber(token, of: field?.type)
      if let value = field?.type.value(ofNumber: token.text) { return .value(value) }
      if case .integer = field?.type {
        unwhole(token, .integer)
        return nil
      }
      return field.flatMap { mistyped(token, "a number", for: $0.type) }
    case .word where token.text == "null": return .null
    case .word where token.text == "true" || token.text == "false":
      return field.flatMap { mistyped(token, "a truth value", for: $0.type) }
    case .word where fields.isValue(token.text, of: field?.type):
      throw missingQuotes(token)
    default: throw unexpected(token, wanted: wanted, help: help)
    }
  }

  private mutating func value(
    _ text: String, of type: PredicateFields.FieldType, _ token: PredicateToken
  ) -> Operand? {
    if let value = type.value(text) { return .value(value) }
    switch type {
    case .word(let words):
      add(
        words.finding, "'\(text)' is not \(words.name) of an item", at: token.range,
        help: Suggestion.help(for: text, among: words.known))
    case .integer where Int64(text) != nil:
      add(
        .predicateType, "'\(text)' is a text, not \(type.name)", at: token.range,
        help: "write it without quotes: \(text)")
    case .id, .text, .integer, .date, .json:
      add(
        .predicateType, "'\(text)' is not \(type.name)", at: token.range,
        help: type.help ?? fields.help)
    }
    return nil
  }

  private mutating func mistyped(
    _ token: PredicateToken, _ kind: String, for type: PredicateFields.FieldType
  ) -> Operand? {
    add(
      .predicateType, "'\(token.text)' is \(kind), not \(type.name)", at: token.range,
      help: type.help(for: token.text) ?? fields.help)
    return nil
  }

  /// A finding about a number that a field of numbers cannot hold.
  private mutating func unwhole(_ token: PredicateToken, _ type: PredicateFields.FieldType) {
    let isWhole = token.text.drop { $0 == "-" }.allSatisfy(\.isNumber)
    add(
      .predicateType,
      "'\(token.text)' is \(isWhole ? "more than a number can be" : "not \(type.name)")",
      at: token.range, help: "money is in minor units: 6366 for 63.66")
  }

  private mutating func checkNumber(
    _ token: PredicateToken, of type: PredicateFields.FieldType?
  ) throws(Stop) {
    if fields.isValue(token.text, of: nil) { throw missingQuotes(token) }
    guard token.text.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?/) == nil else { return }
    throw refuse(
      token, "'\(token.text)' is not a number", help: "write a text in double quotes")
  }

  private mutating func missingQuotes(_ token: PredicateToken) -> Stop {
    refuse(
      token, "'\(token.text)' has no quotes", help: "write it in double quotes: \"\(token.text)\"")
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
