import Settings
public import SinkKit

extension SinkDescriptor {
  /// A whole job file with this sink, its settings written out; `check` accepts it.
  public var exampleJob: String {
    let lines = settings.map { setting in
      "        \(setting.name): \(setting.fallbackText ?? setting.example)\n"
    }
    return """
      version: 1
      job: example

      source:
        pleo:
          environment: sandbox
          export_job: 8eb648ab-464b-42a0-ba17-eda703657e33

      routes:
        - sink:
            \(kind):\(lines.isEmpty ? " {}" : "")
      \(lines.joined())
      """
  }
}
