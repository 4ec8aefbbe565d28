public import PageSourceKit
import Settings
public import SinkKit

/// The sources and the sinks that a program has.
public struct PluginCatalog: Sendable {
  /// What a job can retrieve items from.
  public let sources: SourceCatalog
  /// What a route can deliver to.
  public let sinks: SinkCatalog

  /// Creates a catalog.
  public init(sources: SourceCatalog, sinks: SinkCatalog) {
    self.sources = sources
    self.sinks = sinks
  }

  /// A whole job file with a sink, its settings written out, and a source that needs nothing from outside;
  /// `check` accepts it.
  public func exampleJob(of sink: SinkDescriptor) -> String {
    let settings = sink.settings.filter { !$0.shape.isOptional }.map { setting in
      "        \(setting.name): \(setting.fallbackText ?? setting.example)\n"
    }
    let source = sources.modules.first?.descriptor
    let example = source?.example.map { "    \($0.key): \($0.value)\n" } ?? []
    return """
      version: 1
      job: example

      source:
        \(source?.kind ?? ""):
      \(example.joined())
      routes:
        - sink:
            \(sink.kind):\(settings.isEmpty ? " {}" : "")
      \(settings.joined())
      """
  }
}
