import Diagnostics

/// Keys whose values nobody may see.
enum SecretKey {
  /// What such a key contains, in small letters.
  private static let parts = [
    "token", "secret", "passw", "passphrase", "bearer", "credential", "authoriz",
  ].map { Array($0.utf8) }

  /// What such a key has as the end of a word, as in `api_key` and `oauth`; `keyword` and `author` do not.
  private static let ends = ["key", "keys", "auth", "pwd"].map { Array($0.utf8) }

  /// Whether a key speaks of a secret, or is so near `token` that it may be meant.
  static func isOne(_ key: String) -> Bool { isSpokenOf(in: key) || isNearToken(key) }

  /// Whether a text gives a secret by itself, as in `Authorization: Bearer x` and `token=x`.
  static func isInside(_ text: String) -> Bool {
    let bytes = text.utf8
    if let end = bytes.lastIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }),
      isSpokenOf(in: text[..<end])
    {
      return true
    }
    let small = bytes.map(small)
    return ["bearer ", "authorization "].contains { small.holds(Array($0.utf8)) }
  }

  /// Whether a text has a word for a secret in it.
  static func isSpokenOf(in text: some StringProtocol) -> Bool {
    let bytes = Array(text.utf8)
    let small = bytes.map(small)
    if parts.contains(where: small.holds) { return true }
    return small.indices.contains { index in
      isEndOfWord(index, in: bytes)
        && ends.contains { small[...index].suffix($0.count).elementsEqual($0) }
    }
  }

  /// Whether a key is `token`, mistyped.
  private static func isNearToken(_ key: String) -> Bool {
    // No longer one is near.
    key.utf8.count <= 20 && Suggestion.nearest(to: key, among: ["token"]) != nil
  }

  /// Whether a letter is the last one of its word, be it before another one in camel case.
  private static func isEndOfWord(_ index: Int, in bytes: [UInt8]) -> Bool {
    guard index + 1 < bytes.count else { return true }
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

extension [UInt8] {
  /// Whether it has another text in it.
  fileprivate func holds(_ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first, wanted.count <= count else { return false }
    return (0...count - wanted.count).contains {
      self[$0] == first && self[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
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
