extension ItemPredicate: CustomStringConvertible {
  /// The predicate in canonical text of the language: equal predicates have equal texts, and the
  /// text reads as the predicate.
  ///
  /// The ledger keeps it to know whether a route's `when` has changed, so a text once given stays.
  public var description: String {
    switch self {
    case .always: "true"
    case .never: "false"
    case .exists(let field): "exists(\(field.rawValue))"
    case .statusIs(let status): "status == \(Self.quoted(status.name))"
    case .statusIn(let statuses): "status in \(Self.list(statuses.map(\.name)))"
    case .entryID(let comparison, let id):
      "entry_id \(comparison.rawValue) \(Self.quoted(id.description))"
    case .entryIDIn(let ids): "entry_id in \(Self.list(ids.map(\.description)))"
    case .jobID(let comparison, let id):
      "job_id \(comparison.rawValue) \(Self.quoted(id.description))"
    case .jobIDIn(let ids): "job_id in \(Self.list(ids.map(\.description)))"
    case .not(.statusIs(let status)): "status != \(Self.quoted(status.name))"
    case .not(.entryID(.equal, let id)): "entry_id != \(Self.quoted(id.description))"
    case .not(.jobID(.equal, let id)): "job_id != \(Self.quoted(id.description))"
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

  private static func list(_ values: [String]) -> String {
    "[\(values.map(quoted).joined(separator: ", "))]"
  }

  private static func quoted(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { text.unicodeScalars.append("\\") }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }
}
