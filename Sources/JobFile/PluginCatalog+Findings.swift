import Diagnostics
import PageSourceKit
import SinkKit

extension PluginCatalog {
  /// Every kind of finding that this version reports with these plugins, sorted by name.
  var findings: [FindingID] {
    let plugins =
      sources.modules.flatMap { $0.descriptor.findings }
      + sinks.modules.flatMap { $0.descriptor.findings }
    // Two sinks that write the same way report the same.
    return Set(FindingID.known + plugins).sorted { $0.name < $1.name }
  }
}
