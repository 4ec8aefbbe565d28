/// What a `Retry-After` header says (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// The longest wait, which stands for every longer one: 31 days.
  static let longest = Duration.seconds(31 * 86_400)

  /// How long to wait, from 0 to ``longest``: from seconds, or from a date in any of the three forms of
  /// RFC 9110, section 5.6.7; nil for anything else.
  ///
  /// - Parameter now: milliseconds since 1970-01-01T00:00:00Z.
  static func wait(_ text: String, now: Int64) -> Duration? {
    if !text.isEmpty, text.utf8.allSatisfy({ "0123456789".utf8.contains($0) }) {
      return Int64(text).map { min(.seconds($0), longest) } ?? longest
    }
    guard let date = secondsSince1970(ofDate: text, now: now) else { return nil }
    return min(max(.zero, .seconds(date) - .milliseconds(now)), longest)
  }

  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and
  /// `Sun Nov  6 08:49:37 1994`; nil for anything else.
  static func secondsSince1970(ofDate text: String, now: Int64 = 0) -> Int64? {
    var parts = text.split(separator: " ", omittingEmptySubsequences: false)
    switch parts.count {
    case 6
    where parts[5] == "GMT" && parts[0].hasSuffix(",") && weekdays.contains(parts[0].dropLast()):
      return seconds(day: parts[1], month: parts[2], year: year(parts[3]), time: parts[4])
    case 4
    where parts[3] == "GMT" && parts[0].hasSuffix(",") && longWeekdays.contains(parts[0].dropLast()):
      let date = parts[1].split(separator: "-", omittingEmptySubsequences: false)
      guard date.count == 3 else { return nil }
      return seconds(
        day: date[0], month: date[1], year: year(ofTwoDigits: date[2], now: now), time: parts[2])
    case 5, 6:
      // A day of one digit has a second space before it.
      if parts.count == 6 {
        guard parts[2].isEmpty, parts[3].utf8.count == 1 else { return nil }
        parts.remove(at: 2)
        parts[2] = "0" + parts[2]
      }
      guard weekdays.contains(parts[0]) else { return nil }
      return seconds(day: parts[2], month: parts[1], year: year(parts[4]), time: parts[3])
    default: return nil
    }
  }

  private static func seconds(
    day: Substring, month: Substring, year: Int64?, time: Substring
  ) -> Int64? {
    let time = time.split(separator: ":", omittingEmptySubsequences: false)
    guard let day = number(day, digits: 2, in: 1...31),
      let month = months.firstIndex(where: { $0 == month }), let year, time.count == 3,
      let hour = number(time[0], digits: 2, in: 0...23),
      let minute = number(time[1], digits: 2, in: 0...59),
      let second = number(time[2], digits: 2, in: 0...60)
    else { return nil }
    let days = daysSince1970(year: year, month: Int64(month) + 1, day: day)
    return ((days * 24 + hour) * 60 + minute) * 60 + second
  }

  private static func year(_ text: Substring) -> Int64? { number(text, digits: 4, in: 1970...9999) }

  /// The year with these last digits that is at most 50 years in the future (RFC 9110, section 5.6.7).
  private static func year(ofTwoDigits text: Substring, now: Int64) -> Int64? {
    guard let digits = number(text, digits: 2, in: 0...99) else { return nil }
    let thisYear = 1970 + now / 31_556_952_000
    let year = thisYear / 100 * 100 + digits
    let nearest = year - thisYear > 50 ? year - 100 : thisYear - year >= 50 ? year + 100 : year
    return nearest >= 1970 ? nearest : nil
  }

  private static let weekdays: [Substring] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let longWeekdays: [Substring] = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func number(
    _ text: Substring, digits: Int, in range: ClosedRange<Int64>
  ) -> Int64? {
    guard text.utf8.count == digits, text.utf8.allSatisfy({ "0123456789".utf8.contains($0) }),
      let value = Int64(text), range.contains(value)
    else { return nil }
    return value
  }

  /// Days of the Gregorian calendar, with years that begin in March so that the leap day is last.
  private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let marchYear = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
    return marchYear * 365 + leapDays + (monthFromMarch * 153 + 2) / 5 + day - 719_469
  }
}
