import Diagnostics
import ExportModel
import JobFile
import JobFileTestSupport
import Settings
import Testing

@testable import PleoSource

/// What values from outside come to, and what they may not do.
struct OutsideValuesTests {
  @Test func referencesAreFollowedInsideAText() async throws {
    let loaded = try await load(
      job(more: "description: ${env:A}-${file:b}-$${env:A}-$-$$"),
      environment: ["A": "one"], files: ["b": "two\n"])
    #expect(loaded.findings == "")
    #expect(loaded.definition?.description == "one-two-${env:A}-$-$$")
  }

  @Test func aReferenceInsideAValueFromOutsideIsNotFollowed() async throws {
    let loaded = try await load(
      job(more: "description: ${env:A}"), environment: ["A": "${env:B}", "B": "no"])
    #expect(loaded.definition?.description == "${env:B}")
  }

  @Test(arguments: [("x\n", "x"), ("x\n\n", "x\n"), ("x", "x"), ("x\r\n", "x")])
  func oneLineEndAfterAFileIsTrimmed(content: String, value: String) async throws {
    let loaded = try await load(job(more: "description: ${file:f}"), files: ["f": content])
    #expect(loaded.definition?.description == value)
  }

  @Test func aValueFromOutsideIsReadByTheTypeOfItsSetting() async throws {
    let loaded = try await load(
      job(exportJob: "${env:JOB}", pleo: "page_size: ${env:SIZE}\nrate: \"${env:RATE}\""),
      environment: ["JOB": "\(guideJob)\n", "SIZE": "7", "RATE": "none"])
    #expect(loaded.findings == "")
    #expect(loaded.definition?.source.jobID?.description == guideJob)
    #expect(loaded.definition?.pleo?.configuration.pageSize == 7)
    #expect(loaded.definition?.pleo?.configuration.rate == nil)
  }

  @Test func aTextFromOutsideIsNoGuessOfAnyReader() async throws {
    let loaded = try await load(job(more: "description: ${env:A}"), environment: ["A": "no"])
    #expect(loaded.findings == "")
    #expect(loaded.definition?.description == "no")
  }

  @Test func keysForOneselfAreNotReadNotEvenTheirReferences() async throws {
    let loaded = try await load("x-own: ${env:NONE}\n" + job())
    #expect(loaded.findings == "")
    #expect(loaded.definition != nil)
  }

  @Test func noFindingShowsWhatATokenIs() async throws {
    let loaded = try await load(
      job(
        environment: "prod", exportJob: "${env:T}",
        pleo: "token: \"${env:T}\"\ntimeout: ${env:T}\nrate: ${file:t}",
        routes:
          "  - { name: \"${env:T}\", batch: \"${env:T}\", sink: { sqlite: { path: a, table: \"${env:T}\" } } }"
      ), environment: ["T": "S3CRET-TOKEN"], files: ["t": "S3CRET-TOKEN"])
    #expect(loaded.file.findings.count == 13)
    #expect(!loaded.findings.contains("S3CRET"))
    #expect(!loaded.file.findings.map { "\($0)" }.joined().contains("S3CRET"))
  }

  @Test func aTokenOfADefinitionIsNotPrintedWithIt() async throws {
    let loaded = try await load(
      job(environment: "production", pleo: "token: ${env:T}"), environment: ["T": "s3cret-token"])
    let definition = try #require(loaded.definition)
    #expect(!"\(definition) \(String(reflecting: definition))".contains("s3cret-token"))
  }
}
