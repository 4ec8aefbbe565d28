import Diagnostics
import Settings

/// The section `observe`: its settings, and what they come to.
enum ObserveSection {
  static let log = Setting(
    "log", LogSection.section.type, default: LogSection.section.defaults,
    "What is logged on stderr, and how.")

  static let settings: [any DeclaredSetting] = [log]
  static let unsupported = ["metrics", "receipts"]

  /// Reads `observe:`, which may be missing; nil, with findings, when anything in it is wrong.
  static func read(
    _ node: Node?, context: ReadingContext, findings: inout Findings
  ) -> LogSettings? {
    guard let node else { return LogSection.section.defaults }
    return Fields(
      node, of: "'observe'", known: settings.map(\.name), unsupported: unsupported,
      findings: &findings
    ).flatMap { log.read($0, in: context, findings: &findings) }
  }
}

/// The mapping `log`: its settings, and what they come to.
enum LogSection {
  static let format = Setting(
    "format", ValueType.choice(LogSettings.Format.self), default: .auto,
    "How it is written; auto is text on a terminal and JSON Lines otherwise.")
  static let level = Setting(
    "level", ValueType.choice(LogSettings.Level.self), default: .info,
    "The least that is written; debug reports each page and each batch.")

  static let section = SettingsSection("'log'", [format, level]) {
    LogSettings(format: $0[format], level: $0[level])
  }
}
