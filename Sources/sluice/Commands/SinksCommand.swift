import ArgumentParser
import Settings
import SinkKit

struct SinksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sinks", abstract: "Lists the sinks of this build, or the settings of one.")

  @Argument(help: "The kind of sink to describe; without it, all are listed.")
  var kind: String?

  @OptionGroup var output: FormatOption

  /// A sink as JSON has it.
  struct Result: Encodable {
    struct Setting: Encodable {
      let name: String
      let type: String
      let fallback: String?
      let summary: String

      enum CodingKeys: String, CodingKey {
        case name, type, summary
        case fallback = "default"
      }
    }

    let kind: String
    let summary: String
    let redelivery: String
    let settings: [Setting]

    init(_ descriptor: SinkDescriptor) {
      kind = descriptor.kind
      summary = descriptor.summary
      redelivery = descriptor.redelivery.rawValue
      settings = descriptor.settings.map {
        Setting(name: $0.name, type: $0.typeName, fallback: $0.fallbackText, summary: $0.summary)
      }
    }
  }

  func validate() throws {
    guard let kind, compiledInSinks[kind] == nil else { return }
    throw ValidationError(
      "no sink of this build is called '\(kind)'; it has \(compiledInSinks.kinds.joined(separator: ", "))"
    )
  }

  func run() throws {
    let chosen = compiledInSinks.modules.map { Result($0.descriptor) }
      .filter { kind == nil || $0.kind == kind }
    switch output.format {
    case .json:
      try Console.data(
        Envelope(command: "sinks", ok: true, result: chosen, findings: []).line())
    case .text:
      for sink in chosen {
        try Console.data("\(sink.kind): \(sink.summary)")
        if kind != nil { try Self.tellSettings(sink) }
      }
    }
  }

  private static func tellSettings(_ sink: Result) throws {
    try Console.data("  an item that comes again is \(sink.redelivery)")
    for setting in sink.settings {
      let need = setting.fallback.map { "default \($0)" } ?? "required"
      try Console.data("  \(setting.name): \(setting.type), \(need)\n    \(setting.summary)")
    }
  }
}
