import CJSON

/// Reads JSON texts one after another, whole and strictly (RFC 8259): a text is JSON in UTF-8 to its last
/// byte, or it is refused. The work is simdjson's (<https://simdjson.org>).
///
/// The memory of a text is used again for the next one, so that a value must not be used once another text
/// is read; one that is ends the program.
public final class JSONDocument {
  let handle: OpaquePointer
  /// How many texts were read.
  private(set) var generation = 0

  /// Creates a document without a text.
  public init() {
    guard let handle = cjson_create(JSONFault.depthLimit) else {
      preconditionFailure("no memory for a JSON document")
    }
    self.handle = handle
  }

  deinit { cjson_destroy(handle) }

  /// Reads a text, and makes room for it in the place of the one before.
  ///
  /// - Throws: where the text stops being JSON. Lists and objects may be 512 deep, and a number as large as a
  ///   `Double` can be.
  public func read(_ text: [UInt8]) throws(JSONFault) -> JSONValue {
    generation += 1
    guard holds(text) || LargeIntegers.rewritten(text).map(holds) == true else {
      throw JSONFault.first(in: text) ?? JSONFault(unreadable: text)
    }
    return JSONValue(in: self, at: cjson_root(handle))
  }

  private func holds(_ text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { cjson_read(handle, $0, bytes.count) } ?? false
    }
  }

  /// Whether an object has a key twice: which of the two counts, nobody can tell (RFC 8259, section 4).
  public var hasRepeatedKey: Bool { cjson_has_repeated_key(handle) }
}
