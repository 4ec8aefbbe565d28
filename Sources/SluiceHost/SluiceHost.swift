import JobFile
public import PageSourceKit
public import SinkKit

/// The `sluice` program without its plugins: commands, logs and exit codes.
///
/// A package builds its own `sluice`, with sinks of its own, by an executable target of one file:
///
/// ```swift
/// import LedgerSink
/// import PleoSource
/// import SluiceHost
///
/// @main
/// enum MySluice {
///   static func main() async {
///     await SluiceHost.main(sources: [PleoSourceModule.self], sinks: [LedgerSinkModule.self])
///   }
/// }
/// ```
public enum SluiceHost {
  /// Runs the command that the arguments of the process name.
  ///
  /// Returns when the command is done; ends the process with a code of `sysexits(3)` when it fails.
  /// Two plugins of one kind are a mistake in the program.
  ///
  /// - Parameters:
  ///   - sources: what job files can retrieve items from.
  ///   - sinks: what their routes can deliver to, in the order in which they are listed.
  public static func main(
    sources: [any SourceModule.Type], sinks: [any SinkModule.Type]
  ) async {
    // Before anything waits, because waiting takes descriptors, and a free one may be that of a closed
    // standard stream.
    ProcessMemory.keepPrivate()
    ProcessMemory.returnLargeBlocks()
    StandardStreams.occupy()
    let plugins = PluginCatalog(sources: SourceCatalog(sources), sinks: SinkCatalog(sinks))
    await PluginCatalog.$compiledIn.withValue(plugins) { await RootCommand.main() }
  }
}

extension PluginCatalog {
  /// The plugins of this program. ArgumentParser creates commands by itself, so that they cannot be given
  /// anything; this is how they learn of them.
  @TaskLocal static var compiledIn = PluginCatalog(
    sources: SourceCatalog([]), sinks: SinkCatalog([]))
}
