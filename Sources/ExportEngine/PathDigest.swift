import Crypto

/// What the ledger keeps of a path that has a value from outside the job file in it: enough to know the
/// path again, and nothing to read.
enum PathDigest {
  private static let mark = "sha256:"

  /// The digest of an absolute path.
  static func of(_ path: String) -> String {
    let digits = SHA256.hash(data: Array(path.utf8)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return mark + digits.joined()
  }

  /// Whether two paths are one, of which either may be known by its digest only.
  static func areSame(_ one: String?, _ other: String?) -> Bool {
    guard let one, let other, one != other else { return one == other }
    if one.hasPrefix(mark), !other.hasPrefix(mark) { return one == of(other) }
    if other.hasPrefix(mark), !one.hasPrefix(mark) { return other == of(one) }
    return false
  }

  /// A path in words; of a digest only the beginning.
  static func words(for path: String) -> String {
    path.hasPrefix(mark) ? "‹value from outside, \(path.prefix(mark.count + 8))›" : path
  }
}
