import ExportEngine
import Foundation
import JobFile
import JobTesting
import SinkKit
import Testing

@testable import SluiceHost

/// The job files in `config/jobs`, with the sinks of this build.
@Suite struct ExampleTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "config/jobs")

  static var examples: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".yaml") }.sorted()
    }
  }

  @Test func thereIsAnExampleForEverySink() throws {
    let used = try Self.examples.flatMap { name in
      try load(name).definition?.routes.map(\.descriptor.kind) ?? []
    }
    #expect(Set(used) == Set(compiledInPlugins.sinks.kinds))
  }

  @Test func everyExampleIsAcceptedWithoutAWarning() throws {
    for name in try Self.examples {
      let loaded = try load(name)
      #expect((loaded.definition?.name.text).map { "\($0).yaml" } == name)
      #expect(loaded.findings == [], "\(name)")
    }
  }

  @Test func theTestsInTheExamplesPass() async throws {
    var count = 0
    for name in try Self.examples {
      let definition = try #require(try load(name).definition)
      let plan = ExportRun.Plan(SelectedJob(forTestsOf: definition))
      for test in definition.tests {
        count += 1
        let problems = await JobTestRun(test, of: definition, plan: plan).problems()
        #expect(problems == [], "\(name): \(test.name)")
      }
    }
    #expect(count > 0)
  }

  @Test func theDemoWritesOnlyUnderTheBuildFolder() throws {
    let definition = try #require(try load("demo.yaml").definition)
    let place = Self.folder.appending(path: "../../.build/demo/").standardizedFileURL.path + "/"
    #expect(definition.stateFolder == "\(place)state")
    let paths = definition.routes.flatMap { $0.sink.claims.flatMap(\.paths) }
    #expect(paths.filter { !$0.hasPrefix(place) } == [])
    #expect(Set(definition.routes.map(\.descriptor.kind)) == ["file_queue", "sqlite", "csv"])
  }

  /// Loads an example with the values from outside that its comments ask for.
  private func load(_ name: String) throws -> LoadedJobFile {
    let token = "t0ken-of-tests"
    let values = [
      "PLEO_EXPORT_JOB": "3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4",
      "PLEO_COMPANY": "a17be2c0-55d3-4f0a-8c1e-90b4d7236e18",
      "PING_URL": "https://ping.example.com/x",
    ]
    let outside = OutsideValues(
      environment: { values[$0] ?? ($0.hasSuffix("_TOKEN") ? token : nil) },
      file: { _ in Array("\(token)\n".utf8) })
    return try JobFileLoader(catalog: compiledInPlugins, outside: outside)
      .load(Self.folder.appending(path: name).path)
  }
}
