/// What a `Retry-After` header says (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// The longest wait, which stands for every longer one: 31 days.
  static let longest = Duration.seconds(31 * 86_400)

  /// How long to wait, from 0 to ``longest``: from seconds, or from a date as in RFC 9110,
  /// section 5.6.7.
  ///
  /// Nil for anything else, the two obsolete forms of a date included.
  ///
  /// - Parameter now: milliseconds since 1970-01-01T00:00:00Z.
  static func wait(_ text: String, now: Int64) -> Duration? {
    if !text.isEmpty, text.utf8.allSatisfy({ "0123456789".utf8.contains($0) }) {
      return Int64(text).map { min(.seconds($0), longest) } ?? longest
    }
    guard let date = secondsSince1970(ofDate: text) else { return nil }
    return min(max(.zero, .seconds(date) - .milliseconds(now)), longest)
  }

  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`; nil for anything else.
  static func secondsSince1970(ofDate text: String) -> Int64? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[5] == "GMT",
      ["Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,", "Sun,"].contains(parts[0]),
      let day = number(parts[1], digits: 2, in: 1...31),
      let month = months.firstIndex(where: { $0 == parts[2] }),
      let year = number(parts[3], digits: 4, in: 1970...9999)
    else { return nil }
    let time = parts[4].split(separator: ":", omittingEmptySubsequences: false)
    guard time.count == 3, let hour = number(time[0], digits: 2, in: 0...23),
      let minute = number(time[1], digits: 2, in: 0...59),
      let second = number(time[2], digits: 2, in: 0...60)
    else { return nil }
    let days = daysSince1970(year: year, month: Int64(month) + 1, day: day)
    return ((days * 24 + hour) * 60 + minute) * 60 + second
  }

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
