import Diagnostics
import ExportModel
import Foundation
import JobFile
import JobFileTestSupport
import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

/// A file as its tests need it.
struct LoadingForTestsTests {
  private static let outside = OutsideValues(
    environment: { _ in nil }, file: { _ in throw Missing() })
  private struct Missing: Error {}

  @Test func aSourceThatNeedsValuesFromOutsideIsStoodInFor() async throws {
    let loaded = try await loadForTests(
      """
      version: 1
      job: nightly
      params: { export_job: { type: uuid, env: PLEO_EXPORT_JOB } }
      source:
        pleo:
          environment: production
          export_job: ${param:export_job}
          token: ${file:/run/secrets/pleo_token}
      routes:
        - sink: { stdout: {} }
      """)
    #expect(loaded.findings == [])
    #expect(loaded.definition?.pleo?.environment == .sandbox)
  }

  /// Columns of data were refused in the tests of a file whose token comes from outside.
  @Test func whatTheSourceNeedsNothingForIsKept() async throws {
    let loaded = try await loadForTests(
      """
      version: 1
      job: nightly
      source:
        pleo:
          environment: production
          export_job: { next: { company: "${env:COMPANY}" } }
          auth: { api_key: "${file:/run/secrets/pleo_key}" }
          page_size: 7
          accounting_data: full
      order: transaction_date
      routes:
        - sink: { stdout: {} }
      """)
    #expect(loaded.findings == [])
    #expect(loaded.definition?.source.hasAccountingData == true)
    #expect(loaded.definition?.order == .transactionDate)
  }

  @Test func aSourceThatStandsInTheFileIsReadAsItIs() async throws {
    let loaded = try await loadForTests(job(environment: "sandbx"))
    #expect(loaded.findings.map(\.id) == ["source.environment"])
  }

  @Test func whatARouteNeedsFromOutsideMustBeThere() async throws {
    let loaded = try await loadForTests(
      """
      version: 1
      job: nightly
      params: { place: { type: text } }
      source: { pleo: { environment: sandbox, export_job: "${env:JOB}" } }
      routes:
        - sink: { file_queue: { directory: "${param:place}" } }
      """)
    #expect(loaded.findings.map(\.id) == ["params.missing"])
  }

  private func loadForTests(_ text: String) async throws -> LoadedJobFile {
    try await withTemporaryFolder { folder in
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/job.yaml"))
      return try JobFileLoader(catalog: fakePlugins, outside: Self.outside)
        .loadForTests("\(folder)/job.yaml")
    }
  }
}
