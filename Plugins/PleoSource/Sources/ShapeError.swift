import HTTPExchange
import JSONReader

/// That a value of the answer is not what it must be: where, what it must be, what it is.
struct ShapeError: Error {
  /// `$.data[7].status`.
  let path: String
  let expected: String
  /// What is there; nil for nothing.
  let found: JSONValue.Kind?

  /// Whether what is there may be accounting data, which no message shows.
  private(set) var hidesValue = false

  /// The same without the value that is there.
  var withoutValue: ShapeError {
    var error = self
    error.hidesValue = true
    return error
  }

  /// `$.data[7].status: expected …`.
  var record: String { "\(path): expected \(expected)" }

  /// `$.data[7].status: expected …, found …`.
  func message(_ redaction: Redaction) -> String {
    "\(record), found \(found.map { hidesValue ? $0.kindWords : $0.words(redaction) } ?? "nothing")"
  }
}

extension JSONValue.Kind {
  fileprivate var kindWords: String {
    switch self {
    case .null: "null"
    case .list: "a list"
    case .object: "an object"
    case .boolean: "true or false"
    case .integer, .number: "a number"
    case .text: "a text"
    }
  }

  fileprivate func words(_ redaction: Redaction) -> String {
    switch self {
    case .null: "null"
    case .list: "a list"
    case .object: "an object"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): "'\(redaction.harmless(value, limit: 80))'"
    }
  }
}

/// An object of an answer, and where it is.
struct AnswerObject {
  /// Where an object can be.
  enum Place: Equatable {
    case root, data, pagination
    case item(Int)

    /// The path as people write it.
    var path: String {
      switch self {
      case .root: "$"
      case .data: "$.data"
      case .pagination: "$.pagination"
      case .item(let index): "$.data[\(index)]"
      }
    }
  }

  private let value: JSONValue
  private let place: Place

  /// Takes a value that must be an object.
  init(_ value: JSONValue, at place: Place) throws(ShapeError) {
    guard value.isObject else {
      throw ShapeError(path: place.path, expected: "an object", found: value.kind)
    }
    self.value = value
    self.place = place
  }

  /// The object under a key.
  func object(_ key: StaticString, at place: Place) throws(ShapeError) -> AnswerObject {
    try AnswerObject(read(key, "an object") { $0 }, at: place)
  }

  /// Reads what must be there and must make sense to `make`.
  func read<Value>(
    _ key: StaticString, _ expected: String, _ make: (JSONValue) -> Value?
  ) throws(ShapeError) -> Value {
    let found = value[key]
    guard let value = found.flatMap(make) else {
      throw ShapeError(path: "\(place.path).\(key)", expected: expected, found: found?.kind)
    }
    return value
  }

  /// A point in time, in milliseconds since 1970-01-01T00:00:00Z; nil for anything else, because a run does not
  /// rest on it.
  func time(_ key: StaticString) -> Int64? { value[key]?.text.flatMap(Timestamp.milliseconds) }

  /// A whole number; nil for anything else.
  func integer(_ key: StaticString) -> Int? { value[key]?.integer }

  /// Reads what may be null or absent, and must make sense to `make` where it is there.
  func readIfPresent<Value>(
    _ key: StaticString, _ expected: String, _ make: (JSONValue) -> Value?
  ) throws(ShapeError) -> Value? {
    guard let found = value[key], !found.isNull else { return nil }
    return try read(key, expected, make)
  }
}
