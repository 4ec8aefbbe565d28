/// Eight hexadecimal digits in ASCII, the first in the most significant byte.
///
/// All eight are read or written at once, in the bytes of one word, because every id of every item is.
struct HexadecimalDigits {
  let ascii: UInt64

  init(ascii: UInt64) { self.ascii = ascii }

  /// The digits of a number, letters in lower case.
  init(of value: UInt32) {
    // The digits move apart until each has a byte.
    var digits = UInt64(value)
    digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
    digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
    digits = (digits | digits << 4) & Self.each(0x0F)
    let letters = (digits &+ Self.each(6)) >> 4 & Self.each(1)
    ascii =
      digits + Self.each(UInt8(ascii: "0")) + letters
      * UInt64(UInt8(ascii: "a") - 10 - UInt8(ascii: "0"))
  }

  /// The number that the digits are, in either case; nil where one of the bytes is no digit.
  var value: UInt32? {
    guard ascii & Self.each(0x80) == 0 else { return nil }
    let letters = Self.bytes(
      of: ascii | Self.each(0x20), from: UInt8(ascii: "a"), to: UInt8(ascii: "f"))
    let numerals = Self.bytes(of: ascii, from: UInt8(ascii: "0"), to: UInt8(ascii: "9"))
    guard letters | numerals == Self.each(1) else { return nil }
    // The last four bits of `a` are 1.
    var digits = ascii & Self.each(0x0F) + letters * 9
    digits = (digits | digits >> 4) & 0x00FF_00FF_00FF_00FF
    digits = (digits | digits >> 8) & 0x0000_FFFF_0000_FFFF
    return UInt32(truncatingIfNeeded: digits | digits >> 16)
  }

  /// 1 in each byte that is in a range, else 0; all bytes are under 0x80.
  private static func bytes(of word: UInt64, from first: UInt8, to last: UInt8) -> UInt64 {
    let atLeastFirst = word + each(0x80 - first)
    let overLast = word + each(0x7F - last)
    return (atLeastFirst & ~overLast) >> 7 & each(1)
  }

  /// A word of eight equal bytes.
  private static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) * 0x0101_0101_0101_0101 }
}
