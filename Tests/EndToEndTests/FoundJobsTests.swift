import ExportModel
import Foundation
import TestSupport
import Testing

/// A job file that says how to find its export jobs.
@Suite(.timeLimit(.minutes(15)))
struct FoundJobsTests {
  static let next = "export_job: { next: { company: \(PleoJob.sampleID) } }"

  /// Three jobs of two pending items each, the youngest first in the list, which has two pages.
  static func jobs() -> [PleoJob] {
    (1...3).map { number in
      var job = PleoJob(pending: 2, seed: number)
      job.id = JobID(Identifier(high: 9, low: UInt64(number)))
      job.createdAt = "2026-05-01T0\(4 - number):00:00.5Z"
      return job
    }
  }

  static func site(
    _ jobs: [PleoJob] = Self.jobs(), source: String = next,
    routes: [String] = [Routes.stdout(), Routes.books()],
    _ body: (Site) async throws -> Void
  ) async throws {
    try await Site.with(PleoJob(), source: [source], routes: routes) { site in
      site.pleo.jobs = jobs
      try await body(site)
    }
  }

  @Test func openJobsAreWorkedOffTheOldestFirst() async throws {
    try await Self.site { site in
      let jobs = site.pleo.jobs
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.lines == jobs.reversed().flatMap { $0.lines(of: $0.work) })
      #expect(ended.errors.isEmpty)
      let again = try await site.run("--format", "json")
      #expect(again.exit == .code(0))
      #expect(again.lines == [])
      #expect(try Self.results(in: again).map(\.exportJob) == jobs.reversed().map { "\($0.id)" })
    }
  }

  @Test func onlyTheStatusesThatAreAskedForAreLookedFor() async throws {
    var jobs = Self.jobs()
    jobs[0].status = .pending
    jobs[1].status = .completed
    try await Self.site(jobs) { site in
      #expect(try await site.run().lines == jobs[2].lines(of: jobs[2].work))
      try site.writeJobFile(
        source: [
          "export_job: { next: { company: \(PleoJob.sampleID), statuses: [pending, in_progress] } }"
        ], routes: [Routes.stdout(), Routes.books()])
      #expect(try await site.run().lines == jobs[0].lines(of: jobs[0].work))
      #expect(site.pleo.asked.allSatisfy { $0.thing != .job || $0.jobID != jobs[1].id })
    }
  }

  @Test func withoutAnOpenJobThereIsNothingToDo() async throws {
    var jobs = Self.jobs()
    for index in jobs.indices { jobs[index].status = .completed }
    try await Self.site(jobs) { site in
      let ended = try await site.run("--format", "json")
      #expect(ended.exit == .code(0))
      #expect(ended.log.map(\.message) == ["found no export job to work on"])
      #expect(try Self.results(in: ended).isEmpty)
    }
  }

  @Test func aJobThatComesUpMeanwhileIsFoundToo() async throws {
    let jobs = Self.jobs()
    try await Self.site([jobs[2]]) { site in
      site.pleo.answer { asked in
        if asked.thing == .page(1) { site.pleo.jobs = jobs }
        return nil
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.lines.count == 6)
    }
  }

  @Test func oneJobInTroubleDoesNotStopTheNext() async throws {
    try await Self.site { site in
      let jobs = site.pleo.jobs
      site.pleo.answer { asked in
        asked.jobID == jobs[1].id && asked.thing == .page(1) ? .json(200, "{}") : nil
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(76))
      #expect(ended.lines == [2, 0].flatMap { jobs[$0].lines(of: jobs[$0].work) })
      site.pleo.answer { _ in nil }
      let again = try await site.run()
      #expect(again.exit == .code(0))
      #expect(again.lines == jobs[1].lines(of: jobs[1].work))
    }
  }

  @Test func aListThatIsUnavailableIsSaidAndNothingIsTouched() async throws {
    try await Self.site { site in
      site.pleo.answer { asked in asked.thing == .jobs ? .json(403, #"{"type":"forbidden"}"#) : nil
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(77))
      #expect(ended.log.last?.message == "the token may not read the company's export jobs (403)")
      #expect(ended.lines == [])
    }
  }

  @Test func aListWithoutAnEndIsRefused() async throws {
    try await Self.site { site in
      site.pleo.answer { asked in
        asked.thing != .jobs
          ? nil
          : .json(200, #"{"data":[],"pagination":{"hasNextPage":true,"endCursor":"J"}}"#)
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(76))
      #expect(ended.log.last?.message == "the list of export jobs does not come to an end")
    }
  }

  /// What is delivered of another company's job is in the wrong books.
  @Test func aJobOfAnotherCompanyIsNotTouched() async throws {
    var jobs = Self.jobs()
    let other = "00000000-0000-4000-8000-00000000000c"
    jobs[1].company = other
    jobs[1].listedFor = "\(PleoJob.sampleID)"
    try await Self.site(jobs) { site in
      let ended = try await site.run()
      #expect(ended.exit == .code(76))
      #expect(
        ended.log.last?.message
          == "$.data[1].companyId: expected '\(PleoJob.sampleID)', found '\(other)'")
      #expect(ended.lines == [])
    }
  }

  /// It is not listed any more: what its routes owe would be forgotten.
  @Test func aJobThatEndsMeanwhileIsClosedAndWhatItOwesStaysVisible() async throws {
    try await Self.site(routes: [Routes.broken]) { site in
      let jobs = site.pleo.jobs
      #expect(try await site.run().exit == .code(74))
      try site.makeFolder("no")
      site.pleo.jobs[1].status = .failed
      let words =
        "route 'books' owes 2 items of export job \(jobs[1].id), which earlier runs were for"
      let ended = try await site.run()
      #expect(ended.exit == .code(65))
      #expect(ended.summary?.contains("books never received 2 items") == true)
      let later = try await site.run("--format", "json")
      #expect(later.exit == .code(65))
      #expect(try later.findings == ["run.owed_elsewhere -: \(words)"])
      let status = try await site.sluice.run("status", "job.yaml", "--export-job", "\(jobs[0].id)")
      #expect(status.lines.contains("  \(words)"))
      let settled = try await site.sluice.run(
        "state", "job.yaml", "settle", "books", "--export-job", "\(jobs[1].id)")
      #expect(settled.lines == ["2 items of route 'books' are settled"])
      #expect(try await site.run().exit == .code(0))
    }
  }

  @Test func aDecisionNamesTheExportJob() async throws {
    try await Self.site { site in
      let none = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(none.exit == .code(65))
      #expect(none.stderr.contains("no run of job 'nightly' has stored an export job yet"))
      #expect(try await site.run().exit == .code(0))
      let settled = try await site.sluice.run("state", "job.yaml", "settle", "books")
      #expect(settled.exit == .code(64))
      #expect(settled.stderr.contains("the ledger has 3 export jobs: it is not clear which one"))
      #expect(settled.stderr.contains("name it with --export-job; the newest are"))
    }
  }

  @Test func theCommandsThatLookShowTheNewestUnlessOneIsNamed() async throws {
    try await Self.site { site in
      let jobs = site.pleo.jobs
      let nothing = try await site.sluice.run("status", "job.yaml")
      #expect(nothing.exit == .code(0))
      #expect(nothing.lines.first == "nightly")
      #expect(try await site.sluice.run("items", "job.yaml").lines == [])
      #expect(try await site.run().exit == .code(0))
      let newest = try await site.sluice.run("status", "job.yaml")
      #expect(newest.lines.first == "nightly, export job \(jobs[0].id)")
      let named = try await site.sluice.run("status", "job.yaml", "--export-job", "\(jobs[2].id)")
      #expect(named.lines.first == "nightly, export job \(jobs[2].id)")
      let items = try await site.sluice.run("items", "job.yaml", "--export-job", "\(jobs[1].id)")
      #expect(items.lines.map { $0.split(separator: "\t")[1] } == jobs[1].work.map { "\($0)" })
    }
  }

  @Test func aPlanIsOfEveryJobThatIsFound() async throws {
    try await Self.site { site in
      let jobs = site.pleo.jobs
      let plan = try await site.sluice.run("plan", "job.yaml")
      #expect(plan.exit == .code(0))
      #expect(
        plan.lines.filter { $0.hasPrefix("nightly") }
          == jobs.reversed().map { "nightly, export job \($0.id): a run would" })
      let checked = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(checked.exit == .code(0))
      #expect(checked.lines.contains("  a run would find 3 export jobs"))
      site.pleo.jobs = [PleoJob()]
      site.pleo.job.status = .failed
      #expect(
        try await site.sluice.run("plan", "job.yaml").lines == [
          "nightly: a run would find no export job to work on"
        ])
    }
  }

  @Test func oneOfThemIsRunByItsId() async throws {
    try await Self.site { site in
      let job = site.pleo.jobs[1]
      let ended = try await site.run("--export-job", "\(job.id)")
      #expect(ended.exit == .code(0))
      #expect(ended.lines == job.lines(of: job.work))
      let wrong = try await site.run("--export-job", "next")
      #expect(wrong.exit == .code(64))
      #expect(wrong.stderr.contains("--export-job takes a UUID, found 'next'"))
    }
  }

  @Test func aStopLeavesTheRestToTheNextRun() async throws {
    try await Self.site(source: Self.next) { site in
      let rest = "run: { deadline: 300ms }"
      try site.writeJobFile(
        source: [Self.next] + Site.unhurried, routes: [Routes.stdout(), Routes.books()], rest: rest)
      site.pleo.answer { $0.thing == .jobs && $0.time > 2 ? .silence : nil }
      let ended = try await site.run("--format", "json")
      #expect(ended.exit == .code(75))
      #expect(
        try ended.findings.last == "run.stopped -: stopped before every export job was looked at")
      site.pleo.answer { _ in nil }
      try site.writeJobFile(source: [Self.next], routes: [Routes.stdout(), Routes.books()])
      #expect(try await site.run().exit == .code(0))
      #expect(try site.rows().count == 6)
    }
  }

  // MARK: Names

  /// Its ledger has the old name: everything would be delivered again.
  @Test func aRenamedJobIsRefused() async throws {
    try await Self.site { site in
      #expect(try await site.run().exit == .code(0))
      let text = try String(contentsOfFile: "\(site.folder)/job.yaml", encoding: .utf8)
      try site.write(text.replacing("job: nightly", with: "job: weekly"), to: "job.yaml")
      let renamed = try await site.run()
      #expect(renamed.exit == .code(65))
      #expect(renamed.log.last?.message.hasPrefix("job 'weekly' was 'nightly' before") == true)
    }
  }

  private struct Result: Decodable {
    let exportJob: String

    enum CodingKeys: String, CodingKey { case exportJob = "export_job" }
  }

  /// The results in the envelope.
  private static func results(in ended: Ended) throws -> [Result] {
    struct Envelope: Decodable { let result: [Result] }
    return try JSONDecoder().decode(Envelope.self, from: Data(ended.envelope.utf8)).result
  }
}
