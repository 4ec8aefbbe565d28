import Testing

@testable import SluiceHost

/// When a second signal is one.
@Suite struct SignalCounterTests {
  @Test func equalSignalsWithinASecondAreOne() {
    var counter = SignalCounter()
    #expect(counter.meaning(of: 15, at: .seconds(7)) == .stop)
    #expect(counter.meaning(of: 15, at: .milliseconds(7_001)) == .same)
    #expect(counter.meaning(of: 15, at: .milliseconds(7_999)) == .same)
    #expect(counter.meaning(of: 15, at: .seconds(8)) == .end)
  }

  @Test func anotherSignalIsASecondOneAtOnce() {
    var counter = SignalCounter()
    #expect(counter.meaning(of: 2, at: .zero) == .stop)
    #expect(counter.meaning(of: 15, at: .zero) == .end)
  }
}
