/// A point in time as the API writes one: `2026-03-02`, `2026-03-02T08:15:04Z`, or with parts of a second and an offset from
/// UTC, `2026-03-02T08:15:04.123+01:00` (RFC 3339, section 5.6). A day is its first moment in UTC.
///
/// Foundation reads `2026-02-30` as March 2, and passes over what is behind a time.
public struct Moment: Hashable, Sendable {
  /// Since 1970-01-01T00:00:00Z; parts of a microsecond count as none.
  public let microseconds: Int64

  /// Reads a text; nil for what is no such point.
  public init?(_ text: String) {
    var reader = Reader(text)
    guard let days = reader.day() else { return nil }
    var microseconds = days * 86_400_000_000
    if !reader.isAtEnd {
      guard reader.takes("Tt"), let time = reader.timeOfDay(), let offset = reader.offset() else {
        return nil
      }
      microseconds += time - offset
    }
    guard reader.isAtEnd else { return nil }
    self.microseconds = microseconds
  }
}

extension Moment: Comparable {
  /// Whether one is before the other.
  public static func < (one: Moment, other: Moment) -> Bool {
    one.microseconds < other.microseconds
  }
}

/// Reads the parts of a time, one after another; nil for what is none.
private struct Reader {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  var isAtEnd: Bool { rest.isEmpty }

  /// Goes past one of some characters.
  mutating func takes(_ characters: String) -> Bool {
    guard let first = rest.first, characters.utf8.contains(first) else { return false }
    rest.removeFirst()
    return true
  }

  /// So many digits, as a number within a range.
  private mutating func number(_ digits: Int, _ range: ClosedRange<Int64>) -> Int64? {
    let text = rest.prefix(digits)
    guard text.count == digits, text.allSatisfy(Self.isDigit) else { return nil }
    rest = rest.dropFirst(digits)
    let value = text.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    return range.contains(value) ? value : nil
  }

  /// The days from 1970-01-01 to a day of the Gregorian calendar.
  mutating func day() -> Int64? {
    guard let year = number(4, 1...9999), takes("-"), let month = number(2, 1...12), takes("-"),
      let day = number(2, 1...Self.days(in: month, of: year))
    else { return nil }
    // Years begin in March here, so that a leap day is the last of its year.
    let march = month > 2 ? year : year - 1
    let leapDays = march / 4 - march / 100 + march / 400
    return march * 365 + leapDays + ((month + 9) % 12 * 153 + 2) / 5 + day - 719_469
  }

  /// The microseconds since midnight; a leap second counts as the one behind it.
  mutating func timeOfDay() -> Int64? {
    guard let hour = number(2, 0...23), takes(":"), let minute = number(2, 0...59), takes(":"),
      let second = number(2, 0...60)
    else { return nil }
    var fraction: Int64 = 0
    if takes(".") {
      let digits = rest.prefix(while: Self.isDigit)
      guard !digits.isEmpty else { return nil }
      rest = rest.dropFirst(digits.count)
      for place in 0..<6 {
        fraction *= 10
        if place < digits.count {
          fraction += Int64(digits[digits.startIndex + place] - UInt8(ascii: "0"))
        }
      }
    }
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
  }

  /// How many microseconds a place's time is ahead of UTC.
  mutating func offset() -> Int64? {
    if takes("Zz") { return 0 }
    let isBehind = rest.first == UInt8(ascii: "-")
    guard takes("+-"), let hours = number(2, 0...23), takes(":"), let minutes = number(2, 0...59)
    else { return nil }
    return (hours * 60 + minutes) * 60_000_000 * (isBehind ? -1 : 1)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
