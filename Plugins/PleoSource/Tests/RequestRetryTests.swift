import HTTPExchange
import Testing

@testable import PleoSource

struct RequestRetryTests {
  private let policy = RequestRetry(
    attempts: 100, base: .milliseconds(500), cap: .seconds(60), giveUpAfter: .seconds(900))

  @Test func theLongestWaitDoublesUpToTheCap() {
    let waits = (1...9).map { policy.wait(afterAttempt: $0, retryAfter: nil, random: 0.5) }
    let milliseconds: [Int] = [250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]
    #expect(waits == milliseconds.map { .milliseconds($0) })
  }

  @Test func theWaitIsAnythingFromNothingToTheLongest() {
    #expect(policy.wait(afterAttempt: 3, retryAfter: nil, random: 0) == .zero)
    #expect(policy.wait(afterAttempt: 3, retryAfter: nil, random: 0.25) == .milliseconds(500))
  }

  @Test func theWaitIsNeverShorterThanTheAPIAsks() {
    #expect(policy.wait(afterAttempt: 1, retryAfter: .seconds(7), random: 0.9) == .seconds(7))
    #expect(
      policy.wait(afterAttempt: 9, retryAfter: .seconds(7), random: 0.5) == .seconds(30))
  }

  @Test func aGreatNumberOfAttemptsAndABaseOfZeroAreFine() {
    #expect(policy.wait(afterAttempt: .max, retryAfter: nil, random: 0.5) == .seconds(30))
    let eager = RequestRetry(
      attempts: 2, base: .zero, cap: .seconds(1), giveUpAfter: .seconds(1))
    #expect(eager.wait(afterAttempt: .max, retryAfter: nil, random: 0.5) == .zero)
  }

  @Test(arguments: [
    (Duration.zero, "0 s"), (.milliseconds(3), "3 ms"), (.milliseconds(999), "999 ms"),
    (.seconds(1), "1 s"), (.milliseconds(1550), "1.5 s"), (.seconds(900), "900 s"),
    (.milliseconds(1050), "1 s"), (.milliseconds(-500), "-500 ms"),
  ])
  func aTimeIsToldInWords(time: Duration, words: String) {
    #expect(time.words == words)
  }
}
