/// Whole numbers beyond 64 bits, which simdjson refuses (`BIGINT_ERROR`).
enum LargeIntegers {
  /// The text with every such number in a form of as many bytes that is read as a `Double`: its last two digits are `e2`. Nil
  /// where there is none.
  static func rewritten(_ text: [UInt8]) -> [UInt8]? {
    var copy = text
    var isChanged = false
    var position = 0
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "\""): position = endOfText(in: text, from: position)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        let end = text[position...].firstIndex { !isOfNumber($0) } ?? text.count
        if isLarge(text[position..<end]) {
          copy.replaceSubrange(end - 2..<end, with: "e2".utf8)
          isChanged = true
        }
        position = end
      default: position += 1
      }
    }
    return isChanged ? copy : nil
  }

  /// Whether a number is whole, and neither an `Int64` nor a `UInt64` is as large.
  private static func isLarge(_ number: ArraySlice<UInt8>) -> Bool {
    guard number.count > 18, !number.contains(where: { ".eE+".utf8.contains($0) }) else {
      return false
    }
    let digits = String(decoding: number, as: UTF8.self)
    return Int64(digits) == nil && UInt64(digits) == nil
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
  }

  private static func endOfText(in text: [UInt8], from start: Int) -> Int {
    var position = start + 1
    while position < text.count, text[position] != UInt8(ascii: "\"") {
      position += text[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return position + 1
  }
}
