/// A predicate as a value that is kept: a mapping with one key, the name of the case, such as
/// `{"status_is": "pending"}` or `{"and": [..]}`. What was once written keeps its meaning.
extension ItemPredicate: Codable {
  private enum Key: String, CodingKey {
    case always, never, exists, not, and, or
    case statusIs = "status_is"
    case statusIn = "status_in"
    case entryID = "entry_id"
    case entryIDIn = "entry_id_in"
    case jobID = "job_id"
    case jobIDIn = "job_id_in"
  }

  /// An id and how it is compared.
  private struct Compared: Codable {
    let comparison: String
    let id: String
  }

  /// Writes the predicate.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    switch self {
    case .always: try object.encode(true, forKey: .always)
    case .never: try object.encode(true, forKey: .never)
    case .exists(let field): try object.encode(field.rawValue, forKey: .exists)
    case .statusIs(let status): try object.encode(status.name, forKey: .statusIs)
    case .statusIn(let statuses): try object.encode(statuses.map(\.name), forKey: .statusIn)
    case .entryID(let comparison, let id):
      try object.encode(
        Compared(comparison: comparison.rawValue, id: "\(id)"), forKey: .entryID)
    case .entryIDIn(let ids): try object.encode(ids.map(\.description), forKey: .entryIDIn)
    case .jobID(let comparison, let id):
      try object.encode(Compared(comparison: comparison.rawValue, id: "\(id)"), forKey: .jobID)
    case .jobIDIn(let ids): try object.encode(ids.map(\.description), forKey: .jobIDIn)
    case .not(let other): try object.encode(other, forKey: .not)
    case .and(let others): try object.encode(others, forKey: .and)
    case .or(let others): try object.encode(others, forKey: .or)
    }
  }

  /// Reads a predicate; throws for anything but what ``encode(to:)`` writes.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    guard object.allKeys.count == 1, let key = object.allKeys.first else {
      throw Self.unreadable(decoder)
    }
    let predicate: ItemPredicate? =
      switch key {
      case .always: .always
      case .never: .never
      case .exists: Field(rawValue: try object.decode(String.self, forKey: key)).map(Self.exists)
      case .statusIs: ItemStatus(try object.decode(String.self, forKey: key)).map(Self.statusIs)
      case .statusIn:
        .statusIn(
          try Self.list(try object.decode([String].self, forKey: key), decoder) { ItemStatus($0) })
      case .entryID:
        try Self.compared(object, key) { EntryID($0) }.map { .entryID($0.comparison, $0.id) }
      case .entryIDIn:
        .entryIDIn(
          try Self.list(try object.decode([String].self, forKey: key), decoder) { EntryID($0) })
      case .jobID:
        try Self.compared(object, key) { JobID($0) }.map { .jobID($0.comparison, $0.id) }
      case .jobIDIn:
        .jobIDIn(
          try Self.list(try object.decode([String].self, forKey: key), decoder) { JobID($0) })
      case .not: .not(try object.decode(ItemPredicate.self, forKey: key))
      case .and: .and(try object.decode([ItemPredicate].self, forKey: key))
      case .or: .or(try object.decode([ItemPredicate].self, forKey: key))
      }
    guard let predicate else { throw Self.unreadable(decoder) }
    self = predicate
  }

  private static func compared<ID>(
    _ object: KeyedDecodingContainer<Key>, _ key: Key, _ read: (String) -> ID?
  ) throws -> (comparison: Comparison, id: ID)? {
    let value = try object.decode(Compared.self, forKey: key)
    guard let comparison = Comparison(rawValue: value.comparison), let id = read(value.id) else {
      return nil
    }
    return (comparison, id)
  }

  private static func list<Value>(
    _ texts: [String], _ decoder: any Decoder, _ read: (String) -> Value?
  ) throws -> [Value] {
    let values = texts.compactMap(read)
    guard values.count == texts.count else { throw unreadable(decoder) }
    return values
  }

  private static func unreadable(_ decoder: any Decoder) -> DecodingError {
    .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a predicate"))
  }
}
