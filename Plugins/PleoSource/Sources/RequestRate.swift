import PageSourceKit

/// The most requests that may begin within a time.
struct RequestRate: Hashable, Sendable, CustomStringConvertible {
  /// How many requests: 1 to 100,000.
  let requests: Int
  /// Within how long: a second or a minute.
  let interval: Duration

  /// `500/min` or `10/s`.
  var description: String { "\(requests)/\(interval == .seconds(1) ? "s" : "min")" }

  /// The rate per minute.
  var perMinute: Int { interval == .seconds(1) ? requests * 60 : requests }
}

extension ValueType where Value == RequestRate? {
  /// A number of requests in a minute or a second, or `none`: `500/min`, `10/s`.
  static var rate: ValueType {
    ValueType(
      scalar: "a rate", example: "500/min or none",
      shape: .either([.choice(["none"]), .text(pattern: "^0*[1-9][0-9]{0,5}/(min|s)$")]),
      parse: { text, _ in
        if text == "none" { return .some(.none) }
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard let requests = Int(digits), (1...100_000).contains(requests) else { return nil }
        switch text.dropFirst(digits.count) {
        case "/min": return RequestRate(requests: requests, interval: .seconds(60))
        case "/s": return RequestRate(requests: requests, interval: .seconds(1))
        default: return nil
        }
      }, write: { $0?.description ?? "none" })
  }
}
