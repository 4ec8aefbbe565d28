import ExportModel

/// A predicate as a value that is kept: a mapping with one key, such as `{"status_is": "pending"}`,
/// `{"entry_id": {"comparison": "<", "id": ".."}}`, `{"job_id_in": [..]}` or `{"and": [..]}`. What was once
/// written keeps its meaning.
extension ItemPredicate: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  /// A value and how it is compared.
  private struct Compared: Codable {
    let comparison: String
    var id: String?
    var number: Int64?
    var date: String?

    init(_ comparison: Comparison, _ value: Value) {
      self.comparison = comparison.rawValue
      switch value {
      case .id(let id): self.id = "\(id)"
      case .integer(let number): self.number = number
      case .date(let date): self.date = date.text
      case .word, .text, .json: break
      }
    }

    /// The value, where it is one of this type.
    func value(of type: PredicateFields.FieldType) -> Value? {
      switch type {
      case .id: id.flatMap { Identifier($0) }.map { .id($0) }
      case .integer: number.map { .integer($0) }
      case .date: date.flatMap { Period($0) }.map { .date($0) }
      case .word, .text, .json: nil
      }
    }
  }

  /// Writes the predicate.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    switch self {
    case .always: try object.encode(true, forKey: Key("always"))
    case .never: try object.encode(true, forKey: Key("never"))
    case .exists(let field): try object.encode(field.name, forKey: Key("exists"))
    case .compares(let field, _, .word(let text)), .compares(let field, _, .text(let text)):
      try object.encode(text, forKey: Key("\(field.name)_is"))
    case .compares(let field, let comparison, let value):
      try object.encode(Compared(comparison, value), forKey: Key(field.name))
    case .isOneOf(let field, let values):
      try object.encode(values.map(\.text), forKey: Key("\(field.name)_in"))
    case .not(let other): try object.encode(other, forKey: Key("not"))
    case .and(let others): try object.encode(others, forKey: Key("and"))
    case .or(let others): try object.encode(others, forKey: Key("or"))
    }
  }

  /// Reads a predicate of an item's fields; throws for anything but what ``encode(to:)`` writes.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    guard object.allKeys.count == 1, let key = object.allKeys.first,
      let predicate = try Self.connective(object, key) ?? Self.comparison(object, key)
    else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a predicate"))
    }
    self = predicate
  }

  private static func connective(
    _ object: KeyedDecodingContainer<Key>, _ key: Key
  ) throws -> ItemPredicate? {
    switch key.stringValue {
    case "always": try object.decode(Bool.self, forKey: key) ? .always : nil
    case "never": try object.decode(Bool.self, forKey: key) ? .never : nil
    case "exists":
      PredicateFields.item[try object.decode(String.self, forKey: key)].map { .exists($0.field) }
    case "not": .not(try object.decode(ItemPredicate.self, forKey: key))
    case "and": try operands(object, key).map { .and($0) }
    case "or": try operands(object, key).map { .or($0) }
    default: nil
    }
  }

  /// What a connective joins; nil for fewer than two.
  private static func operands(
    _ object: KeyedDecodingContainer<Key>, _ key: Key
  ) throws -> [ItemPredicate]? {
    let others = try object.decode([ItemPredicate].self, forKey: key)
    return others.count < 2 ? nil : others
  }

  private static func comparison(
    _ object: KeyedDecodingContainer<Key>, _ key: Key
  ) throws -> ItemPredicate? {
    for declaration in PredicateFields.item.declared {
      let (field, name) = (declaration.field, declaration.field.name)
      switch (key.stringValue, declaration.type) {
      case ("\(name)_is", .word), ("\(name)_is", .text):
        let text = try object.decode(String.self, forKey: key)
        return declaration.type.kept(text).map { .compares(field, .equal, $0) }
      case (name, _):
        let compared = try object.decode(Compared.self, forKey: key)
        guard let comparison = Comparison(rawValue: compared.comparison) else { return nil }
        return compared.value(of: declaration.type).map { .compares(field, comparison, $0) }
      case ("\(name)_in", _):
        let texts = try object.decode([String].self, forKey: key)
        let values = texts.compactMap(declaration.type.kept)
        return values.count == texts.count ? .isOneOf(field, values) : nil
      default: continue
      }
    }
    return nil
  }
}

extension PredicateFields.FieldType {
  /// The value that a text was kept for; a word need not be known any more.
  fileprivate func kept(_ text: String) -> ItemPredicate.Value? {
    switch self {
    case .word: ItemStatus(text).map { .word($0.name) }
    case .integer: Int64(text).map { .integer($0) }
    case .id, .text, .date, .json: value(text)
    }
  }
}

extension ItemPredicate.Value {
  /// The value without quotes.
  var text: String {
    switch self {
    case .word(let text), .text(let text): text
    case .id(let id): id.description
    case .integer(let number): number.description
    case .date(let period): period.text
    case .json: ""
    }
  }
}
