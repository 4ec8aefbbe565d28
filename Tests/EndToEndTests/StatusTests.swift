import ExportModel
import Foundation
import SQLite
import TestSupport
import Testing

/// What `status` and `runs` say to a monitor: an exit code, a line for each job, and the history.
@Suite(.timeLimit(.minutes(15)))
struct StatusTests {
  @Test func nothingIsOwed() async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.queue()]) { site in
      let before = try await site.sluice.run("status", "job.yaml")
      #expect(before.exit == .code(0))
      #expect(before.lines.contains("  no run has stored anything yet"))
      _ = try await site.run()
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.exit == .code(0))
      #expect(status.lines.last == "  nothing is owed")
    }
  }

  @Test func aPersonMustLookWhereItemsAreHeld() async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.broken]) { site in
      _ = try await site.run()
      site.pleo.job.status = .failed
      _ = try await site.run()
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.exit == .code(65))
      #expect(status.lines.last == "  a person must look: books owes 3 items")
      let json = try await site.sluice.run("status", "job.yaml", "--format", "json")
      #expect(json.exit == .code(65))
      #expect(try json.findings == ["status.owed -: a person must look: books owes 3 items"])
    }
  }

  @Test func whatTheNextRunDeliversIsNotFinished() async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.queue()]) { site in
      _ = try await site.run()
      site.pleo.answer { _ in .json(500, "{}") }
      #expect(try await site.run().exit == .code(69))
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.exit == .code(75))
      #expect(status.lines.last == "  not finished: the last run failed")
    }
  }

  /// `status` said that the next run does it, and every run failed alike.
  @Test func aPersonMustLookWhereRunsFailUntilSomebodyActs() async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.broken]) { site in
      #expect(try await site.run().exit == .code(74))
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.exit == .code(65))
      let last = try #require(status.lines.last)
      #expect(last.hasPrefix("  a person must look: the last run failed: route 'books': "))
      #expect(last.hasSuffix("; not finished: 3 items outstanding for books"))
      let json = try await site.sluice.run("status", "job.yaml", "--format", "json")
      #expect(try json.findings.first?.hasPrefix("status.failed -: a person must look: ") == true)
      try site.makeFolder("no")
      _ = try await site.run()
      #expect(try await site.sluice.run("status", "job.yaml").exit == .code(0))
    }
  }

  @Test func aRunThatGoesOnOrWasKilledIsNotFinished() async throws {
    var job = PleoJob(pending: 3)
    job.pageLimit = 2
    try await Site.with(job, source: Site.unhurried, routes: [Routes.queue()]) { site in
      let isAsked = Moment()
      site.pleo.answer { asked in
        // The first page is asked for before the run has begun, the second one by the run.
        guard asked.thing == .page(2) else { return nil }
        isAsked.happen()
        return .silence
      }
      let running = try site.sluice.start(["run", "job.yaml"])
      await isAsked.wait()
      let during = try await site.sluice.run("status", "job.yaml", "--format", "json")
      #expect(during.exit == .code(75))
      #expect(
        try during.findings.first?.contains("not finished: a run is going on: process") == true)
      let runs = try await site.sluice.run("runs", "job.yaml")
      #expect(runs.lines.last == "  nightly: going on")
      running.send(SIGKILL)
      _ = await running.ended()
      let after = try await site.sluice.run("status", "job.yaml")
      #expect(after.exit == .code(75))
      #expect(
        try await site.sluice.run("runs", "job.yaml").lines.last
          == "  nightly: killed before its end")
      site.pleo.answer { _ in nil }
      _ = try await site.run()
      let killed = try await site.sluice.run("runs", "job.yaml")
      #expect(killed.lines.last == "  nightly: killed before its end")
      #expect(killed.lines[1].hasPrefix("  nightly: done; read 3; ") == true)
      #expect(try await site.sluice.run("status", "job.yaml").exit == .code(0))
    }
  }

  @Test func severalFilesGetALineEach() async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.queue()]) { site in
      try site.writeJobFile("books.yaml", routes: [Routes.broken], rest: "run: { state: ./books }")
      _ = try await site.sluice.run("run", "job.yaml", "books.yaml")
      let status = try await site.sluice.run("status", "job.yaml", "books.yaml")
      #expect(status.exit == .code(65))
      let lines = status.lines.map {
        $0.replacing(#/\d{4}-[-0-9T:.]+Z/#, with: "TIME").replacing(site.folder, with: "")
      }
      #expect(
        lines == [
          "nightly: nothing is owed; last run TIME, done",
          "nightly: a person must look: the last run failed: route 'books': database /no/export.sqlite: "
            + "its folder does not exist; not finished: 3 items outstanding for books; last run TIME, failed",
        ])
    }
  }

  // MARK: Runs

  /// A run, as JSON has it.
  private struct Run: Decodable {
    struct Summary: Decodable { let run: String? }
    let run: String?
    let exportJob: String?
    let ending: String
    let failure: String?
    let summary: Summary?

    enum CodingKeys: String, CodingKey {
      case run, ending, failure, summary
      case exportJob = "export_job"
    }
  }

  private func runs(_ site: Site, _ options: String...) async throws -> [Run] {
    struct Envelope: Decodable { let result: [Run] }
    let ended = try await site.sluice.start(
      ["runs", "job.yaml", "--format", "json"] + options
    ).ended()
    #expect(ended.exit == .code(0))
    return try JSONDecoder().decode(Envelope.self, from: Data(ended.envelope.utf8)).result
  }

  @Test func everyRunIsListedWithItsNameAndItsReason() async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.queue(), Routes.broken]) { site in
      #expect(try await site.sluice.run("runs", "job.yaml").lines == ["no run has been recorded"])
      let first = try await site.run()
      site.pleo.answer { _ in .json(401, #"{"type":"unauthorized"}"#) }
      let second = try await site.run("--format", "json")
      let runs = try await runs(site)
      #expect(runs.map(\.ending) == ["failed", "failed"])
      #expect(runs[0].failure == "the API wants a token (401)")
      #expect(runs.map(\.exportJob) == ["\(PleoJob.sampleID)", "\(PleoJob.sampleID)"])
      let names = runs.compactMap(\.run)
      #expect(Set(names).count == 2)
      #expect(first.stderr.contains(#""run":"\#(names[1])""#))
      #expect(second.envelope.contains(#""run":"\#(names[0])""#), "the receipt has the name too")
      #expect(runs.map(\.summary?.run) == runs.map(\.run))
      #expect(try await self.runs(site, "--limit", "1").count == 1)
      let text = try await site.sluice.run("runs", "job.yaml")
      #expect(text.lines.count == 6)
      #expect(text.lines[0].hasSuffix("  \(names[0])  \(PleoJob.sampleID)"))
      #expect(text.lines[1].hasPrefix("  nightly: not finished; read 0; "))
      #expect(text.lines[1].contains("; books: delivered 0, absorbed 0, outstanding 3; "))
      #expect(text.lines[2] == "  the API wants a token (401)")
    }
  }

  @Test func everyLineOfARunsLogHasItsName() async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.queue(), Routes.broken]) { site in
      let ended = try await site.run("-v")
      #expect(ended.notes.count > 5)
      let name = try #require(try await runs(site).first?.run)
      #expect(ended.notes.filter { !$0.contains(#""run":"\#(name)""#) } == [])
    }
  }

  @Test func aRunThatFoundNoExportJobIsListed() async throws {
    let next = "export_job: { next: { company: \(PleoJob.sampleID) } }"
    try await Site.with(PleoJob(pending: 3), source: [next], routes: [Routes.queue()]) { site in
      site.pleo.job.status = .completed
      _ = try await site.run()
      site.pleo.answer { _ in .json(403, "{}") }
      _ = try await site.run()
      site.pleo.answer { _ in nil }
      site.pleo.job.status = .inProgress
      _ = try await site.run()
      let runs = try await runs(site)
      #expect(runs.map(\.ending) == ["done", "failed", "done"])
      #expect(runs.map(\.exportJob) == ["\(PleoJob.sampleID)", nil, nil])
      #expect(runs[1].failure == "the token may not read the company's export jobs (403)")
      let lines = try await site.sluice.run("runs", "job.yaml").lines
      #expect(lines.last == "  nightly: found no export job to work on")
      #expect(lines[3] == "  nightly: not finished")
    }
  }
}
