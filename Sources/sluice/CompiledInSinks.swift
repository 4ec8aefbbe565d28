import FileQueueSink
import SQLiteSink
import SinkKit
import StdoutSink

/// The sinks of this build: a new sink is one line here and one in `Package.swift`.
let compiledInSinks = SinkCatalog([
  FileQueueSinkModule.self,
  SQLiteSinkModule.self,
  StdoutSinkModule.self,
])
