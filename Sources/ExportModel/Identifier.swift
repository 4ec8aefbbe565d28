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
    guard let first = Self.value(of: text, 0, 4), let second = Self.value(of: text, 9, 14),
      let third = Self.value(of: text, 19, 24), let fourth = Self.value(of: text, 28, 32)
    else { return nil }
    self.init(high: first << 32 | second, low: third << 32 | fourth)
  }

  /// The number whose hexadecimal digits are the four at each of two places.
  private static func value(of text: Span<UInt8>, _ first: Int, _ second: Int) -> UInt64? {
    let digits = HexadecimalDigits(ascii: four(of: text, first) << 32 | four(of: text, second))
    return digits.value.map { UInt64($0) }
  }

  private static func four(of text: Span<UInt8>, _ place: Int) -> UInt64 {
    UInt64(text[place]) << 24 | UInt64(text[place + 1]) << 16 | UInt64(text[place + 2]) << 8
      | UInt64(text[place + 3])
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
    let start = bytes.count
    bytes += repeatElement(0, count: 16)
    for index in 0..<8 {
      bytes[start + index] = UInt8(truncatingIfNeeded: high >> UInt64(56 - 8 * index))
      bytes[start + 8 + index] = UInt8(truncatingIfNeeded: low >> UInt64(56 - 8 * index))
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
    var text = [UInt8](repeating: UInt8(ascii: "-"), count: 36)
    Self.put(high >> 32, 0, 4, in: &text)
    Self.put(high, 9, 14, in: &text)
    Self.put(low >> 32, 19, 24, in: &text)
    Self.put(low, 28, 32, in: &text)
    return text
  }

  /// Writes the hexadecimal digits of the last four bytes of a number, four at each of two places.
  private static func put(_ value: UInt64, _ first: Int, _ second: Int, in text: inout [UInt8]) {
    let ascii = HexadecimalDigits(of: UInt32(truncatingIfNeeded: value)).ascii
    for index in 0..<4 {
      text[first + index] = UInt8(truncatingIfNeeded: ascii >> UInt64(56 - 8 * index))
      text[second + index] = UInt8(truncatingIfNeeded: ascii >> UInt64(24 - 8 * index))
    }
  }
}
