import FileQueueSink
import JobFile
import PageSourceKit
import PleoSource
import SQLiteSink
import SinkKit
import StdoutSink

/// The plugins of this build: a new one is one line here and one in `Package.swift`.
let compiledInPlugins = PluginCatalog(
  sources: SourceCatalog([
    PleoSourceModule.self
  ]),
  sinks: SinkCatalog([
    FileQueueSinkModule.self,
    SQLiteSinkModule.self,
    StdoutSinkModule.self,
  ]))
