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

    /// Declares a field that every item has.
    public init(_ field: ItemPredicate.Field, _ type: FieldType) {
      self.field = field
      self.type = type
    }
  }

  /// What a field holds.
  public enum FieldType: Sendable {
    /// One of a set of words.
    case word(Words)
    /// A UUID.
    case id
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

  /// Declares fields, one or more.
  public init(_ declared: [Declaration], example: String, listExample: String) {
    precondition(!declared.isEmpty, "there is something to ask for")
    self.declared = declared
    self.example = example
    self.listExample = listExample
  }

  /// The declaration of a field of this name; nil where there is none.
  public subscript(name: String) -> Declaration? { declared.first { $0.field.name == name } }

  /// What to write, for a condition that is not understood.
  var help: String { "write \(example) or \(listExample)" }

  /// Whether a text would be a value, had it quotes.
  func isValue(_ text: String) -> Bool {
    declared.contains { $0.type.value(text) != nil }
  }
}

extension PredicateFields.FieldType {
  /// The value that a text in quotes is; nil where it is none of this type.
  func value(_ text: String) -> ItemPredicate.Value? {
    switch self {
    case .word(let words): words.known.contains(text) ? .word(text) : nil
    case .id: Identifier(text).map { .id($0) }
    }
  }

  /// The type in words, with an article.
  var name: String {
    switch self {
    case .word(let words): words.name
    case .id: "a UUID"
    }
  }

  /// What to write for a value, where that is not what `fields` as a whole suggest.
  var help: String? {
    switch self {
    case .word: nil
    case .id: #"write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33""#
    }
  }
}
