import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Counts the passings of one point, and ends at the last one.
final class CrashCountdown: Sendable {
  /// That of this process; nil where it is not to die. Read from the environment once, when the first point is passed.
  static let ofProcess = settingOfProcess.map { CrashCountdown($0, end: die) }

  /// What the environment says.
  static let settingOfProcess = getenv(CrashPoint.variable).flatMap {
    CrashSetting(String(cString: $0))
  }

  /// Ends this process, as nothing can hold up.
  static func die() { kill(getpid(), SIGKILL) }

  private let setting: CrashSetting
  private let end: @Sendable () -> Void
  private let passings = Atomic(0)

  /// Counts down to a setting.
  ///
  /// - Parameter end: called at that passing.
  init(_ setting: CrashSetting, end: @escaping @Sendable () -> Void) {
    self.setting = setting
    self.end = end
  }

  /// Counts where the point is the setting's.
  func pass(_ point: CrashPoint) {
    guard point.name == setting.point else { return }
    if passings.add(1, ordering: .relaxed).newValue == setting.passing { end() }
  }
}
