import Diagnostics
import ExportModel
import Settings

/// The section `failure`: its settings, and how they become a policy.
enum FailureSection {
  static let sinkRetry = Setting(
    "sink_retry", ValueType.sinkRetry, default: SinkRetryPolicy(),
    "How a sink is called again while its trouble is one that passes.")
  static let maxRejected = Setting<Int?>(
    "max_rejected", ValueType.integer(in: 0...1_000_000).optional, default: nil,
    "How many items a sink may reject in a run; with more, the run stops delivering to it.")

  static let settings: [any DeclaredSetting] = [sinkRetry, maxRejected]

  /// Reads `failure:`, which may be missing; nil, with findings, when anything in it is wrong.
  static func read(
    _ node: Node?, context: ReadingContext, findings: inout Findings
  ) -> FailurePolicy? {
    guard let node else { return FailurePolicy() }
    return CheckedSettings(
      node, of: "'failure'", declared: settings, context: context, findings: &findings
    ).map { FailurePolicy(sinkRetry: $0[sinkRetry], maxRejected: $0[maxRejected]) }
  }
}

/// The mapping `sink_retry`: its settings.
enum SinkRetrySection {
  static let attempts = Setting(
    "attempts", ValueType.integer(in: 1...100), default: 5,
    "How often a sink is called for one batch at most, the first time included.")
  static let base = Setting(
    "base", ValueType.duration, default: .milliseconds(200),
    "The first wait; it doubles with each call.")
  static let cap = Setting("cap", ValueType.duration, default: .seconds(10), "The longest wait.")

  static let settings: [any DeclaredSetting] = [attempts, base, cap]
}

extension ValueType where Value == SinkRetryPolicy {
  /// A mapping of how a sink is called again.
  static var sinkRetry: ValueType {
    ValueType(
      name: "a mapping", example: write(SinkRetryPolicy()),
      shape: .settings(SinkRetrySection.settings),
      read: { node, context, findings in
        guard
          let checked = CheckedSettings(
            node, of: "'sink_retry'", declared: SinkRetrySection.settings, context: context,
            findings: &findings)
        else { return nil }
        let (base, cap) = (checked[SinkRetrySection.base], checked[SinkRetrySection.cap])
        guard base <= cap else {
          findings.add(
            Diagnostic(
              id: "settings.conflict", "'base' is longer than 'cap'",
              at: checked.span(of: SinkRetrySection.base), help: "make 'cap' the longest wait"))
          return nil
        }
        return SinkRetryPolicy(
          attempts: checked[SinkRetrySection.attempts], base: base, cap: cap)
      }, write: write)
  }

  private static func write(_ value: SinkRetryPolicy) -> String {
    let write = ValueType<Duration>.duration.write
    return "{ attempts: \(value.attempts), base: \(write(value.base)), cap: \(write(value.cap)) }"
  }
}
