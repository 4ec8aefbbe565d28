public import CrashPoints

/// How a run dies.
public enum ProofDeath: Hashable, Sendable, CustomStringConvertible {
  /// By itself, where it passes a point.
  case passing(CrashSetting)
  /// So long after it has begun, whatever it does then.
  case after(Duration)

  /// What the second kind is called in a table.
  static let random = CrashPoint("at any moment", "so long after it has begun")

  /// Reads a setting of a process; nil for anything else.
  public init?(_ text: String) {
    guard let setting = CrashSetting(text) else { return nil }
    self =
      setting.point == CrashSetting.after
      ? .after(.microseconds(setting.passing)) : .passing(setting)
  }

  /// The setting of a process that is to die so: `run.sealed:1`, or `after:2500` with a number of microseconds.
  public var description: String {
    switch self {
    case .passing(let setting): setting.description
    case .after(let time):
      CrashSetting(point: CrashSetting.after, passing: max(1, Int(time / .microseconds(1))))
        .description
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
