import Diagnostics
import Foundation
import JobFile
import PageSourceKit
import SinkKit
import TestSupport
import Testing

@testable import SluiceHost

/// What is generated from the language is what this build would generate.
@Suite struct ReferenceTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "config")

  private func file(_ name: String) throws -> String {
    try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
  }

  @Test func theSchemaIsCurrent() throws {
    let isCurrent = try file("job.schema.json") == JobSchema(JobLanguage(compiledInPlugins)).text
    #expect(isCurrent, "run 'make reference'")
  }

  @Test func theReferenceIsCurrent() throws {
    let isCurrent = try file("README.md") == JobReference(JobLanguage(compiledInPlugins)).text
    #expect(isCurrent, "run 'make reference'")
  }

  @Test func everyFindingOfAPluginIsDescribed() throws {
    let plugins = Self.folder.deletingLastPathComponent().appending(path: "Plugins")
    let described =
      compiledInPlugins.sources.modules.flatMap { $0.descriptor.findings.map(\.name) }
      + compiledInPlugins.sinks.modules.flatMap { $0.descriptor.findings.map(\.name) }
    var made: Set<String> = []
    let files = FileManager.default.enumerator(at: plugins, includingPropertiesForKeys: nil)
    for case let file as URL in try #require(files)
    where file.pathExtension == "swift" && file.path.contains("/Sources/") {
      let text = try String(contentsOf: file, encoding: .utf8)
      made.formUnion(
        text.matches(of: /FindingID\(\s*"([a-z_]+\.[a-z_]+)"/).map { String($0.output.1) })
    }
    // What sinks share is declared once, beside them.
    let shared: Set = ["csv.columns"]
    #expect(made.sorted() == Set(described).subtracting(shared).sorted())
    #expect(Set(described).isDisjoint(with: FindingID.known.map(\.name)))
  }

  @Test(arguments: compiledInPlugins.sinks.kinds)
  func theExampleOfASinkIsAccepted(kind: String) async throws {
    let descriptor = try #require(compiledInPlugins.sinks[kind]).descriptor
    try await withTemporaryFolder { folder in
      let path = "\(folder)/job.yaml"
      try Data(compiledInPlugins.exampleJob(of: descriptor).utf8).write(
        to: URL(fileURLWithPath: path))
      let outside = OutsideValues(environment: { _ in nil }, file: { _ in [] })
      let loaded = try JobFileLoader(catalog: compiledInPlugins, outside: outside).load(path)
      #expect(loaded.findings == [])
      #expect(loaded.definition?.routes.map(\.descriptor.kind) == [kind])
      #expect(try JobFileFormatter(catalog: compiledInPlugins).format(path).isChanged == false)
    }
  }

  @Test func aSinkIsToldWithItsSettingsAndAnExample() throws {
    let descriptor = try #require(compiledInPlugins.sinks["sqlite"]).descriptor
    #expect(
      SinksCommand.text(of: descriptor, in: compiledInPlugins) == """
        sqlite: Keeps each item as one row of a table in an SQLite database.
        An item that comes again is absorbed: a consumer sees it once, even after a crash.
        It takes up to 10000 items at once, unless a route has a 'batch' of its own.

          setting  value                                                                 default       meaning
          path     a path                                                                required      The database file. It is created where missing, in a folder that exists.
          table    an identifier (small letters, digits and underscores)                 export_items  The table that the items go to. It is created where missing.
          columns  a list of fields, or a mapping with a field under each column's name  none          Columns of accounting data, beside the one that has all of it as JSON. One that is added later is NULL in older rows.
          access   one of owner, group                                                   owner         Who may use a file that is created: the user who runs sluice alone, or the group as well.

        A job file with it:

          version: 1
          job: example

          source:
            pleo:
              environment: sandbox
              export_job: 8eb648ab-464b-42a0-ba17-eda703657e33

          routes:
            - sink:
                sqlite:
                  path: ./out
                  table: export_items
                  access: owner
        """)
  }

  @Test func theExamplesAreInCanonicalForm() throws {
    let jobs = Self.folder.appending(path: "jobs")
    for name in try ExampleTests.examples {
      let path = jobs.appending(path: name).path
      let file = try JobFileFormatter(catalog: compiledInPlugins).format(path)
      #expect(file.findings == [], "\(name)")
      #expect(!file.isChanged, "run 'sluice fmt \(path)'")
    }
  }
}
