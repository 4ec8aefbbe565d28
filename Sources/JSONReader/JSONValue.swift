import CJSON

/// A value of a JSON text, which its document keeps.
public struct JSONValue {
  /// What a value is.
  public enum Kind: Equatable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number without a fraction or an exponent that an `Int` can hold.
    case integer(Int)
    /// Any other number.
    case number(Double)
    /// A text.
    case text(String)
    /// A list.
    case list
    /// An object.
    case object
  }

  private let document: JSONDocument
  private let generation: Int
  private let place: cjson_value

  init(in document: JSONDocument, at place: cjson_value) {
    self.document = document
    self.place = place
    generation = document.generation
  }

  private var handle: OpaquePointer {
    precondition(generation == document.generation, "the text of this value is gone")
    return document.handle
  }

  private var type: cjson_kind { cjson_kind_of(handle, place) }

  /// What the value is.
  public var kind: Kind {
    switch type {
    case cjson_boolean: .boolean(cjson_boolean_of(handle, place))
    case cjson_integer: .integer(Int(cjson_integer_of(handle, place)))
    case cjson_number: .number(cjson_number_of(handle, place))
    case cjson_text: .text(text ?? "")
    case cjson_list: .list
    case cjson_object: .object
    default: .null
    }
  }

  /// Whether the value is `null`.
  public var isNull: Bool { type == cjson_null }

  /// The value as true or false; nil for any other.
  public var boolean: Bool? { type == cjson_boolean ? cjson_boolean_of(handle, place) : nil }

  /// The value as a whole number, `4` or `4.0`; nil for any other, and for one that an `Int` cannot hold.
  public var integer: Int? {
    switch type {
    case cjson_integer: Int(cjson_integer_of(handle, place))
    case cjson_number: Int(exactly: cjson_number_of(handle, place))
    default: nil
    }
  }

  /// The value as a text, its escapes read; nil for any other.
  public var text: String? {
    withUTF8 { bytes in
      String(unsafeUninitializedCapacity: bytes.count) { buffer in
        for index in bytes.indices { buffer[index] = bytes[index] }
        return bytes.count
      }
    }
  }

  /// Calls a body with a text in UTF-8, its escapes read; nil, without a call, for any other value.
  public func withUTF8<Result>(_ body: (Span<UInt8>) -> Result) -> Result? {
    guard type == cjson_text else { return nil }
    let text = cjson_text_of(handle, place)
    return withExtendedLifetime(document) {
      body(UnsafeBufferPointer(start: text.bytes, count: text.count).span)
    }
  }

  /// The value under a key; nil where there is none, and for anything but an object.
  public subscript(key: StaticString) -> JSONValue? {
    guard type == cjson_object else { return nil }
    var found = cjson_value()
    guard cjson_find(handle, place, key.utf8Start, key.utf8CodeUnitCount, &found) else {
      return nil
    }
    return JSONValue(in: document, at: found)
  }

  /// Whether the value is an object.
  public var isObject: Bool { type == cjson_object }

  /// The values of a list; nil for anything else.
  public var elements: Elements? {
    guard type == cjson_list else { return nil }
    return Elements(
      list: self, place: cjson_first(handle, place), end: cjson_end(handle, place))
  }

  /// The values of a list, one after another.
  public struct Elements: Sequence, IteratorProtocol {
    fileprivate let list: JSONValue
    fileprivate var place: cjson_value
    fileprivate let end: cjson_value

    /// The next value; nil at the end.
    public mutating func next() -> JSONValue? {
      guard place < end else { return nil }
      defer { place = cjson_next(list.handle, place) }
      return JSONValue(in: list.document, at: place)
    }
  }
}
