import Foundation
import JobFile
import Logging
import PageSourceKit
import SinkKit
import TestSupport
import Testing

@testable import SluiceHost

/// What `check` accepts, `run` can begin: both load by one function, and nothing after it refuses the
/// job definition again.
struct CheckAndRunTests {
  private static let environments = [
    "production", "staging", "https://x.example", "https://x.example/a/", "http://localhost:1",
    "http://127.0.0.1:9/x?y", "http://[::1]:80", "http://x.example", "https://u:p@x", "ftp://x",
    "https://", "https://x:0", "https://x:70000", "https://x y", "https://é.example",
    "HTTPS://X.EXAMPLE", "https://x.example#a", "https://x.example?q", "http://localhost.evil:1",
    "https://[::1", "https://x..y", "https://-x", "https://%41", "http://127.0.0.1.nip.io",
  ]
  private static let tokens = [
    "t0ken-of-tests", "a b", "a\nb", "é", "", "\u{0}", "a\u{7F}", "\t", "~!@#$%^&*()", "x\r",
  ]
  private static let settings = [
    "page_size: 1", "page_size: 1000", "page_size: 0", "rate: 1/s", "rate: 1/min", "rate: 0/min",
    "rate: 999999999999999999/s", "timeout: 1ms", "timeout: 0s", "timeout: 99999999999h",
    "retry: { attempts: 1 }", "retry: { base: 2s, cap: 1s }", "retry: { give_up_after: 1ms }",
  ]

  @Test func whatCheckAcceptsRunCanBegin() async throws {
    var accepted = 0
    var refused = 0
    for environment in Self.environments {
      for (index, token) in Self.tokens.enumerated() {
        for setting in Self.settings where index == 0 || setting == "page_size: 1" {
          let isAccepted = try await expectOneAnswer(
            """
            version: 1
            job: nightly
            source:
              pleo:
                environment: '\(environment)'
                export_job: 8eb648ab-464b-42a0-ba17-eda703657e33
                token: ${env:TOKEN}
                \(setting)
            routes: [ { sink: { stdout: {} } } ]
            """, token: token)
          if isAccepted { accepted += 1 } else { refused += 1 }
        }
      }
    }
    #expect(accepted > 50 && refused > 50, "\(accepted) accepted, \(refused) refused")
  }

  private func expectOneAnswer(_ text: String, token: String) async throws -> Bool {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/job.yaml"
      try Data(text.utf8).write(to: URL(filePath: path))
      let outside = OutsideValues(
        environment: { $0 == "TOKEN" ? token : nil }, file: { _ in [] })
      let loaded = try JobFileLoader(catalog: compiledInPlugins, outside: outside).load(path)
      guard let definition = loaded.definition else { return false }
      await #expect(throws: Never.self, "\(token.debugDescription) in \(text)") {
        try await definition.source.withPages(
          on: SourceHost(clock: SystemClock(), logger: Logger(label: "test"))
        ) { _ in }
      }
      return true
    }
  }
}
