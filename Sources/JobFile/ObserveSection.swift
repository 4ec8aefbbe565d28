import Diagnostics
import Settings

/// The section `observe`: its settings, and what they come to.
enum ObserveSection {
  static let log = Setting(
    "log", ValueType.log, default: LogSection.fallback, "What is logged on stderr, and how.")

  static let settings: [any DeclaredSetting] = [log]
  static let unsupported = ["metrics", "receipts"]

  /// Reads `observe:`, which may be missing; nil, with findings, when anything in it is wrong.
  static func read(
    _ node: Node?, context: ReadingContext, findings: inout Findings
  ) -> LogSettings? {
    guard let node else { return LogSection.fallback }
    return Fields(
      node, of: "'observe'", known: settings.map(\.name), unsupported: unsupported,
      findings: &findings
    ).flatMap { log.read($0, in: context, findings: &findings) }
  }
}

/// The mapping `log`: its settings.
enum LogSection {
  static let format = Setting(
    "format", ValueType.choice(LogSettings.Format.self), default: .auto,
    "How it is written; auto is text on a terminal and JSON Lines otherwise.")
  static let level = Setting(
    "level", ValueType.choice(LogSettings.Level.self), default: .info,
    "The least that is written; debug reports each page and each batch.")

  static let settings: [any DeclaredSetting] = [format, level]

  static let fallback = LogSettings(format: .auto, level: .info)
}

extension ValueType where Value == LogSettings {
  /// A mapping of what is logged, and how.
  static var log: ValueType {
    ValueType(
      name: "a mapping", example: write(LogSection.fallback),
      shape: .settings(LogSection.settings),
      read: { node, context, findings in
        CheckedSettings(
          node, of: "'log'", declared: LogSection.settings, context: context, findings: &findings
        ).map { LogSettings(format: $0[LogSection.format], level: $0[LogSection.level]) }
      }, write: write)
  }

  private static func write(_ value: LogSettings) -> String {
    "{ format: \(value.format.rawValue), level: \(value.level.rawValue) }"
  }
}
