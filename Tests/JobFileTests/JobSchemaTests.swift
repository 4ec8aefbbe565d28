import Diagnostics
import Foundation
import JobFile
import JobFileTestSupport
import Settings
import Testing
import YAMLReader

/// The schema of the language, as an editor would use it; what it has to say about each file of the
/// other tests is checked where they are loaded.
struct JobSchemaTests {
  @Test func theValidatorIsThereAndTakesTheSchemaForOne() {
    #expect(SchemaValidator.shared != nil, "python3 needs jsonschema: run 'bash .ci/setup tests'")
  }

  /// The file that editors have, with the sinks of the build.
  @Test func theWrittenSchemaAcceptsEveryExample() async throws {
    let config = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "config")
    let schema = try String(contentsOf: config.appending(path: "job.schema.json"), encoding: .utf8)
    let validator = try #require(SchemaValidator(schema))
    let jobs = try FileManager.default.contentsOfDirectory(
      at: config.appending(path: "jobs"), includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "yaml" }
    #expect(!jobs.isEmpty)
    for job in jobs {
      var findings = Findings()
      let root = YAMLDocument.read(
        [UInt8](try Data(contentsOf: job)), file: job.path, findings: &findings)
      #expect(try await validator.errors(#require(root)) == [], "\(job.lastPathComponent)")
    }
    #expect(
      try await validator.errors(
        Node(
          .mapping([]),
          at: SourceSpan(
            file: "", start: .init(line: 1, column: 1), end: .init(line: 1, column: 1)))) != [])
  }

  private func errors(_ text: String) async throws -> [String] {
    var findings = Findings()
    let root = YAMLDocument.read(Array(text.utf8), file: "job.yaml", findings: &findings)
    return try await #require(SchemaValidator.shared).errors(#require(root))
  }

  @Test func theShortestFileIsAccepted() async throws {
    #expect(try await errors(job()) == [])
  }

  @Test func aValueFromOutsideStandsWhereverASingleValueDoes() async throws {
    let text = job(
      environment: "${env:E}", exportJob: "${env:J}",
      pleo: "token: ${env:T}\npage_size: ${env:P}\nrate: ${env:R}\ncompleteness: ${env:C}",
      routes: "  - { name: \"${env:N}\", batch: '${env:B}', sink: { stdout: {} } }")
    #expect(try await errors(text) == [])
  }

  @Test func quotesMakeNoDifference() async throws {
    let text = job(head: "version: '1'\njob: \"nightly\"", pleo: "page_size: '7'\nrate: 'none'")
    #expect(try await errors(text) == [])
  }

  @Test func aMisspeltKeyIsRefusedAtEveryDepth() async throws {
    for text in [
      job(more: "ordr: source"), job(pleo: "pagesize: 1"), job(pleo: "retry: { atempts: 1 }"),
      job(routes: "  - { sinc: 1, sink: { stdout: {} } }"), job(routes: "  - sink: { stdot: {} }"),
      job(routes: "  - sink: { stdout: { forma: jsonl } }"),
    ] {
      #expect(try await errors(text).count == 1, "\(text)")
    }
  }

  @Test func keysOfTheUsersOwnStandOnlyAtTheTop() async throws {
    #expect(try await errors(job(more: "x-any: { thing: [1] }")) == [])
    #expect(try await errors(job(pleo: "x-any: 1")).count == 1)
  }

  @Test func whoeverTalksToTheWorldNeedsATokenFromOutside() async throws {
    #expect(try await errors(job(environment: "production")).count == 1)
    #expect(try await errors(job(environment: "staging", pleo: "token: abc")).count == 1)
    #expect(try await errors(job(environment: "staging", pleo: "token: ${env:T}")) == [])
    #expect(try await errors(job(environment: "http://localhost:1", pleo: "token: abc")) == [])
  }

  @Test func itSaysWhatTheKeysMeanAndWhatTheirDefaultsAre() throws {
    let text = JobSchema(JobLanguage(fakePlugins)).text
    #expect(
      text.contains(
        """
                    "page_size": {
                      "description": "How many items to ask for in a page; the API may give fewer.",
                      "anyOf": [
                        {
                          "type": "integer",
                          "minimum": 1,
                          "maximum": 1000
                        },
                        {
                          "type": "string",
                          "pattern": "^[0-9]+$|\\\\$\\\\{"
                        }
                      ],
                      "default": 100
                    },
        """))
  }
}
