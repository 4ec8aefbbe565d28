import Diagnostics
import Settings

/// The section `observe`: its settings, and what they come to.
enum ObserveSection {
  static let log = Setting(
    "log", LogSection.section.type, default: LogSection.section.defaults,
    "What is logged on stderr, and how.")
  static let metrics = Setting<MetricsSection.Values?>(
    "metrics", MetricsSection.type.optional, default: nil,
    "Figures for a monitor, written when a run ends.")
  static let receipts = Setting<String?>(
    "receipts", ValueType.path.optional, default: nil,
    "A file that each run adds a line of JSON to when it ends: what it did, and what is owed.")
  static let ping = Setting<PingSettings?>(
    "ping", PingSection.section.type.optional, default: nil,
    "URLs of a monitoring service that expects to hear of each run.")

  static let settings: [any DeclaredSetting] = [log, metrics, receipts, ping]

  /// What the section says, and where.
  struct Values {
    let settings: ObserveSettings
    /// Where runs write, besides sinks and the state.
    let places: [HostPlace]
  }

  /// Reads `observe:`, which may be missing; nil, with findings, when anything in it is wrong.
  static func read(
    _ node: Node?, context: ReadingContext, findings: inout Findings
  ) -> Values? {
    guard let node else {
      return Values(
        settings: ObserveSettings(
          log: LogSection.section.defaults, textfile: nil,
          receipts: nil, ping: nil),
        places: [])
    }
    guard
      let fields = Fields(
        node, of: "'observe'", known: settings.map(\.name), findings: &findings)
    else { return nil }
    let read = (
      log: log.read(fields, in: context, findings: &findings),
      metrics: metrics.read(fields, in: context, findings: &findings),
      receipts: receipts.read(fields, in: context, findings: &findings),
      ping: ping.read(fields, in: context, findings: &findings)
    )
    guard let log = read.log, let metrics = read.metrics, let receipts = read.receipts,
      let ping = read.ping
    else { return nil }
    let places = [
      receipts.map { HostPlace(file: $0, of: "receipts", at: fields["receipts"]?.span) },
      metrics.map { HostPlace(file: $0.textfile, of: "metrics", at: $0.span) },
    ]
    return Values(
      settings: ObserveSettings(
        log: log, textfile: metrics?.textfile, receipts: receipts, ping: ping),
      places: places.compactMap(\.self))
  }
}

/// The mapping `metrics`: its settings, and what they come to.
enum MetricsSection {
  static let textfile = Setting(
    "textfile", ValueType.path,
    "A file for the textfile collector of Prometheus' node_exporter, which reads names that end with .prom."
  )

  /// What the mapping says.
  struct Values: Sendable {
    let textfile: String
    /// Where the file says so.
    let span: SourceSpan
  }

  static let type = ValueType<Values>(
    name: "a mapping", example: "{ textfile: ./sluice.prom }", shape: .settings([textfile]),
    read: { node, context, findings in
      CheckedSettings(
        node, of: "'metrics'", declared: [textfile], context: context, findings: &findings
      ).map { Values(textfile: $0[textfile], span: $0.span(of: textfile)) }
    },
    write: { "{ textfile: \($0.textfile) }" })
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

/// The mapping `ping`: its settings, and what they come to.
enum PingSection {
  static let start = Setting<PingURL?>(
    "start", ValueType.ping.optional, default: nil, "Asked when a run begins.")
  static let success = Setting<PingURL?>(
    "success", ValueType.ping.optional, default: nil, "Asked when a run has ended with exit code 0."
  )
  static let failure = Setting<PingURL?>(
    "failure", ValueType.ping.optional, default: nil,
    "Asked when a run has ended with another exit code.")
  static let end = Setting<PingURL?>(
    "end", ValueType.ping.optional, default: nil,
    "Asked when a run has ended; {exit_code} in it becomes the exit code.")

  static let section = SettingsSection("'ping'", [start, success, failure, end]) {
    PingSettings(start: $0[start], success: $0[success], failure: $0[failure], end: $0[end])
  }
}
