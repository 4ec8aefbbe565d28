import CrashPoints
import Testing

@testable import JobProving

/// Histories: which there are, and how they are written.
@Suite struct ProofHistoryTests {
  @Test(arguments: [
    "1/run.sealed:1", "3/run.sealed:2,file_queue.swept:1", "2/a:1,b:2,c:3", "1/after:250",
  ])
  func aHistoryIsReadAsItIsWritten(text: String) {
    #expect(ProofHistory(text)?.description == text)
  }

  @Test(arguments: ["", "1", "1/", "0/a:1", "4/a:1", "x/a:1", "1/a", "1/a:1,", "1/a:0", "-1/a:1"])
  func whatIsNoHistoryIsRefused(text: String) {
    #expect(ProofHistory(text) == nil)
  }

  /// A point that only a run after a death passes would never be tried otherwise.
  @Test func everyPointIsTheSecondDeathOfSomeHistory() throws {
    let points = ["a", "b", "c", "late"].map { CrashPoint($0, "") }
    let single = (1...8).map {
      ProofHistory(
        shape: 1, deaths: [.passing(CrashSetting(point: ["a", "b", "c"][$0 % 3], passing: $0))])
    }
    let double = JobProof.double(single, points)
    #expect(double.map { Array($0.deaths.dropLast()) } == single.map(\.deaths))
    let second = double.compactMap { $0.deaths.last?.description }
    #expect(Set(second) == ["a:1", "b:1", "c:1", "late:1"])
    #expect(second.count { $0 == "late:1" } >= 4)
  }
}
