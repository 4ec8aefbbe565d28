import Diagnostics
import Foundation
import JobFileTestSupport
import SinkKit
import TestSupport
import Testing

@testable import JobFile

/// A token file that this user may not read: exit code 78, and help about relative paths.
struct DeniedValueTests {
  @Test func aFileThatMayNotBeReadIsToldWithTheUser() async throws {
    let loaded = try await load("token: ${file:/run/secrets/pleo_token}")
    #expect(loaded.isDenied)
    let finding = try #require(loaded.findings.first)
    #expect(finding.id == "value.denied")
    #expect(
      finding.message
        == "user \(NSUserName()) may not read the file '/run/secrets/pleo_token'")
    #expect(finding.help == "let this user read it, and every folder on the way to it")
  }

  @Test func aFileThatIsWrongAsWellIsWrong() async throws {
    let loaded = try await load("token: ${file:/run/secrets/pleo_token}\n    page_size: 0")
    #expect(!loaded.isDenied)
  }

  private func load(_ settings: String) async throws -> LoadedJobFile {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/job.yaml"
      let text = """
        version: 1
        job: nightly
        source:
          pleo:
            environment: production
            export_job: 8eb648ab-464b-42a0-ba17-eda703657e33
            \(settings)
        routes: [ { sink: { stdout: {} } } ]
        """
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let outside = OutsideValues(
        environment: { _ in nil },
        file: { _ in throw UnreadableFile(description: "permission denied", isDenied: true) })
      return try JobFileLoader(catalog: fakePlugins, outside: outside).load(path)
    }
  }
}
