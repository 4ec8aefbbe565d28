import CProcess
import JobFile
import PageSourceKit
import SinkKit

/// The version of this build.
enum Version {
  /// As releases are numbered (semver.org); `CHANGELOG.md` says what is in each.
  static let text = "0.1.0"

  /// With the commit, and the plugins that are compiled in.
  static var full: String {
    let commit = String(cString: cprocess_commit())
    let plugins = PluginCatalog.compiledIn
    return """
      sluice \(text)\(commit.isEmpty ? "" : " (\(commit))")
      sources: \(plugins.sources.kinds.joined(separator: ", "))
      sinks: \(plugins.sinks.kinds.joined(separator: ", "))
      """
  }
}
