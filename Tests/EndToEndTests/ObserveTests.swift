import ExportModel
import Foundation
import TestSupport
import Testing

/// What a run leaves for whoever does not watch it: receipts and metrics.
@Suite(.timeLimit(.minutes(15)))
struct ObserveTests {
  private static let observe =
    "observe: { receipts: ./receipts.jsonl, metrics: { textfile: ./sluice.prom } }"

  private static func site(
    _ job: PleoJob = PleoJob(pending: 3), routes: [String] = [Routes.queue()],
    _ body: (Site) async throws -> Void
  ) async throws {
    try await Site.with(job, routes: routes) { site in
      try site.writeJobFile(routes: routes, rest: observe)
      try await body(site)
    }
  }

  // MARK: The log

  @Test func everyFieldOfTheLogIsDocumented() async throws {
    let article = try String(
      contentsOfFile: "\(Self.root)/Sources/SluiceHost/SluiceHost.docc/WatchingRuns.md",
      encoding: .utf8)
    try await Self.site(routes: [Routes.queue(batch: 1), Routes.broken]) { site in
      var notes = try await site.run("-v").notes
      site.pleo.job.status = .failed
      site.pleo.answer { $0.number == 1 ? .json(503, "{}") : nil }
      notes += try await site.run("-v").notes
      site.pleo.answer { _ in .json(401, "{}") }
      notes += try await site.run("-v").notes
      var fields: Set<String> = []
      for note in notes {
        let object = try JSONSerialization.jsonObject(with: Data(note.utf8)) as? [String: Any]
        fields.formUnion(object.map { Set($0.keys) } ?? [])
      }
      #expect(fields.count > 25)
      #expect(fields.filter { !article.contains("`\($0)`") } == [])
    }
  }

  // MARK: Receipts

  private struct Receipt: Decodable {
    struct Finding: Decodable { let id: String }
    struct Result: Decodable {
      let run: String
      let exportJob: String
      let ending: String
      let orderHash: String

      enum CodingKeys: String, CodingKey {
        case run, ending
        case exportJob = "export_job"
        case orderHash = "order_hash"
      }
    }
    let time: String
    let run: String
    let job: String
    let exitCode: Int
    let findings: [Finding]
    let result: Result?

    enum CodingKeys: String, CodingKey {
      case time, run, job, findings, result
      case exitCode = "exit_code"
    }
  }

  private func receipts(_ site: Site, in file: String = "receipts.jsonl") throws -> [Receipt] {
    let text = try String(contentsOfFile: "\(site.folder)/\(file)", encoding: .utf8)
    #expect(text.hasSuffix("\n"))
    return try text.split(separator: "\n").map {
      try JSONDecoder().decode(Receipt.self, from: Data($0.utf8))
    }
  }

  @Test func everyRunAddsALine() async throws {
    try await Self.site(routes: [Routes.queue(), Routes.broken]) { site in
      #expect(try await site.run().exit == .code(74))
      try site.makeFolder("no")
      #expect(try await site.run().exit == .code(0))
      let receipts = try receipts(site)
      #expect(receipts.map(\.exitCode) == [74, 0])
      #expect(receipts.map { $0.findings.map(\.id) } == [["run.sink"], []])
      #expect(receipts.map(\.result?.ending) == ["failed", "done"])
      #expect(Set(receipts.map(\.result?.orderHash)).count == 1)
      #expect(Set(receipts.map(\.run)).count == 2)
      #expect(receipts.map(\.run) == receipts.map(\.result?.run))
      #expect(receipts.allSatisfy { $0.job == "nightly" && $0.time.hasSuffix("Z") })
    }
  }

  /// A file that logrotate has moved away is begun anew.
  @Test func aReceiptFileMayBeMovedAwayBetweenRuns() async throws {
    try await Self.site { site in
      _ = try await site.run()
      try FileManager.default.moveItem(
        atPath: "\(site.folder)/receipts.jsonl", toPath: "\(site.folder)/receipts.jsonl.1")
      _ = try await site.run()
      #expect(try receipts(site).count == 1)
      #expect(try receipts(site, in: "receipts.jsonl.1").count == 1)
    }
  }

  /// A run that could not begin leaves its reason, and a line that a killed process left is not glued to the next.
  @Test func aRunThatDoesNotBeginLeavesALineToo() async throws {
    try await Self.site { site in
      try site.write(#"{"half":"#, to: "receipts.jsonl")
      try site.write("", to: "nowhere")
      let ended = try await site.run("--state", "nowhere/state")
      #expect(ended.exit != .code(0))
      let text = try String(contentsOfFile: "\(site.folder)/receipts.jsonl", encoding: .utf8)
      let lines = text.split(separator: "\n")
      #expect(lines.count == 2)
      let receipt = try JSONDecoder().decode(Receipt.self, from: Data(lines[1].utf8))
      #expect(receipt.result == nil)
      #expect(receipt.findings.map(\.id) == ["run.state"])
    }
  }

  @Test func everyExportJobOfARunHasALineUnderItsName() async throws {
    let next = "export_job: { next: { company: \(PleoJob.sampleID) } }"
    var jobs = [PleoJob(pending: 2), PleoJob(pending: 2, seed: 2)]
    jobs[1].id = JobID(Identifier(high: 9, low: 9))
    try await Self.site { site in
      site.pleo.jobs = jobs
      try site.writeJobFile(source: [next], routes: [Routes.queue()], rest: Self.observe)
      #expect(try await site.run().exit == .code(0))
      let receipts = try receipts(site)
      #expect(Set(receipts.compactMap(\.result?.exportJob)) == Set(jobs.map { "\($0.id)" }))
      #expect(Set(receipts.map(\.run)).count == 1)
      #expect(try metrics(site)[#"sluice_run_delivered_items{job="nightly",route="queue"}"#] == "4")
    }
  }

  /// Nobody would miss a receipt until it is needed.
  @Test func aReceiptThatCannotBeWrittenIsAFault() async throws {
    try await Self.site { site in
      try site.writeJobFile(
        routes: [Routes.queue()], rest: "observe: { receipts: ./gone/receipts.jsonl }")
      let ended = try await site.run("--format", "json")
      #expect(ended.exit == .code(74))
      #expect(try site.messages().count == 3, "the run itself has done its work")
      #expect(try ended.findings.count == 1)
      #expect(
        try ended.findings.first?.hasPrefix(
          "observe.file -: the receipt of the run could not be written: ") == true)
    }
  }

  /// A value from outside the file may be anything, and a receipt is kept.
  @Test func aReceiptKeepsNoValueFromOutside() async throws {
    let route = "- { name: books, sink: { sqlite: { path: '${env:PLACE}/export.sqlite' } } }"
    try await Self.site(routes: [route]) { site in
      var sluice = site.sluice
      sluice.environment["PLACE"] = "s3cret-place"
      #expect(try await sluice.run("run", "job.yaml").exit == .code(74))
      let text = try String(contentsOfFile: "\(site.folder)/receipts.jsonl", encoding: .utf8)
      #expect(text.contains("run.sink"))
      #expect(!text.contains("s3cret-place"))
    }
  }

  /// A run would have ended with 74.
  @Test func aLiveCheckLooksAtThePlacesOfTheRecord() async throws {
    try await Self.site { site in
      #expect(try await site.sluice.run("check", "--live", "job.yaml").exit == .code(0))
      try site.writeJobFile(
        routes: [Routes.queue()],
        rest: "observe: { metrics: { textfile: ./gone/sluice.prom } }")
      let checked = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(checked.exit == .code(74))
      #expect(checked.stderr.contains("error: the record of a run could not be written: "))
      #expect(checked.stderr.contains("[observe.file]"))
    }
  }

  // MARK: Metrics

  private func metrics(_ site: Site) throws -> [String: String] {
    let text = try String(contentsOfFile: "\(site.folder)/sluice.prom", encoding: .utf8)
    return Dictionary(
      uniqueKeysWithValues: text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
        let parts = $0.split(separator: " ")
        return (String(parts[0]), String(parts[1]))
      })
  }

  @Test func aRunLeavesItsFiguresAndAFailedOneTheTimeOfTheLastSuccess() async throws {
    try await Self.site(routes: [Routes.queue(), Routes.books()]) { site in
      _ = try await site.run()
      let first = try metrics(site)
      #expect(first[#"sluice_run_exit_code{job="nightly"}"#] == "0")
      #expect(first[#"sluice_run_read_items{job="nightly"}"#] == "3")
      #expect(first[#"sluice_run_delivered_items{job="nightly",route="books"}"#] == "3")
      #expect(first[#"sluice_owed_items{job="nightly",route="queue"}"#] == "0")
      let success = #"sluice_run_success_timestamp_seconds{job="nightly"}"#
      #expect(first[success] == first[#"sluice_run_end_timestamp_seconds{job="nightly"}"#])
      let name = try #require(first.keys.first { $0.hasPrefix("sluice_run_info") })
      #expect(name.contains(try receipts(site)[0].run))

      site.pleo.answer { _ in .json(401, "{}") }
      #expect(try await site.run().exit == .code(77))
      let second = try metrics(site)
      #expect(second[#"sluice_run_exit_code{job="nightly"}"#] == "77")
      #expect(second[success] == first[success])
    }
  }

  @Test func whatIsOwedIsAFigureOfItsRoute() async throws {
    try await Self.site(routes: [Routes.queue(), Routes.broken]) { site in
      _ = try await site.run()
      let figures = try metrics(site)
      #expect(figures[#"sluice_owed_items{job="nightly",route="books"}"#] == "3")
      #expect(figures[#"sluice_owed_items{job="nightly",route="queue"}"#] == "0")
      #expect(figures[#"sluice_run_success_timestamp_seconds{job="nightly"}"#] == nil)
    }
  }

  /// A run that never began knows nothing of what is owed: the alert would be silent.
  @Test func aRunThatDoesNotBeginKeepsTheFigures() async throws {
    try await Self.site(routes: [Routes.queue(), Routes.broken]) { site in
      _ = try await site.run()
      try site.write("", to: "nowhere")
      _ = try await site.run("--state", "nowhere/state")
      let figures = try metrics(site)
      #expect(figures[#"sluice_owed_items{job="nightly",route="books"}"#] == "3")
      #expect(figures[#"sluice_run_exit_code{job="nightly"}"#] != "0")
    }
  }

  /// The collector is another user.
  @Test func everybodyMayReadTheMetricsAndNobodyElseTheReceipts() async throws {
    try await Self.site { site in
      _ = try await site.run()
      func mode(_ file: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(site.folder)/\(file)")
        return attributes[.posixPermissions] as? Int
      }
      #expect(try mode("sluice.prom") == 0o644)
      #expect(try mode("receipts.jsonl") == 0o600)
    }
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// The tool of the machine, or the one that `.ci/setup tests` has put there.
  private static let promtool = "PATH=\"$PATH:\(root)/.build/tools\" promtool"

  /// `promtool check metrics` of Debian's package prometheus reads what is written.
  @Test func prometheusReadsTheMetrics() async throws {
    try await Self.site(routes: [Routes.queue(), Routes.broken]) { site in
      _ = try await site.run()
      let checked = try await site.sluice.run(shell: "\(Self.promtool) check metrics < sluice.prom")
      #expect(checked.exit == .code(0), "\(checked.stderr)")
      #expect(checked.stderr == "")
    }
  }

  @Test func prometheusReadsTheExampleAlerts() async throws {
    let file = "\(Self.root)/config/prometheus/sluice-alerts.yaml"
    let checked = try await Sluice(folder: "/").run(
      shell: "\(Self.promtool) check rules \(file)")
    #expect(checked.exit == .code(0), "\(checked.stderr)")
    #expect(checked.stdout.contains("3 rules found"))
  }

  // MARK: Places

  @Test func receiptsAndMetricsHavePlacesOfTheirOwn() async throws {
    try await Self.site(routes: [Routes.books()]) { site in
      try site.writeJobFile(
        routes: [Routes.books()],
        rest: "observe: { receipts: ./export.sqlite, metrics: { textfile: ./export.sqlite } }")
      let ended = try await site.sluice.run("check", "job.yaml")
      #expect(ended.exit == .code(78))
      #expect(
        ended.stderr.contains("error: this sink would write where the job keeps its receipts"))
      #expect(ended.stderr.contains("help: give the sink or the receipts another place"))
      #expect(
        ended.stderr.contains(
          "error: the metrics would be written where the receipts are kept [observe.claim]"))
      try site.writeJobFile(
        routes: [Routes.books()], rest: "observe: { receipts: ./.sluice/nightly/ledger.sqlite }")
      let state = try await site.sluice.run("check", "job.yaml")
      #expect(state.exit == .code(78))
      #expect(
        state.stderr.contains(
          "error: the receipts would be written where the state is kept [observe.claim]"))
    }
  }
}
