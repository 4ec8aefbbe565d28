/// Where a process is to die: at the n-th time that it passes a point; or so many microseconds after it has begun, where the
/// name is ``after``.
public struct CrashSetting: Hashable, Sendable, CustomStringConvertible {
  /// In the place of a point's name: the number is one of microseconds.
  public static let after = "after"

  /// The point's name.
  public let point: String
  /// Which time it is passed, from 1 on.
  public let passing: Int

  /// Creates a setting; `passing` is at least 1.
  public init(point: String, passing: Int) {
    precondition(passing > 0, "passings are counted from 1 on")
    self.point = point
    self.passing = passing
  }

  /// Reads `<point>:<passing>`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let passing = Int(parts[1]), passing > 0 else {
      return nil
    }
    self.init(point: String(parts[0]), passing: passing)
  }

  /// `<point>:<passing>`.
  public var description: String { "\(point):\(passing)" }
}
