import Diagnostics
import ExportModel
import Foundation
import JobFile
import JobFileTestSupport
import Testing

@testable import PleoSource

/// The files under `config/jobs`, with what they need from outside.
struct ExampleJobsTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("config/jobs").standardizedFileURL.path

  private static let outside = OutsideValues(
    environment: {
      [
        "PLEO_EXPORT_JOB": guideJob, "PLEO_TOKEN": "s3cret-token",
        "PLEO_COMPANY": "a17be2c0-55d3-4f0a-8c1e-90b4d7236e18",
        "PING_URL": "https://ping.example.com/x",
      ][$0]
    },
    file: { path in
      guard path == "/run/secrets/pleo_token" else { throw CocoaError(.fileReadNoSuchFile) }
      return Array("s3cret-token\n".utf8)
    })

  private static func load(_ name: String) throws -> LoadedJobFile {
    try JobFileLoader(catalog: fakePlugins, outside: outside).load("\(folder)/\(name).yaml")
  }

  @Test func theQuickstartAsksForTheGuidesJob() throws {
    let definition = try #require(try Self.load("quickstart").definition)
    #expect(definition.source.jobID?.description == guideJob)
    #expect(definition.pleo?.environment == .sandbox)
  }
}
