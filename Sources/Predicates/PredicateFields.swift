public import Diagnostics
import ExportModel

/// The fields that predicates may ask for, and how the language speaks of them.
///
/// ```swift
/// let fields = PredicateFields(
///   [.init(.init("owner"), .id)], example: #"owner == "8eb6…""#, listExample: #"owner in ["8eb6…"]"#)
/// let predicate = PredicateParser.parse(text, fields: fields, place: place, findings: &findings)
/// predicate?.accepts { field in field.name == "owner" ? .id(owner) : nil }
/// ```
public struct PredicateFields: Sendable {
  /// A field and what it holds.
  public struct Declaration: Sendable {
    /// The field.
    public let field: ItemPredicate.Field
    /// What it holds.
    public let type: FieldType
    /// Whether an item may be without it.
    public let isOptional: Bool

    /// Declares a field.
    public init(_ field: ItemPredicate.Field, _ type: FieldType, isOptional: Bool = false) {
      self.field = field
      self.type = type
      self.isOptional = isOptional
    }
  }

  /// What a field holds.
  public enum FieldType: Sendable {
    /// One of a set of words.
    case word(Words)
    /// A UUID.
    case id
    /// Any text.
    case text
    /// A whole number of 64 bits.
    case integer
    /// A day or a moment.
    case date
    /// A list or an object.
    case json
  }

  /// A set of words, to which others may come later.
  public struct Words: Sendable {
    /// The words that are known; a condition may name no other.
    public let known: [String]
    /// What one is called, with an article: `a status`.
    public let name: String
    /// What several are called: `statuses`.
    public let plural: String
    /// The finding about a word that is not known.
    public let finding: FindingID

    /// Declares words.
    public init(_ known: [String], name: String, plural: String, finding: FindingID) {
      self.known = known
      self.name = name
      self.plural = plural
      self.finding = finding
    }
  }

  /// Every field, in the order of the documentation.
  public let declared: [Declaration]
  /// A condition as one would write it.
  public let example: String
  /// A condition with a list.
  public let listExample: String

  /// What lists the fields that an item may be without, in words: `or a field that '..' lists`.
  let others: String?

  /// Declares fields, one or more.
  ///
  /// - Parameter others: what lists the fields that an item may be without, in words.
  public init(
    _ declared: [Declaration], example: String, listExample: String, others: String? = nil
  ) {
    precondition(!declared.isEmpty, "there is something to ask for")
    self.declared = declared
    self.example = example
    self.listExample = listExample
    self.others = others
  }

  /// The declaration of a field of this name; nil where there is none.
  public subscript(name: String) -> Declaration? { declared.first { $0.field.name == name } }

  /// What to write, for a condition that is not understood.
  var help: String { "write \(example) or \(listExample)" }

  /// What to write in place of a name that no field has.
  func suggestion(for name: String) -> String {
    let names = declared.map(\.field.name)
    // Where only the last part is a name, others wrote more before it.
    let last = name.split(separator: ".").last.map(String.init) ?? name
    let always = declared.filter { !$0.isOptional }.map(\.field.name)
    return Suggestion.nearest(to: names.contains(last) ? last : name, among: names)
      .map { "did you mean '\($0)'?" }
      ?? "use one of: \((always + [others].compactMap(\.self)).joined(separator: ", "))"
  }

  /// Whether a word would be a value, had it quotes.
  ///
  /// - Parameter type: what the field holds that it is compared with; nil where that is not known.
  func isValue(_ word: String, of type: FieldType?) -> Bool {
    if case .text = type { return true }
    return declared.contains {
      if case .text = $0.type { false } else { $0.type.value(word) != nil }
    }
  }
}

extension PredicateFields.FieldType {
  /// The value that a text in quotes is; nil where it is none of this type.
  func value(_ text: String) -> ItemPredicate.Value? {
    switch self {
    case .word(let words): words.known.contains(text) ? .word(text) : nil
    case .id: Identifier(text).map { .id($0) }
    case .text: .text(text)
    case .date: Period(text).map { .date($0) }
    case .integer, .json: nil
    }
  }

  /// The value that a number is; nil where it is none of this type.
  func value(ofNumber text: String) -> ItemPredicate.Value? {
    if case .integer = self { Int64(text).map { .integer($0) } } else { nil }
  }

  /// The type in words, with an article.
  var name: String {
    switch self {
    case .word(let words): words.name
    case .id: "a UUID"
    case .text: "a text"
    case .integer: "a whole number"
    case .date: "a date"
    case .json: "a list or an object"
    }
  }

  /// The type as what is to be written.
  var wanted: String {
    switch self {
    case .integer: name
    case .json: "null"
    case .word, .id, .text, .date: "\(name) in double quotes"
    }
  }

  /// Whether values of it can be asked for.
  var isAskedFor: Bool { if case .json = self { false } else { true } }

  /// What several values are called that have no order; nil for those that have one.
  var unordered: String? {
    switch self {
    case .word(let words): words.plural
    case .text: "texts"
    case .json: "lists and objects"
    case .id, .integer, .date: nil
    }
  }

  /// What to write in place of a number or a truth value, where that is not what `fields` as a whole suggest.
  func help(for written: String) -> String? {
    if case .text = self { "write it in double quotes: \"\(written)\"" } else { help }
  }

  /// What to write for a value, where that is not what `fields` as a whole suggest.
  var help: String? {
    switch self {
    case .word, .text: nil
    case .id: #"write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33""#
    case .integer: "write it without quotes; money is in minor units: 6366 for 63.66"
    case .date: #"write a day or a moment, such as "2026-03-02" or "2026-03-02T08:15:04Z""#
    case .json: "nothing of it can be asked but whether it is there: use 'exists(..)'"
    }
  }
}
