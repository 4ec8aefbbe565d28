import Dispatch

/// A place in the program where a process can be made to die: between two things of which one must not be taken for
/// the other after a crash.
///
/// ```swift
/// static let positionMoved = CrashPoint("run.position_moved", "the ledger has the position after a batch")
/// …
/// try await ledger.store(delivery)
/// CrashPoint.positionMoved.pass()
/// ```
///
/// Where the environment variable ``variable`` has a ``CrashSetting``, such as `run.position_moved:2`, the process sends
/// itself `SIGKILL` when it passes that point for the second time. Otherwise passing a point is a look at one value.
public struct CrashPoint: Hashable, Sendable, CustomStringConvertible {
  /// The name of the environment variable.
  public static let variable = "SLUICE_CRASH_AT"

  /// What it is called, which no other point of the program is: where it is, a dot, and what was just done there.
  public let name: String
  /// What was just done when a process passes it, as a part of a sentence.
  public let meaning: String

  /// Names a point.
  public init(_ name: String, _ meaning: String) {
    self.name = name
    self.meaning = meaning
  }

  /// The name.
  public var description: String { name }

  /// Begins to count down where the variable is `after:<microseconds>`: then the process dies so long after this call,
  /// whatever it does.
  public static func beginCountdown() {
    guard let setting = CrashCountdown.settingOfProcess, setting.point == CrashSetting.after else {
      return
    }
    // A queue of its own, so that nobody holds it up.
    DispatchQueue(label: "sluice.crash")
      .asyncAfter(deadline: .now() + .microseconds(setting.passing)) { CrashCountdown.die() }
  }

  /// Ends the process here, if it is to die here; returns otherwise.
  public func pass() {
    if let countdown = CrashCountdown.ofProcess { countdown.pass(self) }
  }
}
