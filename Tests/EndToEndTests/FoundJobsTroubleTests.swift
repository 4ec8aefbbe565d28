import ExportModel
import Foundation
import TestSupport
import Testing

/// Export jobs that a run finds, and that come to an end, disappear or cannot be read: none is forgotten, and none is
/// in the way of the others.
@Suite(.timeLimit(.minutes(15)))
struct FoundJobsTroubleTests {
  /// The items were settled, and every later run still asked for the job and ended with 76.
  @Test func aSettledJobThatTheAPIDoesNotKnowIsLeftAlone() async throws {
    try await FoundJobsTests.site(routes: [Routes.broken]) { site in
      let jobs = site.pleo.jobs
      _ = try await site.run()
      try site.makeFolder("no")
      site.pleo.jobs = Array(jobs.dropFirst())
      let unknown: PleoServer.Fault = { asked in
        asked.jobID == nil ? nil : .json(404, #"{"type":"EXPORT_NOT_FOUND"}"#)
      }
      site.pleo.jobs[0].status = .completed
      site.pleo.jobs[1].status = .completed
      site.pleo.jobs.append(jobs[0])
      site.pleo.jobs[2].listedFor = "nobody"
      site.pleo.answer(unknown)
      #expect(try await site.run().exit == .code(76))
      for job in jobs {
        _ = try await site.sluice.run(
          "state", "job.yaml", "settle", "books", "--all", "--export-job", "\(job.id)")
      }
      #expect(try await site.run().exit == .code(0))
      #expect(try await site.run().exit == .code(0))
    }
  }

  /// The run had failed, and `status` said that nothing was owed.
  @Test func statusSaysThatTheListOrAJobCouldNotBeRead() async throws {
    try await FoundJobsTests.site { site in
      let jobs = site.pleo.jobs
      site.pleo.answer { $0.thing == .jobs ? .json(403, "{}") : nil }
      _ = try await site.run()
      let before = try await site.sluice.run("status", "job.yaml")
      #expect(before.exit == .code(65))
      #expect(before.lines.last?.hasPrefix("  a person must look: the last run failed: ") == true)
      site.pleo.answer { $0.jobID == jobs[1].id ? .json(200, "{}") : nil }
      #expect(try await site.run().exit == .code(76))
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.exit == .code(65))
      let failed = "  a person must look: the last run of export job \(jobs[1].id) failed: "
      #expect(status.lines.last?.hasPrefix(failed) == true)
      site.pleo.answer { _ in nil }
      _ = try await site.run()
      #expect(try await site.sluice.run("status", "job.yaml").exit == .code(0))
    }
  }

  /// Held items of another open job were said to be the next run's.
  @Test func whatIsHeldOfAnotherOpenJobIsAPersons() async throws {
    var jobs = FoundJobsTests.jobs()
    jobs[2].items[0].status = try #require(ItemStatus("weird_new"))
    try await FoundJobsTests.site(jobs) { site in
      #expect(try await site.run().exit == .code(65))
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.exit == .code(65))
      #expect(status.lines.last == "  a person must look: 1 item of export job \(jobs[2].id)")
    }
  }

  /// Each run read the jobs again that were done, and its deadline came before the others.
  @Test func jobsWithWorkLeftComeBeforeThoseThatAreDone() async throws {
    let jobs = FoundJobsTests.jobs()
    try await FoundJobsTests.site([jobs[2]]) { site in
      _ = try await site.run()
      site.pleo.jobs = jobs
      site.pleo.answer { _ in nil }
      _ = try await site.run()
      let asked = site.pleo.asked.filter { $0.thing == .page(1) }.map(\.jobID)
      #expect(asked == [jobs[1].id, jobs[0].id, jobs[2].id])
    }
  }

  /// A job failed before anything of it was stored: exit 0, and nobody knew of its items.
  @Test func aJobThatFailsBeforeItWasRetrievedIsSaidOnce() async throws {
    try await FoundJobsTests.site { site in
      let jobs = site.pleo.jobs
      site.pleo.answer { $0.jobID == jobs[1].id ? .json(200, "{}") : nil }
      #expect(try await site.run().exit == .code(76))
      site.pleo.answer { _ in nil }
      site.pleo.jobs[1].status = .failed
      let ended = try await site.run("--format", "json")
      #expect(ended.exit == .code(65))
      let items = jobs[1].items.count
      #expect(
        try ended.findings == [
          "run.never_retrieved -: export job \(jobs[1].id) has failed; \(items) items of it were never retrieved"
        ])
      #expect(try await site.run().exit == .code(0))
    }
  }

  /// Exit 0, and nobody knew of its items, where it was listed as open and then read as failed.
  @Test func aJobThatFailsBetweenTheListAndItsReadingIsSaidOnce() async throws {
    try await FoundJobsTests.site { site in
      let jobs = site.pleo.jobs
      site.pleo.answer { asked in
        if asked.thing == .jobs { site.pleo.jobs[1].status = .failed }
        return nil
      }
      let ended = try await site.run("--format", "json")
      #expect(ended.exit == .code(65))
      #expect(
        try ended.findings == [
          "run.never_retrieved -: export job \(jobs[1].id) has failed; \(jobs[1].items.count) items of it were never retrieved"
        ])
      #expect(try await site.run().exit == .code(0))
    }
  }

  @Test func aJobThatFailsWhileItIsReadIsSaid() async throws {
    try await FoundJobsTests.site { site in
      let jobs = site.pleo.jobs
      site.pleo.answer { asked in
        if asked.thing == .page(1), asked.jobID == jobs[1].id { site.pleo.jobs[1].status = .failed }
        return nil
      }
      let ended = try await site.run("--format", "json")
      #expect(ended.exit == .code(65))
      #expect(try ended.findings.first?.hasPrefix("run.never_retrieved -: export job") == true)
      #expect(ended.log.last?.message == "run ended")
      #expect(ended.notes.contains { $0.contains(#""exit_code":65"#) && $0.contains("run ended") })
    }
  }

  /// Of a job that was never stored and that the API does not know, nothing more can be learned.
  @Test func aJobThatIsGoneBeforeItWasRetrievedIsSaidOnce() async throws {
    try await FoundJobsTests.site { site in
      let jobs = site.pleo.jobs
      site.pleo.answer { $0.jobID == jobs[1].id ? .json(200, "{}") : nil }
      _ = try await site.run()
      site.pleo.jobs[1].status = .completed
      site.pleo.answer {
        $0.jobID == jobs[1].id ? .json(404, #"{"type":"EXPORT_NOT_FOUND"}"#) : nil
      }
      #expect(try await site.run().exit == .code(76))
      #expect(try await site.run().exit == .code(0))
      #expect(try await site.sluice.run("status", "job.yaml").exit == .code(0))
    }
  }

  /// It was given up because its pages did not add up once, though it was open.
  @Test func anOpenJobWhosePagesDoNotAddUpIsTriedAgain() async throws {
    try await FoundJobsTests.site { site in
      let jobs = site.pleo.jobs
      site.pleo.jobs[1].total = 9
      #expect(try await site.run().exit == .code(76))
      site.pleo.jobs[1].listedFor = "nobody"
      #expect(try await site.run().exit == .code(76))
      site.pleo.jobs[1].total = nil
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.lines == jobs[1].lines(of: jobs[1].work))
    }
  }

  /// The commands in the hints showed another export job, or were refused.
  @Test func theHintsNameTheExportJob() async throws {
    try await FoundJobsTests.site(routes: [Routes.broken]) { site in
      let jobs = site.pleo.jobs
      _ = try await site.run()
      try site.makeFolder("no")
      site.pleo.jobs[1].status = .failed
      let ended = try await site.run("--format", "json")
      #expect(ended.exit == .code(65))
      let command = "sluice state FILE --export-job \(jobs[1].id) settle books"
      #expect(ended.envelope.contains(command))
      #expect(ended.log.compactMap(\.hint).contains { $0.contains(command) })
      let settled = try await site.sluice.run(
        "state", "job.yaml", "--export-job", "\(jobs[1].id)", "settle", "books")
      #expect(settled.lines == ["2 items of route 'books' are settled"])
    }
  }

  /// A list that lacked a job was taken for the whole.
  @Test func aListWhoseTotalDoesNotAddUpIsRefused() async throws {
    try await FoundJobsTests.site { site in
      site.pleo.answer { asked in
        asked.thing == .jobs
          ? .json(200, #"{"data":[],"pagination":{"hasNextPage":false,"total":3}}"#) : nil
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(76))
      #expect(
        ended.log.last?.message
          == "the list of export jobs holds 0 different jobs, but its 'total' is 3")
      #expect(site.pleo.asked.count == 3, "it is read again first")
    }
  }

  /// It had been delivered, and every run ended with 65.
  @Test func aDeliveredJobWhoseTimeIsOverIsDone() async throws {
    try await FoundJobsTests.site { site in
      #expect(try await site.run().exit == .code(0))
      site.pleo.jobs[2].expiresIn = "3600"
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(try await site.sluice.run("status", "job.yaml").exit == .code(0))
    }
  }

  /// `plan` said that a run would find nothing, and the run delivered three items.
  @Test func aPlanIsAlsoOfWhatEarlierRunsHaveLeft() async throws {
    try await FoundJobsTests.site(routes: [Routes.broken]) { site in
      let jobs = site.pleo.jobs
      _ = try await site.run()
      try site.makeFolder("no")
      site.pleo.jobs[1].status = .failed
      site.pleo.jobs[2].listedFor = "nobody"
      let plan = try await site.sluice.run("plan", "job.yaml")
      #expect(
        plan.lines.filter { $0.hasPrefix("nightly") } == [
          "nightly, export job \(jobs[0].id): a run would",
          "nightly, export job \(jobs[2].id): a run would",
          "nightly, export job \(jobs[1].id), has ended: a run would touch nothing",
        ])
    }
  }

  /// Only the list's trouble was reported.
  @Test func whatIsOwedIsSaidWhereTheListCannotBeRead() async throws {
    try await FoundJobsTests.site(routes: [Routes.broken]) { site in
      _ = try await site.run()
      site.pleo.answer { $0.thing == .jobs ? .json(403, "{}") : nil }
      let ended = try await site.run("--format", "json")
      #expect(ended.exit == .code(77))
      #expect(
        try ended.findings.map { $0.prefix { $0 != ":" } } == [
          "run.owed_elsewhere -", "run.owed_elsewhere -", "run.owed_elsewhere -", "run.source -",
        ])
    }
  }

  /// The first job was done, and the monitor took that for the run's success.
  @Test func aRunWithOneJobInTroubleIsNoSuccessForTheMonitor() async throws {
    try await FoundJobsTests.site { site in
      let jobs = site.pleo.jobs
      try site.writeJobFile(
        source: [FoundJobsTests.next], routes: [Routes.books()],
        rest: "observe: { metrics: { textfile: ./sluice.prom } }")
      site.pleo.answer { $0.jobID == jobs[1].id ? .json(200, "{}") : nil }
      #expect(try await site.run().exit == .code(76))
      let metrics = try String(contentsOfFile: "\(site.folder)/sluice.prom", encoding: .utf8)
      #expect(!metrics.contains("sluice_run_success_timestamp_seconds"))
      #expect(metrics.contains(#"sluice_run_exit_code{job="nightly"} 76"#))
      #expect(metrics.contains(#"sluice_run_delivered_items{job="nightly",route="books"} 4"#))
    }
  }

  /// A schedule without export jobs had no success for hours.
  @Test func aRunThatFindsNothingIsASuccessForTheMonitor() async throws {
    try await FoundJobsTests.site { site in
      for index in site.pleo.jobs.indices { site.pleo.jobs[index].status = .completed }
      try site.writeJobFile(
        source: [FoundJobsTests.next], routes: [Routes.books()],
        rest: "observe: { receipts: ./receipts.jsonl, metrics: { textfile: ./sluice.prom } }")
      #expect(try await site.run().exit == .code(0))
      let metrics = try String(contentsOfFile: "\(site.folder)/sluice.prom", encoding: .utf8)
      #expect(metrics.contains(#"sluice_run_success_timestamp_seconds{job="nightly"} "#))
      let receipts = try String(contentsOfFile: "\(site.folder)/receipts.jsonl", encoding: .utf8)
      #expect(receipts.hasPrefix(#"{"exit_code":0,"findings":[],"job":"nightly","run":""#))
    }
  }
}
