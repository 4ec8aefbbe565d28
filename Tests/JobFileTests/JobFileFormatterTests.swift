import Diagnostics
import Foundation
import JobFile
import JobFileTestSupport
import TestSupport
import Testing

/// What a person sees of a file that the formatter refuses.
struct JobFileFormatterTests {
  /// The mark was taken for a column, so that the last character of the secret was shown.
  @Test func aByteOrderMarkMovesNoMask() async throws {
    let line = "source: { pleo: { token: hunter2Q, environment: [ } }"
    var shown: [String] = []
    for mark in ["", "\u{FEFF}"] {
      try await withTemporaryFolder { folder in
        try Data((mark + line).utf8).write(to: URL(filePath: "\(folder)/job.yaml"))
        let file = try JobFileFormatter(catalog: fakePlugins).format("\(folder)/job.yaml")
        let renderer = file.renderer(color: false)
        shown.append(
          file.findings.map(renderer.render).joined(separator: "\n").replacing(folder, with: ""))
      }
    }
    #expect(!shown[1].contains("Q"))
    #expect(shown[1].contains("token: ********"))
    #expect(shown[0] == shown[1])
  }
}
