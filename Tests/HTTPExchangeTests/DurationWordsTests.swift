import Testing

@testable import HTTPExchange

struct DurationWordsTests {
  @Test(arguments: [
    (Duration.seconds(9_300_000_000_000_000), "9300000000000000 s"),
    (.seconds(Int64.max) + .milliseconds(500), "9223372036854775807.5 s"),
    (.seconds(Int64.min), "-9223372036854775808 s"),
  ])
  func theWordsOfAHugeTimeAreNoOverflow(time: Duration, words: String) {
    #expect(time.words == words)
  }
}
