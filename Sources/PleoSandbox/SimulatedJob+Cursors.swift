import ExportModel

/// Cursors as the guide shows them: twelve bytes and sixteen bytes in base32, `=` between.
///
/// In the guide's, the twelve bytes read as a time, seconds before nanoseconds; ours have the
/// position in the place of the seconds. The sixteen bytes are the item's entry id.
extension SimulatedJob {
  /// The cursor of the item at `position`.
  func cursor(at position: Int) -> String {
    if id == SandboxJobs.guide {
      if position == 0 { return GuideExample.startCursor }
      if position == itemCount - 1 { return GuideExample.endCursor }
    }
    let seconds = Self.firstSecond + UInt64(position)
    let time = Identifier(high: seconds, low: 0).bytes.prefix(12)
    return Base32.text(of: time) + "=" + Base32.text(of: entryID(at: position).identifier.bytes)
  }

  /// The position of the item whose cursor this is; nil when no item of this job has it.
  func position(ofCursor cursor: String) -> Int? {
    if id == SandboxJobs.guide {
      return (0..<itemCount).first { self.cursor(at: $0) == cursor }
    }
    guard let seconds = Base32.number(from: cursor), seconds >= Self.firstSecond,
      seconds - Self.firstSecond < UInt64(itemCount)
    else { return nil }
    let position = Int(seconds - Self.firstSecond)
    return self.cursor(at: position) == cursor ? position : nil
  }

  /// The second that the guide's cursors show: 2026-04-14T11:41:00Z.
  private static let firstSecond: UInt64 = 0x69DE_27CC
}

/// Base32 without padding (RFC 4648, section 6).
enum Base32 {
  static func text(of bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 5 {
        count -= 5
        text.append(digit(of: bits >> UInt32(count) & 31))
      }
    }
    if count > 0 { text.append(digit(of: bits << UInt32(5 - count) & 31)) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The first eight bytes of what `text` says, as a number; nil when it does not say as much.
  static func number(from text: String) -> UInt64? {
    var number: UInt64 = 0
    // Twelve digits are 60 bits; of the thirteenth, the first four bits belong to the number.
    let digits = text.utf8.prefix(13)
    guard digits.count == 13 else { return nil }
    for (index, byte) in digits.enumerated() {
      guard let value = value(ofDigit: byte) else { return nil }
      number = index < 12 ? number << 5 | value : number << 4 | value >> 1
    }
    return number
  }

  private static func digit(of value: UInt32) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: value)
    return value < 26 ? UInt8(ascii: "A") + value : UInt8(ascii: "2") + value - 26
  }

  private static func value(ofDigit byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt64(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt64(byte - UInt8(ascii: "2")) + 26
    default: nil
    }
  }
}
