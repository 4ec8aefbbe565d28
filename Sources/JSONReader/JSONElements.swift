/// The texts of values in a list, as they are written, without the white space around and within them.
///
/// A number keeps every digit, and a text every escape: `0.20` stays `0.20`, and `\u0041` stays `\u0041`.
public struct JSONElements {
  private let text: [UInt8]
  private var position = 0

  /// The elements of the list under a key of an object; nil where there is no such list.
  ///
  /// - Parameters:
  ///   - key: the key, as it is written in the text.
  ///   - text: an object, as ``JSONDocument`` has read it without a fault.
  public static func texts(under key: String, in text: [UInt8]) -> [[UInt8]]? {
    var reader = JSONElements(text: text)
    return reader.elements(under: Array("\"\(key)\"".utf8))
  }

  private init(text: [UInt8]) { self.text = text }

  private mutating func elements(under key: [UInt8]) -> [[UInt8]]? {
    guard next() == UInt8(ascii: "{") else { return nil }
    position += 1
    while next() == UInt8(ascii: "\"") {
      let found = value()
      guard next() == UInt8(ascii: ":") else { return nil }
      position += 1
      if found == key { return elements() }
      _ = value()
      if next() == UInt8(ascii: ",") { position += 1 }
    }
    return nil
  }

  private mutating func elements() -> [[UInt8]]? {
    guard next() == UInt8(ascii: "[") else { return nil }
    position += 1
    var elements: [[UInt8]] = []
    while let first = next(), first != UInt8(ascii: "]") {
      elements.append(value())
      if next() == UInt8(ascii: ",") { position += 1 }
    }
    return elements
  }

  /// The next byte that is no white space; nil at the end.
  private mutating func next() -> UInt8? {
    while position < text.count, Self.isSpace(text[position]) { position += 1 }
    return position < text.count ? text[position] : nil
  }

  /// Reads a value that begins here.
  private mutating func value() -> [UInt8] {
    var value: [UInt8] = []
    var depth = 0
    while position < text.count {
      let byte = text[position]
      switch byte {
      case UInt8(ascii: "\""):
        let start = position
        skipText()
        value += text[start..<position]
        if depth == 0 { return value }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return value }
        depth -= 1
        if depth == 0 {
          position += 1
          return value + [byte]
        }
      case UInt8(ascii: ",") where depth == 0: return value
      case _ where Self.isSpace(byte):
        position += 1
        continue
      default: break
      }
      value.append(byte)
      position += 1
    }
    return value
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
