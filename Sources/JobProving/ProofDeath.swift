public import CrashPoints

/// How a run dies.
public enum ProofDeath: Hashable, Sendable, CustomStringConvertible {
  /// By itself, where it passes a point.
  case passing(CrashSetting)
  /// Killed from outside, so long after it was started, whatever it does then.
  case after(Duration)

  /// What the second kind is called in a table.
  static let random = CrashPoint("at any moment", "so long after it was started")

  /// Reads `<point>:<passing>` or `after:<microseconds>`; nil for anything else.
  public init?(_ text: String) {
    guard let setting = CrashSetting(text) else { return nil }
    self =
      setting.point == Self.after
      ? .after(.microseconds(setting.passing)) : .passing(setting)
  }

  private static let after = "after"

  /// As it is read.
  public var description: String {
    switch self {
    case .passing(let setting): setting.description
    case .after(let time): "\(Self.after):\(max(1, Int(time / .microseconds(1))))"
    }
  }

  /// The name of its row in a table.
  var row: String {
    switch self {
    case .passing(let setting): setting.point
    case .after: Self.random.name
    }
  }
}
