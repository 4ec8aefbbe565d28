import Diagnostics
import ExportModel
import Foundation
import JobFile
import JobFileTestSupport
import Predicates
import Settings
import SinkKit
import TestSupport
import Testing

@testable import PleoSource

/// What a right file comes to.
struct JobFileLoaderTests {
  @Test func theShortestFileHasADefaultForEverythingElse() async throws {
    let loaded = try await load(job())
    #expect(loaded.findings == "")
    let definition = try #require(loaded.definition)
    #expect(definition.name.text == "nightly")
    #expect(definition.description == nil)
    #expect(definition.recovery == RecoveryPolicy())
    #expect(definition.order == .entryID)
    #expect(definition.stateFolder == "\(loaded.folder)/.sluice/nightly")
    let source = try #require(definition.source as? PleoSourceModule)
    #expect(source.environment == .sandbox)
    #expect(source.jobID?.description == guideJob)
    #expect(source.configuration.token == nil)
    #expect(source.configuration.pageSize == 100)
    #expect(source.configuration.rate?.description == "500/min")
    #expect(source.configuration.timeout == .seconds(30))
    #expect(source.configuration.retry.policy.attempts == 8)
    #expect(source.configuration.retry.policy.base == .milliseconds(500))
    #expect(source.configuration.retry.policy.cap == .seconds(60))
    #expect(source.configuration.retry.giveUpAfter == .seconds(900))
    #expect(source.completeness == .strict)
    let route = try #require(definition.routes.first)
    #expect(definition.routes.count == 1)
    #expect(route.name.text == "stdout")
    #expect(route.predicate == .always)
    #expect(route.batchLimit == 1000)
    #expect(route.descriptor.kind == "stdout")
  }

  @Test func everySettingIsReadAsWritten() async throws {
    let loaded = try await load(
      """
      x-times: &long 2m
      version: 1
      job: nightly-export
      description: "Hand over: everything"
      source:
        pleo:
          environment: https://export.example.com/api/
          export_job: ' 8EB648AB-464b-42a0-ba17-EDA703657E33 '
          token: ${file:secrets/token}
          page_size: 1000
          rate: 10/s
          timeout: *long
          retry: { attempts: 3, base: 1s, cap: 1s, give_up_after: 1h }
          completeness: warn
      recovery:
        process: [pending, failed]
        in_progress: hold
        unknown_status: skip
      order: source
      routes:
        - name: intake
          when: status in ["pending", "failed"]
          sink: { file_queue: { directory: ./queue } }
          batch: 50
        - sink: { sqlite: { path: /var/lib/x.sqlite, table: items } }
      run: { state: ../state }
      """, files: ["secrets/token": "s3cret-token\n"])
    #expect(loaded.findings == "")
    let definition = try #require(loaded.definition)
    #expect(definition.description == "Hand over: everything")
    let source = try #require(definition.source as? PleoSourceModule)
    #expect(source.environment == .address("https://export.example.com/api"))
    #expect(source.jobID?.description == guideJob)
    #expect(source.configuration.token?.revealed == "s3cret-token")
    #expect(source.configuration.pageSize == 1000)
    #expect(source.configuration.rate?.description == "10/s")
    #expect(source.configuration.timeout == .seconds(120))
    #expect(source.configuration.retry.giveUpAfter == .seconds(3600))
    #expect(source.completeness == .warn)
    #expect(
      definition.recovery
        == RecoveryPolicy(process: [.pending, .failed], inProgress: .hold, unknownStatus: .skip))
    #expect(definition.order == .source)
    #expect(definition.routes.map(\.name.text) == ["intake", "sqlite"])
    let intake = try #require(definition.routes.first)
    #expect(intake.predicate == .statusIn([.pending, .failed]))
    #expect(intake.batchLimit == 50)
    #expect(intake.sink.claims == [.directory("\(loaded.folder)/queue")])
    #expect(intake.span.start.line == 23)
    #expect(
      definition.routes.last?.sink.claims == [.table(file: "/var/lib/x.sqlite", name: "items")])
    #expect(
      definition.stateFolder == NSString(string: loaded.folder).deletingLastPathComponent + "/state"
    )
  }

  @Test func noRateIsAsManyRequestsAsCanBeMade() async throws {
    let source = try #require(try await load(job(pleo: "rate: none")).definition?.pleo)
    #expect(source.configuration.rate == nil)
  }

  @Test func pleosOwnEnvironmentsHaveTheirBaseURLs() async throws {
    for (word, base) in [
      ("production", "https://external.pleo.io"), ("staging", "https://external.staging.pleo.io"),
    ] {
      let loaded = try await load(
        job(environment: word, pleo: "token: ${env:T}"), environment: ["T": "s3cret-token"])
      #expect(loaded.definition?.pleo?.environment.baseURL == base)
    }
  }

  @Test(arguments: [
    "http://localhost:8080", "http://127.0.0.1", "http://127.9.9.9:1/v", "http://[::1]:8080",
    "HTTPS://LOCALHOST",
  ])
  func loopbackNeedsNoTokenAndTakesOneFromTheFile(address: String) async throws {
    let bare = try await load(job(environment: "\"\(address)\""))
    #expect(bare.findings == "")
    #expect(bare.definition?.pleo?.environment.baseURL == address)
    let withToken = try await load(
      job(environment: "\"\(address)\"", pleo: "token: only-for-trying-out"))
    #expect(withToken.findings == "")
    #expect(withToken.definition?.pleo?.configuration.token?.revealed == "only-for-trying-out")
  }

  @Test(arguments: [
    (#"status == "failed""#, ItemPredicate.statusIs(.failed)),
    (#"status != "failed""#, .not(.statusIs(.failed))),
    (#"status in ["pending"]"#, .statusIn([.pending])),
    (#"status in["pending","in_progress"]"#, .statusIn([.pending, .inProgress])),
  ])
  func aConditionMeansWhatItSays(text: String, predicate: ItemPredicate) async throws {
    let loaded = try await load(
      job(
        routes: "  - when: '\(text)'\n    sink: { stdout: {} }",
        more: "recovery: { process: [pending, failed] }\nunmatched: skip"))
    #expect(loaded.findings == "")
    #expect(loaded.definition?.routes.first?.predicate == predicate)
  }

  @Test func findingsCarryThePathAsItWasGiven() async throws {
    let loaded = try await load("version: 2\n")
    #expect(loaded.file.path == "\(loaded.folder)/job.yaml")
    #expect(loaded.file.findings.allSatisfy { $0.span?.file == loaded.file.path })
  }

  @Test func aFileWithAByteOrderMarkIsReadAndShownWithoutIt() async throws {
    let loaded = try await load("\u{FEFF}version: 2\njob: nightly\nsource: {}\nroutes: []\n")
    #expect(
      loaded.findings.hasPrefix(
        """
        job.yaml:1:10: error: version '2' is not known [job.version]
            1 | version: 2
              |          ^
        """))
  }

  @Test func whatIsNoFileToReadSaysWhy() async throws {
    try await withTemporaryFolder { folder in
      let loader = JobFileLoader(catalog: fakePlugins, outside: .process)
      let reasons = [
        "\(folder)/none.yaml": "no such file", folder: "it is a folder",
        "": "the path is empty",
      ]
      for (path, reason) in reasons {
        let error = #expect(throws: UnreadableJobFile.self) { try loader.load(path) }
        #expect(error?.description == "cannot read job file '\(path)': \(reason)")
      }
    }
  }

  @Test func theProcessGivesItsVariablesAndFiles() async throws {
    try await withTemporaryFolder { folder in
      try Data("s3cret-token\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/token"))
      let text = job(
        environment: "staging", pleo: "token: ${file:token}", more: "description: ${env:PATH}")
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/job.yaml"))
      let loaded = try JobFileLoader(catalog: fakePlugins, outside: .process)
        .load("\(folder)/job.yaml")
      #expect(loaded.findings == [])
      #expect(loaded.definition?.pleo?.configuration.token?.revealed == "s3cret-token")
      #expect(loaded.definition?.description == ProcessInfo.processInfo.environment["PATH"])
    }
  }
}
