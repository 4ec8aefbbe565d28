#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds secrets in texts, and the parts of secrets that are eight characters or longer.
///
/// The case of letters makes no difference. The time is that of reading the text, however many secrets there
/// are: parts are found by their hashes, so that once in many billions something harmless is taken for one.
public struct SecretParts: Sendable {
  /// How long a part is; a shorter secret is found as a whole.
  public static let width = 8

  /// The hashes of parts, by how long the parts are.
  private var hashes: [Int: Set<UInt64>] = [:]
  /// The same without what is neither letter nor digit.
  private var unseparated: [Int: Set<UInt64>] = [:]

  /// Knows no secret yet.
  public init() {}

  /// Whether no secret is known.
  public var isEmpty: Bool { hashes.isEmpty }

  /// Adds a text as it is.
  public mutating func insert(_ text: some Sequence<Unicode.Scalar>) {
    let codes = text.map(Self.folded)
    guard !codes.isEmpty else { return }
    let width = min(Self.width, codes.count)
    Self.forEachPart(of: codes, width) { _, hash in hashes[width, default: []].insert(hash) }
  }

  /// Adds a secret and the forms in which it may come back: in pieces and reversed. A secret of 8 bytes or
  /// more is also found as base64, as hexadecimal digits, encoded for a URL, and with its characters escaped.
  public mutating func insertForms(of secret: String) {
    insert(secret.unicodeScalars)
    insertUnseparated(secret)
    insertUnseparated(String(secret.reversed()))
    // Too few letters of other forms to tell them from anything else.
    guard secret.utf8.count >= Self.width else { return }
    let bytes = Array(secret.utf8)
    insertUnseparated(bytes.map { Self.hexadecimal($0) }.joined())
    // Some leave alone what RFC 3986 calls unreserved, others only letters and digits.
    for unreserved in ["-._~", ""] {
      let encoded = bytes.flatMap { byte in
        Self.isAlphanumeric(UInt32(byte)) || unreserved.utf8.contains(byte)
          ? [byte] : Array("%\(Self.hexadecimal(byte))".utf8)
      }
      insertUnseparated(String(decoding: encoded, as: UTF8.self))
    }
    // What is before it decides how the bytes of base64 are cut; the first letters then tell of that too.
    for (before, cut) in [(0, 0), (1, 2), (2, 3)] {
      let text = Data([UInt8](repeating: 0, count: before) + bytes).base64EncodedString()
      let whole = text.prefix { $0 != "=" }
      insertUnseparated(String(whole.dropFirst(cut).dropLast(1)))
    }
  }

  private mutating func insertUnseparated(_ text: String) {
    let codes = text.unicodeScalars.map(Self.folded).filter(Self.isAlphanumeric)
    guard !codes.isEmpty else { return }
    let width = min(Self.width, codes.count)
    Self.forEachPart(of: codes, width) { _, hash in unseparated[width, default: []].insert(hash) }
  }

  /// Where secrets and parts of them are in a text, in order and apart from one another.
  public func ranges(in text: [Unicode.Scalar]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var layer: EscapedText? = EscapedText(text.map(Self.folded))
    for _ in 0..<Self.mostLayers {
      guard let current = layer else { break }
      found += ranges(in: current.codes).map(current.range)
      // Only forms of a secret are looked for in escapes: what is written in a file is itself.
      layer = unseparated.isEmpty ? nil : current.unescaped(Self.folded)
    }
    return Self.merged(found)
  }

  /// How often what was escaped may have been escaped again.
  private static let mostLayers = 3

  private func ranges(in codes: [UInt32]) -> [Range<Int>] {
    var found = Self.ranges(of: hashes, in: codes)
    if !unseparated.isEmpty {
      let places = codes.indices.filter { Self.isAlphanumeric(codes[$0]) }
      found += Self.ranges(of: unseparated, in: places.map { codes[$0] }).map {
        places[$0.lowerBound]..<places[$0.upperBound - 1] + 1
      }
    }
    return found
  }

  /// Whether a text of eight characters or more is nothing but such parts.
  public func covers(_ text: [Unicode.Scalar]) -> Bool {
    guard text.count >= Self.width, let known = hashes[Self.width] else { return false }
    var isCovered = true
    Self.forEachPart(of: text.map(Self.folded), Self.width) { _, hash in
      isCovered = isCovered && known.contains(hash)
    }
    return isCovered
  }

  private static func ranges(
    of hashes: [Int: Set<UInt64>], in codes: [UInt32]
  ) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for (width, known) in hashes where width <= codes.count {
      forEachPart(of: codes, width) { index, hash in
        guard known.contains(hash) else { return }
        if let last = ranges.last, last.upperBound > index, last.lowerBound <= index {
          ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, index + width)
        } else {
          ranges.append(index..<index + width)
        }
      }
    }
    return ranges
  }

  /// Ranges in order, those that overlap as one.
  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, range in
      if let last = merged.last, range.lowerBound < last.upperBound {
        merged[merged.count - 1] =
          last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
  }

  /// Calls a body with the place and the hash of each part: a polynomial of its characters, which the next
  /// part's follows from.
  private static func forEachPart(
    of codes: [UInt32], _ width: Int, _ body: (Int, UInt64) -> Void
  ) {
    guard codes.count >= width else { return }
    let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    let first = (1..<width).reduce(UInt64(1)) { power, _ in power &* factor }
    var hash: UInt64 = 0
    for index in codes.indices {
      if index >= width { hash &-= UInt64(codes[index - width]) &* first }
      hash = hash &* factor &+ UInt64(codes[index])
      if index >= width - 1 { body(index - width + 1, hash) }
    }
  }

  private static func folded(_ scalar: Unicode.Scalar) -> UInt32 { folded(scalar.value) }

  private static func folded(_ code: UInt32) -> UInt32 {
    (0x41...0x5A).contains(code) ? code + 32 : code
  }

  private static func isAlphanumeric(_ code: UInt32) -> Bool {
    (0x30...0x39).contains(code) || (0x61...0x7A).contains(code | 0x20)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
