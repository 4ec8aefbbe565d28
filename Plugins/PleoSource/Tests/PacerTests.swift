import Testing

@testable import PleoSource

struct PacerTests {
  /// The moments at which requests that all want to be sent at once are sent.
  private func times(_ count: Int, perMinute rate: Int, from start: Duration) -> [Duration] {
    var pacer = Pacer(requestsPerMinute: rate)
    var now = start
    return (0..<count).map { _ in
      now += pacer.reserve(now: now)
      return now
    }
  }

  @Test func aSlowRateHasNoBurst() {
    let sent = times(4, perMinute: 30, from: .seconds(100))
    #expect(sent == [.seconds(100), .seconds(102), .seconds(104), .seconds(106)])
  }

  @Test func aFastRateBeginsWithASecondsWorth() {
    let sent = times(13, perMinute: 600, from: .seconds(5))
    #expect(sent.prefix(10).allSatisfy { $0 == .seconds(5) })
    #expect(sent.suffix(3) == [.milliseconds(5100), .milliseconds(5200), .milliseconds(5300)])
  }

  /// What would have to wait takes no place.
  @Test func aPlaceIsTakenAtOnceOrNotAtAll() {
    var pacer = Pacer(requestsPerMinute: 120)
    let now = Duration.seconds(7)
    #expect((0..<4).map { _ in pacer.reservesAtOnce(now: now) } == [true, true, false, false])
    #expect(pacer.reserve(now: now) == .milliseconds(500))
  }

  @Test func aPauseEarnsOneBurstAndNoMore() {
    var pacer = Pacer(requestsPerMinute: 120)
    let waits = [0, 3600, 3600, 3600].map { pacer.reserve(now: .seconds($0)) }
    #expect(waits == [.zero, .zero, .zero, .milliseconds(500)])
  }
}
