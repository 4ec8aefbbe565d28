import ItemFields

/// A day or a moment that a condition names, such as `2026-03-02` or `2026-03-02T08:15:04Z`: what happens on that day,
/// in UTC, is in it.
public struct Period: Hashable, Sendable {
  /// As it was written.
  public let text: String
  /// The first microsecond since 1970-01-01T00:00:00Z that is in it.
  let first: Int64
  /// The last one.
  let last: Int64

  /// Reads a day or a moment; nil for anything else.
  public init?(_ text: String) {
    guard let moment = Moment(text) else { return nil }
    self.text = text
    first = moment.microseconds
    let isDay = !text.utf8.contains { $0 == UInt8(ascii: "T") || $0 == UInt8(ascii: "t") }
    last = isDay ? first + 86_399_999_999 : first
  }
}
