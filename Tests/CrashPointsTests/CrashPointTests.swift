import Synchronization
import Testing

@testable import CrashPoints

/// Points at which a process can be made to die.
@Suite struct CrashPointTests {
  private static let first = CrashPoint("test.first", "the first thing is done")
  private static let second = CrashPoint("test.second", "the second thing is done")

  @Test func aProcessDiesAtTheGivenPassingOfTheGivenPoint() throws {
    let setting = try #require(CrashSetting("test.second:2"))
    let passed = Mutex<[String]>([])
    let countdown = CrashCountdown(setting) { passed.withLock { $0.append("died") } }
    for point in [Self.second, Self.first, Self.second, Self.second] {
      passed.withLock { $0.append(point.name) }
      countdown.pass(point)
    }
    let events = passed.withLock { $0 }
    #expect(events == ["test.second", "test.first", "test.second", "died", "test.second"])
  }

  /// The suite itself would end otherwise.
  @Test func nothingDiesWithoutTheVariable() {
    #expect(CrashCountdown.ofProcess == nil)
    Self.first.pass()
  }

  @Test(arguments: [
    "", "test.first", "test.first:", "test.first:0", "test.first:-1", ":1", "a:1:2", "a:x",
  ])
  func whatIsNoSettingIsNotTakenForOne(text: String) {
    #expect(CrashSetting(text) == nil)
  }

  @Test func aSettingIsWrittenAsItIsRead() {
    #expect(CrashSetting("run.position_moved:12")?.description == "run.position_moved:12")
  }
}
