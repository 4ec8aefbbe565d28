/// The 16 bytes of a UUID, ordered as its canonical text is.
///
/// Pleo's guide asks for a job in mixed case and is answered in lower case, so identifiers are
/// compared as values, never as text (*The Export API*, *Ids*).
public struct Identifier: Hashable, Comparable, Sendable {
  /// The first eight bytes, most significant first.
  public let high: UInt64
  /// The last eight bytes, most significant first.
  public let low: UInt64

  /// Creates an identifier from its two halves, most significant byte first.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads the text form `8-4-4-4-12` in either case; nil for anything else.
  public init?(_ text: some StringProtocol) {
    var text = String(text)
    let identifier = text.withUTF8 { Identifier(utf8: $0.span) }
    guard let identifier else { return nil }
    self = identifier
  }

  /// Reads the text form from its bytes, as ``init(_:)`` does.
  public init?(utf8 text: Span<UInt8>) {
    guard text.count == 36 else { return nil }
    let dash = UInt8(ascii: "-")
    guard text[8] == dash, text[13] == dash, text[18] == dash, text[23] == dash else { return nil }
    guard let first = Self.value(of: text, 0..<8), let second = Self.value(of: text, 9..<13),
      let third = Self.value(of: text, 14..<18), let fourth = Self.value(of: text, 19..<23),
      let fifth = Self.value(of: text, 24..<36)
    else { return nil }
    self.init(high: first << 32 | second << 16 | third, low: fourth << 48 | fifth)
  }

  /// The number that hexadecimal digits are.
  private static func value(of text: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    var value: UInt64 = 0
    var areDigits = true
    // Nothing here depends on the digits but what is computed: which digit comes, nobody can guess.
    for index in range {
      let digit = text[index] &- UInt8(ascii: "0")
      let letter = (text[index] | 0x20) &- UInt8(ascii: "a")
      let isDigit = digit < 10
      areDigits = areDigits && (isDigit || letter < 6)
      value = value << 4 | UInt64(isDigit ? digit : letter &+ 10)
    }
    return areDigits ? value : nil
  }

  /// Reads the 16 bytes that begin at a place of others, most significant first.
  public init(bytes: [UInt8], at start: Int) {
    var halves: (UInt64, UInt64) = (0, 0)
    for index in start..<start + 8 {
      halves.0 = halves.0 << 8 | UInt64(bytes[index])
      halves.1 = halves.1 << 8 | UInt64(bytes[index + 8])
    }
    self.init(high: halves.0, low: halves.1)
  }

  /// The 16 bytes, most significant first.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  /// Appends the 16 bytes, most significant first.
  public func append(to bytes: inout [UInt8]) {
    for half in [high, low] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: half >> shift))
      }
    }
  }

  /// Whether the text form of `left` sorts before that of `right`.
  public static func < (left: Identifier, right: Identifier) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

extension Identifier: CustomStringConvertible {
  /// The canonical text: lower case, `8-4-4-4-12`.
  public var description: String {
    String(decoding: utf8Text, as: UTF8.self)
  }

  /// The canonical text as 36 ASCII bytes.
  public var utf8Text: [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for index in 0..<32 {
      if index == 8 || index == 12 || index == 16 || index == 20 { text.append(UInt8(ascii: "-")) }
      let half = index < 16 ? high : low
      let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (index % 16)) & 0xF)
      text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
    return text
  }
}
