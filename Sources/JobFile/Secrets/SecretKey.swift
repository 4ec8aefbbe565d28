import Diagnostics

/// Keys whose values nobody may see.
enum SecretKey {
  /// What such a key contains, in small letters.
  private static let parts = [
    "token", "secret", "passw", "passphrase", "bearer", "credential", "authoriz",
  ].map { Array($0.utf8) }

  /// What such a key has as the end of a word, as in `api_key` and `oauth`; `keyword` and `author` do not.
  private static let ends = ["key", "keys", "auth", "pwd"].map { Array($0.utf8) }

  /// What is before a secret in an HTTP header (RFC 9110, section 11.6.2).
  private static let schemes = ["bearer ", "authorization "].map { Array($0.utf8) }

  /// For each byte, whether a word of these begins with it.
  private static let initials = table((parts + schemes).compactMap(\.first))

  /// For each byte, whether one of the ends of words ends with it.
  private static let finals = table(ends.compactMap(\.last))

  private static func table(_ bytes: [UInt8]) -> [Bool] {
    (0...UInt8.max).map { bytes.contains(small($0)) }
  }

  /// Whether a key speaks of a secret, or is so near `token` that it may be meant.
  static func isOne(_ key: String) -> Bool { isSpokenOf(in: key) || isNearToken(key) }

  /// Whether a text gives a secret by itself, as in `Authorization: Bearer x` and `token=x`.
  static func isInside(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let end = bytes.lastIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }
    if let end, isSpokenOf(in: bytes[..<end]) { return true }
    return bytes.indices.contains { index in
      initials[Int(bytes[index])] && schemes.contains { Self.has($0, at: index, in: bytes[...]) }
    }
  }

  /// Whether a text has a word for a secret in it.
  static func isSpokenOf(in text: some StringProtocol) -> Bool {
    isSpokenOf(in: text.utf8.map(\.self)[...])
  }

  private static func isSpokenOf(in bytes: ArraySlice<UInt8>) -> Bool {
    bytes.indices.contains { index in
      initials[Int(bytes[index])] && parts.contains { has($0, at: index, in: bytes) }
        || finals[Int(bytes[index])] && isEndOfWord(index, in: bytes)
          && ends.contains { has($0, at: index + 1 - $0.count, in: bytes) }
    }
  }

  /// Whether a word, in small letters, is at a place of a text in letters of either size.
  private static func has(_ word: [UInt8], at start: Int, in bytes: ArraySlice<UInt8>) -> Bool {
    start >= bytes.startIndex && start + word.count <= bytes.endIndex
      && zip(word, bytes[start...]).allSatisfy { $0 == small($1) }
  }

  /// Whether a key is `token`, mistyped.
  private static func isNearToken(_ key: String) -> Bool {
    // No longer one is near.
    key.utf8.count <= 20 && Suggestion.nearest(to: key, among: ["token"]) != nil
  }

  /// Whether a letter is the last one of its word, be it before another one in camel case.
  private static func isEndOfWord(_ index: Int, in bytes: ArraySlice<UInt8>) -> Bool {
    guard index + 1 < bytes.endIndex else { return true }
    let (this, next) = (bytes[index], bytes[index + 1])
    return !isLetter(next) || small(this) == this && small(next) != next
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func small(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

extension [Unicode.Scalar] {
  /// The scalars as a text.
  var text: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: self)
    return String(view)
  }

  /// Every place of another text in this one.
  func places(of wanted: [Unicode.Scalar]) -> [Range<Int>] {
    guard let first = wanted.first, wanted.count <= count else { return [] }
    return (0...count - wanted.count).compactMap { from in
      self[from] == first && self[from..<from + wanted.count].elementsEqual(wanted)
        ? from..<from + wanted.count : nil
    }
  }
}
