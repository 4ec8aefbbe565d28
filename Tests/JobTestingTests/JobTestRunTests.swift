import Diagnostics
import ExportEngine
import FileQueueSink
import Foundation
import JobFile
import JobTesting
import PageSourceKit
import PleoSource
import SinkKit
import StdoutSink
import TestSupport
import Testing

@testable import SluiceHost

/// The tests in a job file, run by the real engine.
@Suite struct JobTestRunTests {
  private static let head = """
    version: 1
    job: nightly
    source: { pleo: { environment: sandbox, export_job: 8eb648ab-464b-42a0-ba17-eda703657e33 } }
    routes:
      - name: intake
        when: status == "pending"
        batch: 1
        sink: { file_queue: { directory: ./queue } }
      - name: watch
        batch: 1
        sink: { stdout: {} }
    tests:
      - name: base
        pages:
          - { items: [ { entry_id: b, status: pending }, { entry_id: c, status: failed } ], next: c1 }
          - { items: [ { entry_id: a, status: pending } ] }
        expect: { intake: [ a, b ], watch: [ a, b ], not_processed: [ c ], delivered_twice: [] }
    """

  @Test func whatIsAsExpectedHasNoProblem() async throws {
    #expect(try await problems(of: Self.head) == [[]])
  }

  @Test func theOrderIsByDateWhereverTheProcessDies() async throws {
    let text = """
      version: 1
      job: nightly
      source:
        pleo:
          environment: sandbox
          export_job: 8eb648ab-464b-42a0-ba17-eda703657e33
          accounting_data: full
      order: transaction_date
      routes:
        - name: intake
          batch: 1
          sink: { file_queue: { directory: ./queue } }
      tests:
        - name: by date
          pages:
            - items:
                - { entry_id: a, status: pending, data: { date: 2026-03-02 } }
                - { entry_id: b, status: failed, data: { date: 2026-02-01 } }
                - { entry_id: c, status: pending, data: { date: 2026-03-01T23:30:00+02:00 } }
                - { entry_id: d, status: pending, data: { date: "2026-03-01T22:00:00.5Z" } }
          expect: { intake: [ c, d, a ], not_processed: [ b ] }
        - name: killed
          pages: by date
          crash: after delivering batch 2 to intake
          expect: { intake: [ c, d, a ], delivered_twice: [] }
        - name: undated
          pages: [ { items: [ { entry_id: a, status: pending } ] } ]
          expect: { intake: [ a ] }
      """
    let found = try await problems(of: text)
    #expect(found[0] == [] && found[1] == [], "\(found)")
    #expect(
      found[2].first?.contains(
        "has no date that can be read in its accounting data, and the order is by date") == true)
  }

  /// There was no way to say so in a test.
  @Test func anItemWithoutAccountingDataIsHeldOrEndsTheRun() async throws {
    let text = { (policy: String) in
      """
      version: 1
      job: nightly
      source:
        pleo:
          environment: sandbox
          export_job: 8eb648ab-464b-42a0-ba17-eda703657e33
          accounting_data: full
      recovery: { missing_data: \(policy) }
      routes:
        - name: intake
          sink: { file_queue: { directory: ./queue } }
      tests:
        - name: one has none
          pages:
            - items:
                - { entry_id: a, status: pending, data: null }
                - { entry_id: b, status: pending, data: { note: x } }
          expect: { intake: [ b ], not_processed: [ a ] }
      """
    }
    let held = try await problems(of: text("hold"))
    #expect(held == [[]])
    let failed = try await problems(of: text("fail"))
    #expect(
      failed.first?.first
        == "the run failed: the API has no accounting data of item 61000000-0000-0000-0000-000000000000,"
        + " which needs work")
  }

  @Test(arguments: [
    ("after retrieving", ""), ("after storing", ""), ("after delivering batch 1 to intake", ""),
    ("after recording batch 1 to intake", ""), ("after delivering batch 2 to intake", ""),
    ("after recording batch 2 to intake", ""), ("after delivering batch 1 to watch", "a"),
    ("after recording batch 1 to watch", ""), ("after delivering batch 2 to watch", "b"),
    ("after recording batch 2 to watch", ""),
  ])
  func whereverTheProcessDiesOnlyASinkThatRepeatsShowsAnItemTwice(
    place: String, twice: String
  ) async throws {
    let text = """
      \(Self.head)
        - name: killed
          pages: base
          crash: \(place)
          expect:
            { intake: [ a, b ], watch: [ a, b ], not_processed: [ c ], delivered_twice: [ \(twice) ] }
      """
    #expect(try await problems(of: text) == [[], []])
  }

  @Test func whatIsNotAsExpectedIsTold() async throws {
    let text = """
      \(Self.head)
        - name: wrong
          pages: base
          crash: after delivering batch 2 to watch
          expect: { intake: [ b, a ], watch: [], not_processed: [ a, c ], delivered_twice: [ a ] }
      """
    #expect(
      try await problems(of: text)[1] == [
        "intake received [a, b], expected [b, a]", "watch received [a, b], expected []",
        "not processed: [c], expected [a, c]", "delivered twice: [b], expected [a]",
      ])
  }

  @Test func aPlaceThatTheRunNeverComesToIsAProblem() async throws {
    let text = """
      \(Self.head)
        - name: killed
          pages: base
          crash: after delivering batch 3 to intake
          expect: { intake: [ a, b ] }
      """
    #expect(
      try await problems(of: text)[1]
        == ["the run never came to where it was to die: after delivering batch 3 to intake"])
  }

  @Test func aRunThatFailsIsAProblem() async throws {
    let text = """
      \(Self.head)
        - name: the list moves
          pages:
            - { items: [ { entry_id: a, status: pending } ] }
            - { items: [ { entry_id: a, status: failed } ] }
          expect: { intake: [] }
      """
    #expect(
      try await problems(of: text)[1] == [
        "the run failed: item 61000000-0000-0000-0000-000000000000 changed its status while the "
          + "pages were read, in each of 3 readings"
      ])
  }

  @Test func anEmptyJobIsFine() async throws {
    let text = """
      \(Self.head)
        - name: nothing
          pages: [ { items: [] } ]
          expect: { intake: [], watch: [], not_processed: [], delivered_twice: [] }
      """
    #expect(try await problems(of: text)[1] == [])
  }

  @Test func theJobsOwnRecoveryAndConditionsDecide() async throws {
    let text = """
      version: 1
      job: nightly
      source: { pleo: { environment: sandbox, export_job: 8eb648ab-464b-42a0-ba17-eda703657e33 } }
      recovery: { process: [ pending, failed ], in_progress: process }
      routes:
        - { name: intake, when: status == "failed", sink: { file_queue: { directory: ./queue } } }
        - { name: watch, when: status != "failed", sink: { stdout: {} } }
      tests:
        - name: t
          pages:
            - items:
                - { entry_id: a, status: failed }
                - { entry_id: b, status: in_progress }
                - { entry_id: c, status: successful }
                - { entry_id: d, status: on_the_moon }
          expect: { intake: [ a ], watch: [ b ], not_processed: [ c, d ] }
      """
    #expect(try await problems(of: text) == [[]])
  }

  /// The problems of each test of a file.
  private func problems(of text: String) async throws -> [[String]] {
    let definition = try await definition(of: text)
    let plan = ExportRun.Plan(SelectedJob(forTestsOf: definition))
    var problems: [[String]] = []
    for test in definition.tests {
      problems.append(await JobTestRun(test, of: definition, plan: plan).problems())
    }
    return problems
  }

  private func definition(of text: String) async throws -> JobDefinition {
    let plugins = PluginCatalog(
      sources: SourceCatalog([PleoSourceModule.self]),
      sinks: SinkCatalog([FileQueueSinkModule.self, StdoutSinkModule.self]))
    return try await withTemporaryFolder { folder in
      let path = "\(folder)/job.yaml"
      try Data(text.utf8).write(to: URL(filePath: path))
      let outside = OutsideValues(environment: { _ in nil }, file: { _ in [] })
      let loaded = try JobFileLoader(catalog: plugins, outside: outside).load(path)
      #expect(loaded.findings == [])
      return try #require(loaded.definition)
    }
  }
}
