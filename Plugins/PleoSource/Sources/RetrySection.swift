import Diagnostics
import Settings

/// The mapping `retry`: its settings, and how they become one value.
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

  static let settings: [any DeclaredSetting] = [attempts, base, cap, giveUpAfter]

  static let fallback = RetryPolicy(
    attempts: 8, base: .milliseconds(500), cap: .seconds(60), giveUpAfter: .seconds(15 * 60))
}

extension ValueType where Value == RetryPolicy {
  /// A mapping of how failed requests are repeated.
  static var retry: ValueType {
    ValueType(
      name: "a mapping", example: write(RetrySection.fallback),
      shape: .settings(RetrySection.settings),
      read: { node, context, findings in
        guard
          let checked = CheckedSettings(
            node, of: "'retry'", declared: RetrySection.settings, context: context,
            findings: &findings)
        else { return nil }
        let (base, cap) = (checked[RetrySection.base], checked[RetrySection.cap])
        guard base <= cap else {
          findings.add(
            Diagnostic(
              id: "settings.conflict", "'base' is longer than 'cap'",
              at: checked.span(of: RetrySection.base), help: "make 'cap' the longest wait"))
          return nil
        }
        return RetryPolicy(
          attempts: checked[RetrySection.attempts], base: base, cap: cap,
          giveUpAfter: checked[RetrySection.giveUpAfter])
      }, write: write)
  }

  private static func write(_ value: RetryPolicy) -> String {
    let write = ValueType<Duration>.duration.write
    return "{ attempts: \(value.attempts), base: \(write(value.base)), cap: \(write(value.cap)), "
      + "give_up_after: \(write(value.giveUpAfter)) }"
  }
}
