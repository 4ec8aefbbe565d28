import Foundation
import Testing

@testable import PleoSource

struct RetryAfterTests {
  @Test(arguments: [
    ("0", 0), ("2", 2), ("120", 120), ("2678400", 2_678_400),
    ("Thu, 01 Jan 1970 00:01:40 GMT", 90), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
  ])
  func secondsAndDatesAreUnderstood(text: String, seconds: Int64) {
    #expect(RetryAfter.wait(text, now: 10_000) == .seconds(seconds))
  }

  @Test(arguments: [
    "2678401", "9300000000000000", "9223372036854775807", "9223372036854775808",
    "99999999999999999999", "Fri, 31 Dec 9999 23:59:60 GMT",
  ])
  func aHugeRetryAfterIsNoCrashButAMonth(text: String) {
    #expect(RetryAfter.wait(text, now: 0) == .seconds(31 * 86_400))
  }

  @Test(arguments: [
    "", "-1", "1.5", "+3", " 2", "soon", "Sun, 06-Nov-94 08:49:37 GMT",
    "Sunday, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT",
    "Sun Nov 6 08:49:37 1994", "Sun Nov  16 08:49:37 1994", "Sun Nov  6 08:49:37 94",
    "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 24:49:37 GMT",
    "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
  ])
  func anythingElseIsNot(text: String) {
    #expect(RetryAfter.wait(text, now: 0) == nil)
  }

  /// A date in one of the two old forms was ignored, though every recipient must read them.
  @Test(arguments: [
    ("Sun, 01 Mar 2026 00:01:30 GMT", 90), ("Sunday, 01-Mar-26 00:01:30 GMT", 90),
    ("Sun Mar  1 00:01:30 2026", 90), ("Tue Mar 10 00:00:00 2026", 777_600),
    ("Saturday, 28-Feb-26 00:00:00 GMT", 0), ("Monday, 01-Mar-76 00:00:00 GMT", 2_678_400),
    ("Tuesday, 01-Mar-77 00:00:00 GMT", 0),
  ])
  func allThreeFormsOfADateAreUnderstood(text: String, seconds: Int64) {
    // Sunday, 2026-03-01T00:00:00Z.
    #expect(RetryAfter.wait(text, now: 1_772_323_200_000) == .seconds(seconds))
  }

  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
    ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
    ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
    ("Sat, 01 Jan 2000 00:00:00 GMT", 946_684_800),
    ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
  ])
  func datesAreThoseOfTheCalendar(text: String, seconds: Int64) {
    #expect(RetryAfter.secondsSince1970(ofDate: text) == seconds)
  }
}
