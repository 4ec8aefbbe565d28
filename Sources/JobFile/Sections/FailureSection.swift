import ExportModel
import Settings

/// The section `failure`: its settings, and how they become a policy.
enum FailureSection {
  static let sinkRetry = Setting(
    "sink_retry", SinkRetrySection.section.type, default: SinkRetrySection.section.defaults,
    "How a sink is called again while its trouble is one that passes.")
  static let maxRejected = Setting<Int?>(
    "max_rejected", ValueType.integer(in: 0...1_000_000).optional, default: nil,
    "How many items a sink may reject in a run; with more, the run stops delivering to it.")

  static let section = SettingsSection("'failure'", [sinkRetry, maxRejected]) {
    FailurePolicy(sinkRetry: $0[sinkRetry], maxRejected: $0[maxRejected])
  }
}

/// The mapping `sink_retry`: its settings, and how they become a policy.
enum SinkRetrySection {
  private static let policy = FailurePolicy().sinkRetry

  static let attempts = Setting(
    "attempts", ValueType.integer(in: 1...100), default: policy.attempts,
    "How often a sink is called for one batch at most, the first time included.")
  static let base = Setting(
    "base", ValueType.duration, default: policy.base, "The first wait; it doubles with each call.")
  static let cap = Setting("cap", ValueType.duration, default: policy.cap, "The longest wait.")

  static let section = SettingsSection(
    "'sink_retry'", [attempts, base, cap],
    conflict: { $0.conflict(of: base, with: cap) },
    value: { RetryPolicy(attempts: $0[attempts], base: $0[base], cap: $0[cap]) })
}
