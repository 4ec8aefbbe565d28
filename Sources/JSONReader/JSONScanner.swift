/// Goes through a text that is known to be JSON, from value to value, without reading what they mean.
struct JSONScanner {
  private let text: [UInt8]
  private var position = 0

  init(_ text: [UInt8]) { self.text = text }

  /// The next byte that is no white space; nil at the end.
  mutating func next() -> UInt8? {
    while position < text.count, Self.isSpace(text[position]) { position += 1 }
    return position < text.count ? text[position] : nil
  }

  /// Goes past a byte if it is the next one that is no white space.
  mutating func takes(_ byte: UInt8) -> Bool {
    guard next() == byte else { return false }
    position += 1
    return true
  }

  /// The value that begins here, without the white space around and within it; a number keeps every digit, and a text every
  /// escape.
  mutating func value() -> [UInt8] {
    var value: [UInt8] = []
    walk { value += $0 }
    return value
  }

  /// Goes past the value that begins here.
  mutating func skipValue() { walk { _ in } }

  /// The keys of an object that begins here, as they are written; `body` goes past the value of each.
  ///
  /// - Returns: whether an object begins here.
  mutating func forEachKey(_ body: (_ key: [UInt8], inout JSONScanner) -> Void) -> Bool {
    guard takes(UInt8(ascii: "{")) else { return false }
    while next() == UInt8(ascii: "\"") {
      let key = value()
      guard takes(UInt8(ascii: ":")) else { break }
      body(key, &self)
      _ = takes(UInt8(ascii: ","))
    }
    _ = takes(UInt8(ascii: "}"))
    return true
  }

  /// Goes through a value, and hands over its bytes, some at a time.
  private mutating func walk(_ body: (ArraySlice<UInt8>) -> Void) {
    _ = next()
    var depth = 0
    var start = position
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "\""):
        skipText()
        if depth == 0 { return body(text[start..<position]) }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return body(text[start..<position]) }
        depth -= 1
        if depth == 0 {
          position += 1
          return body(text[start..<position])
        }
      case UInt8(ascii: ",") where depth == 0: return body(text[start..<position])
      case let byte where Self.isSpace(byte):
        body(text[start..<position])
        start = position + 1
      default: break
      }
      position += 1
    }
    body(text[start..<position])
  }

  private mutating func skipText() {
    position += 1
    while position < text.count, text[position] != UInt8(ascii: "\"") {
      position += text[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    position = min(position + 1, text.count)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
