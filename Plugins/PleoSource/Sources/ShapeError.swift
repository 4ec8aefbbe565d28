/// That a value of the answer is not what it must be: where, what it must be, what it is.
struct ShapeError: Error {
  let codingPath: [any CodingKey]
  let expected: String
  let found: Found

  /// `$.data[7].status: expected …`.
  var record: String { "\(jsonPath(codingPath)): expected \(expected)" }

  /// `$.data[7].status: expected …, found …`.
  func message(_ redaction: Redaction) -> String {
    "\(record), found \(found.words(redaction))"
  }
}

/// The path in the answer as people write it: `$.data[7].status`.
func jsonPath(_ keys: [any CodingKey]) -> String {
  keys.reduce("$") { path, key in
    key.intValue.map { "\(path)[\($0)]" } ?? "\(path).\(key.stringValue)"
  }
}

/// What is where something else was expected.
enum Found: Decodable {
  case nothing, null, list, object, unreadable
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)

  init(from decoder: any Decoder) throws {
    if (try? decoder.container(keyedBy: NoKey.self)) != nil {
      self = .object
    } else if (try? decoder.unkeyedContainer()) != nil {
      self = .list
    } else {
      let value = try decoder.singleValueContainer()
      if value.decodeNil() {
        self = .null
      } else if let boolean = try? value.decode(Bool.self) {
        self = .boolean(boolean)
      } else if let integer = try? value.decode(Int.self) {
        self = .integer(integer)
      } else if let number = try? value.decode(Double.self) {
        self = .number(number)
      } else if let text = try? value.decode(String.self) {
        self = .text(text)
      } else {
        self = .unreadable
      }
    }
  }

  func words(_ redaction: Redaction) -> String {
    switch self {
    case .nothing: "nothing"
    case .null: "null"
    case .list: "a list"
    case .object: "an object"
    case .unreadable: "a value that cannot be read"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): "'\(redaction.harmless(value, limit: 80))'"
    }
  }

  private enum NoKey: CodingKey {}
}

extension Decoder {
  /// The keyed container of what must be an object.
  func object<Key: CodingKey>(_ keys: Key.Type) throws -> KeyedDecodingContainer<Key> {
    do {
      return try container(keyedBy: keys)
    } catch {
      throw ShapeError(
        codingPath: codingPath, expected: "an object", found: try Found(from: self))
    }
  }
}

extension KeyedDecodingContainer {
  /// Reads what must be there and must make sense to `make`.
  func read<Raw: Decodable, Value>(
    _ key: Key, _ expected: String, _ make: (Raw) -> Value?
  ) throws -> Value {
    let raw: Raw
    do {
      raw = try decode(Raw.self, forKey: key)
    } catch let error as ShapeError {
      throw error
    } catch {
      throw shapeError(key, expected)
    }
    guard let value = make(raw) else { throw shapeError(key, expected) }
    return value
  }

  /// Reads what may be null or absent, and must make sense to `make` where it is there.
  func readIfPresent<Raw: Decodable, Value>(
    _ key: Key, _ expected: String, _ make: (Raw) -> Value?
  ) throws -> Value? {
    guard contains(key), (try? decodeNil(forKey: key)) != true else { return nil }
    return try read(key, expected, make)
  }

  private func shapeError(_ key: Key, _ expected: String) -> ShapeError {
    let found = contains(key) ? (try? decode(Found.self, forKey: key)) ?? .unreadable : .nothing
    return ShapeError(codingPath: codingPath + [key], expected: expected, found: found)
  }
}
