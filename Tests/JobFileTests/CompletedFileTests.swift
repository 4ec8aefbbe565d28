import JobFile
import JobFileTestSupport
import Testing

/// The file with every default in its place says the same as the file.
struct CompletedFileTests {
  @Test func everyDefaultIsWrittenOutAndReadsTheSame() async throws {
    let short = try await load(job())
    let text = try #require(short.file.completed)
    let long = try await load(text)
    #expect(long.findings == "")
    let (before, after) = (try #require(short.definition), try #require(long.definition))
    #expect(after.name == before.name)
    #expect(after.unmatched == before.unmatched)
    #expect(after.failure == before.failure)
    #expect(after.recovery == before.recovery)
    #expect(after.run.shutdownGrace == before.run.shutdownGrace)
    #expect(after.routes.map(\.name) == before.routes.map(\.name))
    #expect(try #require(long.file.completed) == text, "what is complete stays as it is")
  }

  @Test func aliasesAreWrittenOutAndReferencesStay() async throws {
    let loaded = try await load(
      job(
        routes: """
            - { name: &n intake, sink: { file_queue: { directory: "${env:QUEUE}" } } }
          """, more: "x-name: *n"), environment: ["QUEUE": "./queue"])
    let text = try #require(loaded.file.completed)
    #expect(
      text.contains("directory: \"${env:QUEUE}\"") || text.contains("directory: ${env:QUEUE}"))
    #expect(!text.contains("./queue"))
    #expect(!text.contains("&n") && !text.contains("*n"))
  }

  @Test func aRouteHasTheBatchThatSuitsItsSink() async throws {
    let loaded = try await load(job(routes: "  - sink: { stdout: {} }"))
    #expect(loaded.definition?.routes.map(\.batchLimit) == [1000])
    #expect(try #require(loaded.file.completed).contains("\n    batch: 1000\n"))
  }

  @Test func aSecretIsAMaskWhateverItIs() async throws {
    let loaded = try await load(
      job(
        environment: "production", pleo: "token: \"${env:PLEO_TOKEN}\""),
      environment: ["PLEO_TOKEN": "plk_9fA3xQ7bT2mZ8wK4vN6c"])
    let text = try #require(loaded.file.completed)
    #expect(text.contains("token: ‹secret›"))
    #expect(!text.contains("plk_"))
    #expect(!text.contains("PLEO_TOKEN"))
  }

  /// `check` hid it, and the same file with its defaults showed it.
  @Test func aCredentialThatWasPastedElsewhereIsHidden() async throws {
    for pasted in ["plk_9fA3xQ7bT2mZ8wK4vN6c", "see token: hunter2 there"] {
      let loaded = try await load(job(head: "version: 1\njob: nightly\ndescription: '\(pasted)'"))
      let text = try #require(loaded.file.completed)
      #expect(!text.contains("9fA3xQ7bT2mZ8wK4vN6c") && !text.contains("hunter2"))
      #expect(text.contains("description:"))
    }
  }

  @Test func aFileWithAnErrorHasNone() async throws {
    #expect(try await load(job(head: "version: 1\njobb: nightly")).file.completed == nil)
  }
}
