/// The parts of an address that may be secret: `user:password` in `https://user:password@host`, and what is
/// after the path.
enum UserInfo {
  /// Where they are in a text, be its addresses well formed or not.
  static func ranges(in text: [Unicode.Scalar]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex { $0.properties.isWhitespace } ?? text.count
      ranges += secrets(in: text[start..<end])
      start = end + 1
    }
    return ranges
  }

  /// Whether a value has such parts, be they cut by blanks or by the ends of lines.
  static func isIn(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    guard let mark = scalars.places(of: Array("://".unicodeScalars)).first else {
      return !ranges(in: scalars).isEmpty
    }
    return scalars[mark.upperBound...].contains("@") || !ranges(in: scalars).isEmpty
  }

  /// In a word: what is between its first colon, with the slashes after it, and its last `@`; and what is after
  /// the first question mark or number sign behind.
  private static func secrets(in word: ArraySlice<Unicode.Scalar>) -> [Range<Int>] {
    guard let colon = word.firstIndex(of: ":") else { return [] }
    let start = word[(colon + 1)...].firstIndex { $0 != "/" } ?? word.endIndex
    let at = word[start...].lastIndex(of: "@")
    let rest = word[(at ?? start)...]
    let end = (word.lastIndex { !"\"')]},".unicodeScalars.contains($0) } ?? start) + 1
    let query = rest.firstIndex { $0 == "?" || $0 == "#" }.map { $0 + 1..<max($0 + 1, end) }
    return [at.map { start..<$0 }, start > colon + 1 ? query : nil].compactMap(\.self)
  }
}
