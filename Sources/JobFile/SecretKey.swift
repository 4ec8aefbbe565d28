import Diagnostics

/// Keys whose values nobody may see.
enum SecretKey {
  /// What such a key contains, in small letters.
  static let words = [
    "token", "secret", "key", "auth", "passw", "passphrase", "pwd", "bearer", "credential",
  ]

  /// Whether a key speaks of a secret, or is so near `token` that it may be meant.
  static func isOne(_ key: String) -> Bool {
    let key = key.lowercased()
    return words.contains(where: key.contains) || isNearToken(key)
  }

  /// Whether a text gives a secret by itself, as in `Authorization: Bearer x` and `token=x`.
  static func isInside(_ text: String) -> Bool {
    guard let end = text.lastIndex(where: { $0 == ":" || $0 == "=" }) else { return false }
    let keys = text[..<end].lowercased()
    return words.contains(where: keys.contains)
  }

  /// Whether a key is `token`, mistyped.
  static func isNearToken(_ key: String) -> Bool {
    Suggestion.nearest(to: key, among: ["token"]) != nil
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
