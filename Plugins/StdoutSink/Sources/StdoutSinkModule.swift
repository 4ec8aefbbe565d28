import CSVRows
public import SinkKit

/// The sink of kind `stdout`: every item as a line of JSON, or as a row of CSV, on standard output.
public struct StdoutSinkModule: SinkModule {
  /// How an item is written.
  enum Format: String, CaseIterable, Sendable {
    /// JSON Lines: one JSON object on a line.
    case jsonl
    /// CSV: one row, the first of a run under a header.
    case csv
  }

  static let format = Setting(
    "format", ValueType<Format>.choice(), default: .jsonl,
    "How an item is written: jsonl is one JSON object on a line, csv a row of columns.")

  /// What the sink is called and what can be set.
  public static let descriptor = SinkDescriptor(
    kind: "stdout", summary: "Prints each item as one line on standard output.",
    redelivery: .repeated, takesData: true, settings: [format] + CSVSettings.IfAny.all,
    findings: [.csvColumns, .stdoutFormat], crashPoints: [.printed])

  /// How rows are written; nil for JSON Lines.
  let rows: CSVFormat?

  /// The columns, where one has accounting data.
  public let neededData: SourceSpan?

  /// Takes the settings; those of rows are for rows alone.
  public init(settings: CheckedSettings) throws(Diagnostic) {
    guard settings[Self.format] == .csv else {
      for setting in CSVSettings.IfAny.all {
        guard let span = settings.writtenSpan(of: setting) else { continue }
        throw Diagnostic(
          id: .stdoutFormat, "'\(setting.name)' is for rows, and this sink prints JSON Lines",
          at: span, help: "write 'format: csv', or take it out")
      }
      (rows, neededData) = (nil, nil)
      return
    }
    let format = try CSVFormat(ifAny: settings)
    rows = format
    neededData = format.hasData ? settings.span(of: CSVSettings.IfAny.columns) : nil
  }

  /// Whether a column has accounting data; a line of JSON has all of it.
  public var takesData: Bool { rows?.hasData ?? true }

  /// Standard output: two sinks would mix their lines.
  public var claims: Set<ResourceClaim> { [.standardOutput] }

  /// Opens the sink; there is nothing to recover.
  public func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    StdoutSink(descriptor: 1, rows: rows)
  }

  /// The items of lines or rows; headers are none.
  public func items(printed text: [UInt8]) throws -> [DeliveredItem] {
    guard let rows else { return try DeliveredItem.all(inLines: text) }
    return try rows.items(in: text)
  }
}

extension FindingID {
  static let stdoutFormat = FindingID(
    "stdout.format", "a setting of stdout is for another format than the one it prints")
}
