import ExportModel
import JobFile
import JobFileTestSupport
import PageSourceKit
import SinkKit
import Testing

@testable import PleoSource

/// Job files that are loaded to be run where they harm nothing.
@Suite struct RehearsalTests {
  private func rehearsed(_ text: String) async throws -> LoadedText {
    let job = try #require(JobID("5117ce00-0000-4000-8000-000000000019"))
    return try await load(
      text,
      rehearsal: Rehearsal(
        root: "/scratch", api: "http://127.0.0.1:4711", exportJob: job, batch: 3))
  }

  private static let real = """
    version: 1
    job: nightly
    params: { id: { type: text, env: ID }, folder: { type: text, default: /var/out } }
    source:
      pleo:
        environment: production
        export_job: ${param:id}
        token: ${file:/run/secrets/token}
        page_size: 7
        rate: 1/min
        ca_file: /etc/ca.pem
    recovery: { process: [failed] }
    routes:
      - { sink: { file_queue: { directory: "${param:folder}/queue" } }, batch: 500 }
      - { sink: { sqlite: { path: ./books.sqlite } } }
    observe:
      receipts: /var/log/receipts
      ping: { success: "${env:PING}" }
    """

  @Test func everythingIsWrittenBelowTheRoot() async throws {
    let loaded = try await rehearsed(Self.real)
    #expect(loaded.findings == "")
    let definition = try #require(loaded.definition)
    #expect(definition.stateFolder == "/scratch\(loaded.folder)/.sluice/nightly")
    let paths = definition.routes.flatMap { $0.sink.claims.compactMap(\.paths.first) }
    #expect(paths == ["/scratch/var/out/queue", "/scratch\(loaded.folder)/books.sqlite"])
    #expect(definition.observe.receipts == nil)
  }

  @Test func theSourceAsksTheSimulatedAPI() async throws {
    let definition = try #require(try await rehearsed(Self.real).definition)
    let source = try #require(definition.source as? PleoSourceModule)
    #expect(source.configuration.pageSize == 7, "what else is set stays")
    #expect(source.configuration.rate == nil)
    #expect(source.configuration.caFile == nil)
    #expect("\(source.environment)".contains("127.0.0.1:4711"))
    let job = try #require(JobID("5117ce00-0000-4000-8000-000000000019"))
    #expect(source.selection == .one(job))
  }

  @Test func theRestIsTheJobsOwn() async throws {
    let definition = try #require(try await rehearsed(Self.real).definition)
    #expect(definition.recovery.process == [.failed])
    #expect(definition.routes.map(\.batchLimit) == [3, 3])
  }

  @Test func whatIsWrongIsFoundAsElsewhere() async throws {
    let loaded = try await rehearsed(Self.real.replacing("sqlite:", with: "sqlit:"))
    #expect(loaded.definition == nil)
    #expect(loaded.findings.contains("'sqlit' is not a kind of sink"), "\(loaded.findings)")
  }
}
