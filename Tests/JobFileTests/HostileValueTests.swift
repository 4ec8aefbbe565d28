import Diagnostics
import ExportModel
import Foundation
import JobFile
import JobFileTestSupport
import Settings
import SinkKit
import TestSupport
import Testing

@testable import PleoSource

/// Whatever a value from outside holds, it stays the text of one setting, and nothing shows it.
struct HostileValueTests {
  /// What each value here contains, and nothing else does.
  private static let mark = "Zq9Mark"

  static let values = [
    "\(mark)\nunmatched: fail", "\(mark): { a: b }", "{ \(mark): 1 }", "[\(mark)]", "\(mark)'",
    "\(mark)\"", "'\(mark)\", x: \"", "${env:\(mark)}", "$${\(mark)", "*\(mark)", "&\(mark) x",
    "<<: \(mark)", "!\(mark) x", "# \(mark)", "\(mark) # c", "- \(mark)", "\(mark)\u{0}",
    "\(mark)\r\nX-More: 1", "\(mark)\u{1B}[31m", "|\n  \(mark)", "https://u:\(mark)@h",
    "\(mark)\u{2028}x", "%\(mark)", "---\n\(mark)", "../\(mark)", "status == \"\(mark)\"",
  ]

  enum Reference: String, CaseIterable, Sendable {
    case environment = "${env:V}"
    case file = "${file:v}"
    case given = "${param:given}"
    case declared = "${param:declared}"
    case inText = "a${env:V}b"
  }

  /// A file with one reference in every place that takes a value, and two keys beside each.
  private static func text(_ reference: String, place: Int) -> String {
    func at(_ index: Int, _ usual: String) -> String { index == place ? "'\(reference)'" : usual }
    return """
      version: \(at(0, "1"))
      job: \(at(1, "nightly"))
      description: \(at(2, "text"))
      params:
        given: { type: text }
        declared: { type: text, env: V }
      source:
        pleo:
          environment: \(at(3, "staging"))
          export_job: \(at(4, guideJob))
          token: \(at(5, "'${env:TOKEN}'"))
          page_size: \(at(6, "7"))
          rate: \(at(7, "none"))
          timeout: \(at(8, "30s"))
          retry: { attempts: \(at(9, "3")), base: 1s, cap: 2s }
          completeness: \(at(10, "strict"))
      recovery: { process: [\(at(11, "pending"))], in_progress: \(at(12, "skip")) }
      routes:
        - name: \(at(13, "books"))
          when: \(at(14, "status == \"pending\""))
          sink: { sqlite: { path: \(at(15, "./b")), table: \(at(16, "items")) } }
          batch: \(at(17, "9"))
        - sink: { file_queue: { directory: \(at(18, "./q")) } }
      unmatched: \(at(19, "hold"))
      run: { state: \(at(20, "./s")), deadline: \(at(21, "1h")) }

      """
  }

  static let places = 0...21

  /// Every value at every place, and each reference to every value and at every place.
  @Test(arguments: places)
  func aValueFromOutsideIsTheTextOfOneSettingAndIsShownNowhere(place: Int) async throws {
    let references = Reference.allCases
    for (index, value) in Self.values.enumerated() {
      let reference = references[(place + index) % references.count]
      try await expectHarmless(
        value, in: Self.text(reference.rawValue, place: place),
        "\(value.debugDescription) by \(reference) at place \(place)")
    }
  }

  private func expectHarmless(_ value: String, in text: String, _ comment: Comment) async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/job.yaml"
      try Data(text.utf8).write(to: URL(filePath: path))
      let outside = OutsideValues(
        environment: { ["V": value, "TOKEN": "t0ken-of-tests"][$0] },
        file: { _ in Array(value.utf8) },
        parameters: ["given": value])
      let loaded = try JobFileLoader(catalog: fakePlugins, outside: outside).load(path)
      let formatted = try JobFileFormatter(catalog: fakePlugins).format(path)
      #expect((loaded.definition == nil) == loaded.findings.contains { $0.severity == .error })
      for shown in [
        loaded.text, loaded.completed ?? "", formatted.formatted ?? "",
        loaded.findings.map(loaded.renderer(color: true).render).joined(),
        loaded.findings.map { "\($0)" }.joined(),
      ] { #expect(!shown.contains(Self.mark), comment) }
      // What says that another text than the one setting is changed.
      guard let definition = loaded.definition else { return }
      #expect(definition.routes.map(\.descriptor.kind) == ["sqlite", "file_queue"], comment)
      #expect(definition.routes.map(\.name.text) == ["books", "file_queue"], comment)
      #expect(definition.unmatched == .hold, comment)
      #expect(definition.pleo?.environment == .staging, comment)
      #expect(definition.source.jobID?.description == guideJob, comment)
      #expect(definition.pleo?.configuration.pageSize == 7, comment)
      #expect(definition.routes.map(\.batchLimit) == [9, 1000], comment)
      #expect(definition.pleo?.configuration.token.map { "\($0)" } == "‹secret›", comment)
    }
  }

  @Test func aDescriptionIsExactlyTheValue() async throws {
    for value in Self.values {
      let loaded = try await load(job(more: "description: '${env:V}'"), environment: ["V": value])
      #expect(loaded.definition?.description == value)
    }
  }
}
