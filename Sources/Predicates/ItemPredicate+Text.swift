extension ItemPredicate: CustomStringConvertible {
  /// The predicate in canonical text of the language: equal predicates have equal texts, and the
  /// text reads as the predicate.
  ///
  /// The ledger keeps it to know whether a route's `when` has changed, so a text once given stays.
  public var description: String {
    switch self {
    case .always: "true"
    case .never: "false"
    case .exists(let field): "exists(\(field.name))"
    case .compares(let field, let comparison, let value):
      "\(field.name) \(comparison.rawValue) \(value.literal)"
    case .isOneOf(let field, let values):
      "\(field.name) in [\(values.map(\.literal).joined(separator: ", "))]"
    case .not(.compares(let field, .equal, let value)):
      "\(field.name) != \(value.literal)"
    case .not(let other): "not \(other.text(within: .not))"
    case .and(let others): others.map { $0.text(within: .and) }.joined(separator: " and ")
    case .or(let others): others.map { $0.text(within: .or) }.joined(separator: " or ")
    }
  }

  /// How tightly words bind what is beside them, the loosest first.
  private enum Binding: Int { case or, and, not, comparison }

  private var binding: Binding {
    switch self {
    case .or: .or
    case .and: .and
    default: .comparison
    }
  }

  /// The text as an operand of a word: in brackets unless it binds more tightly than the word.
  private func text(within word: Binding) -> String {
    binding.rawValue > word.rawValue ? description : "(\(description))"
  }
}

extension ItemPredicate.Value {
  /// The value as a condition has it.
  fileprivate var literal: String {
    if case .integer(let number) = self { return "\(number)" }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
