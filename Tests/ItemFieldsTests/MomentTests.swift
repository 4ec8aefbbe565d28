import ItemFields
import Testing

@Suite struct MomentTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("1970-01-01", 0), ("1970-01-02", 86_400_000_000),
    ("1970-01-01T01:00:00+01:00", 0), ("1969-12-31T19:00:00-05:00", 0),
    ("1970-01-01T00:00:00.5Z", 500_000), ("1970-01-01T00:00:00.123456Z", 123_456),
    ("1970-01-01T00:00:00.001+00:00", 1000), ("1969-12-31T23:59:59.999999Z", -1),
    ("2026-02-23T06:22:36+01:00", 1_771_824_156_000_000),
    ("2026-01-07T00:34:48.123456Z", 1_767_746_088_123_456),
    ("2024-02-29T23:59:60Z", 1_709_251_200_000_000),
    ("2026-03-02t00:00:00.9999999z", 1_772_409_600_999_999),
    ("0001-01-01T00:00:00Z", -62_135_596_800_000_000), ("9999-12-31", 253_402_214_400_000_000),
  ])
  func everyFormOfATimeIsRead(text: String, microseconds: Int64) {
    #expect(Moment(text)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "", "yesterday", "2026", "2026-13-01", "2026-02-30T00:00:00Z", "2026-02-30",
    "20260301T00:00:00",
    "2026-03-01T25:00:00Z", "10000-01-01T00:00:00Z", "2026-03-01T00:00:00", "２０２６-03-01",
    "2026-03-01T00:00:00Z and more", "2026-00-10", "2026-03-00", "0000-01-01", "2025-02-29",
    "2026-03-01T00:00:00.Z", "2026-03-01T24:00:00Z", "2026-03-01T00:00:61Z",
    "2026-03-01T00:00:00+1",
    "2026-03-01T00:00:00+01:60", "2026-3-1", "-026-03-01", "2026-03-01 00:00:00Z",
  ])
  func whatIsNoTimeIsNone(text: String) {
    #expect(Moment(text) == nil, "\(Moment(text)?.microseconds ?? 0)")
  }

  /// As texts they would be in another order.
  @Test func timesAreInTheOrderInWhichTheyCome() throws {
    let texts = [
      "2026-03-01T23:30:00+02:00", "2026-03-01T22:00:00Z", "2026-03-01T22:00:00.25Z",
      "2026-03-01T17:30:00.3-04:30", "2026-03-02",
    ]
    let moments = try texts.map { try #require(Moment($0)) }
    #expect(moments == moments.sorted())
    #expect(texts != texts.sorted())
  }
}

extension MomentTests {
  /// Every day of four hundred years, after which the calendar repeats, is the one behind the day before.
  @Test func daysFollowOneAnother() throws {
    var last = try #require(Moment("1999-12-31"))
    var count = 0
    for year in 2000..<2400 {
      for month in 1...12 {
        for day in 1...31 {
          let digits = { (number: Int) in (number < 10 ? "0" : "") + "\(number)" }
          guard let moment = Moment("\(year)-\(digits(month))-\(digits(day))") else { continue }
          #expect(moment.microseconds - last.microseconds == 86_400_000_000)
          last = moment
          count += 1
        }
      }
    }
    #expect(count == 146_097)
  }
}
