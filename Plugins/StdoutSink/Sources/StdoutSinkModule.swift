public import SinkKit

/// The sink of kind `stdout`: every item as a line of JSON on standard output.
public struct StdoutSinkModule: SinkModule {
  /// How an item is written.
  enum Format: String, CaseIterable, Sendable {
    /// JSON Lines: one JSON object on a line.
    case jsonl
  }

  static let format = Setting(
    "format", ValueType<Format>.choice(), default: .jsonl,
    "How an item is written: jsonl is one JSON object on a line.")

  /// What the sink is called and what can be set.
  public static let descriptor = SinkDescriptor(
    kind: "stdout", summary: "Prints each item as one line on standard output.",
    redelivery: .repeated, takesData: true, settings: [format], crashPoints: [.printed])

  /// Takes the settings, of which the one format there is says nothing more.
  public init(settings: CheckedSettings) throws(Diagnostic) {}

  /// Standard output: two sinks would mix their lines.
  public var claims: Set<ResourceClaim> { [.standardOutput] }

  /// Opens the sink; there is nothing to recover.
  public func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    StdoutSink(descriptor: 1)
  }
}
