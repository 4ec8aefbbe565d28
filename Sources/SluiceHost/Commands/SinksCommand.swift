import ArgumentParser
import JobFile
import Settings
import SinkKit

struct SinksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sinks", abstract: "Lists the sinks of this build, or the settings of one.")

  @Argument(
    help: "The kind of sink to describe; without it, all are listed.",
    completion: .list(PluginCatalog.compiledIn.sinks.kinds))
  var kind: String?

  @OptionGroup var output: FormatOption

  /// A sink as JSON has it.
  struct Result: Encodable {
    struct Setting: Encodable {
      let name: String
      let type: String
      let required: Bool
      let fallback: String?
      let summary: String

      enum CodingKeys: String, CodingKey {
        case name, type, required, summary
        case fallback = "default"
      }
    }

    let kind: String
    let summary: String
    let redelivery: String
    let batch: Int
    let settings: [Setting]
    /// A job file with the sink.
    let example: String

    init(_ descriptor: SinkDescriptor, in plugins: PluginCatalog) {
      kind = descriptor.kind
      summary = descriptor.summary
      redelivery = descriptor.redelivery.rawValue
      batch = descriptor.batch
      settings = descriptor.settings.map { KeyDescription($0) }.map {
        Setting(
          name: $0.name, type: $0.typeName, required: $0.isRequired, fallback: $0.fallback,
          summary: $0.summary)
      }
      example = plugins.exampleJob(of: descriptor)
    }
  }

  func validate() throws {
    guard let kind, PluginCatalog.compiledIn.sinks[kind] == nil else { return }
    throw ValidationError(
      "no sink of this build is called '\(kind)'; it has \(PluginCatalog.compiledIn.sinks.kinds.joined(separator: ", "))"
    )
  }

  func run() throws {
    let plugins = PluginCatalog.compiledIn
    let chosen = plugins.sinks.modules.map { $0.descriptor }
      .filter { kind == nil || $0.kind == kind }
    switch output.format {
    case .json:
      try Envelope(command: "sinks", status: .done, result: chosen.map { Result($0, in: plugins) })
        .print()
    case .text where kind == nil:
      for sink in chosen { try Console.data("\(sink.kind): \(sink.summary)") }
    case .text:
      for sink in chosen { try Console.data(Self.text(of: sink, in: plugins)) }
    }
  }

  /// Everything about one sink.
  static func text(of sink: SinkDescriptor, in plugins: PluginCatalog) -> String {
    let result = Result(sink, in: plugins)
    let rows = result.settings.map { setting in
      let need = setting.required ? "required" : setting.fallback ?? "none"
      return [setting.name, setting.type, need, setting.summary]
    }
    let lines = TextTable.lines([["setting", "value", "default", "meaning"]] + rows)
      .map { "  \($0)" }
    let settings = rows.isEmpty ? "It has no settings." : lines.joined(separator: "\n")
    let example = result.example.split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast().map { $0.isEmpty ? "" : "  \($0)" }.joined(separator: "\n")
    return """
      \(sink.kind): \(sink.summary)
      \(sink.redelivery.sentence)
      \(sink.batchSentence)

      \(settings)

      A job file with it:

      \(example)
      """
  }
}
