import PageSourceKit

/// The mapping `retry`: its settings, and how they become a policy.
enum RetrySection {
  static let attempts = Setting(
    "attempts", ValueType.integer(in: 1...100), default: 8,
    "How often one request is made at most, the first time included.")
  static let base = Setting(
    "base", ValueType.duration, default: .milliseconds(500),
    "What the first wait is drawn from; it doubles with each attempt.")
  static let cap = Setting(
    "cap", ValueType.duration, default: .seconds(60), "The longest wait.")
  static let giveUpAfter = Setting(
    "give_up_after", ValueType.duration, default: .seconds(15 * 60),
    "How long one request is repeated at most.")

  static let section = SettingsSection(
    "'retry'", [attempts, base, cap, giveUpAfter],
    conflict: { $0.conflict(of: base, with: cap) },
    value: {
      RequestRetry(
        attempts: $0[attempts], base: $0[base], cap: $0[cap], giveUpAfter: $0[giveUpAfter])
    })
}
