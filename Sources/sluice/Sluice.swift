import CSVSink
import FileQueueSink
import PageSourceKit
import PleoSource
import SQLiteSink
import SinkKit
import SluiceHost
import StdoutSink
import WebhookSink

/// The program, and the plugins of this build: a new one is a line here, with its import, and one in `Package.swift`.
@main
enum Sluice {
  static let sources: [any SourceModule.Type] = [
    PleoSourceModule.self
  ]

  static let sinks: [any SinkModule.Type] = [
    CSVSinkModule.self,
    FileQueueSinkModule.self,
    SQLiteSinkModule.self,
    StdoutSinkModule.self,
    WebhookSinkModule.self,
  ]

  static func main() async { await SluiceHost.main(sources: sources, sinks: sinks) }
}
