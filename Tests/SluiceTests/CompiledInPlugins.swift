import Foundation
import JobFile
import PageSourceKit
import SinkKit
import Testing

@testable import sluice

/// The plugins of this build.
let compiledInPlugins = PluginCatalog(
  sources: SourceCatalog(Sluice.sources), sinks: SinkCatalog(Sluice.sinks))

/// The job definition of a text, with the plugins of this build and nothing outside it but
/// `environment`; its findings are expected to be none.
func definition(
  of text: String, environment: [String: String] = [:]
) throws -> JobDefinition? {
  let loaded = try load(text, environment: environment)
  #expect(loaded.findings == [])
  return loaded.definition
}

/// A text as a job file, with the plugins of this build.
func load(_ text: String, environment: [String: String] = [:]) throws -> LoadedJobFile {
  let file = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-tests-\(UUID().uuidString).yaml")
  try Data(text.utf8).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let outside = OutsideValues(environment: { environment[$0] }, file: { _ in [] })
  return try JobFileLoader(catalog: compiledInPlugins, outside: outside).load(file.path)
}
