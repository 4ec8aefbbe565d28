import TestSupport
import Testing

/// Export jobs that a run finds, and whose time is over by their own numbers.
@Suite(.timeLimit(.minutes(15)))
struct FoundJobsExpiryTests {
  @Test func nothingIsBegunOfAJobWhoseTimeIsOver() async throws {
    var jobs = FoundJobsTests.jobs()
    jobs[2].expiresIn = "3600"
    try await FoundJobsTests.site(jobs) { site in
      let ended = try await site.run()
      #expect(ended.exit == .code(65))
      #expect(ended.lines == [1, 0].flatMap { jobs[$0].lines(of: jobs[$0].work) })
      #expect(
        ended.warnings == [
          "the export job should have expired by its own numbers, and the API says that it is in_progress",
          "the export job's time is over: nothing of it is begun",
        ])
      #expect(
        try await site.run("--format", "json").findings == [
          "run.expired -: the time of export job \(jobs[2].id) is over by its own numbers; not all of it is "
            + "delivered"
        ])
      #expect(
        try await site.sluice.run("plan", "job.yaml").lines.first
          == "nightly, export job \(jobs[2].id), should have expired: a run would touch nothing")
      let named = try await site.run("--export-job", "\(jobs[2].id)")
      #expect(named.exit == .code(0))
      #expect(named.lines == jobs[2].lines(of: jobs[2].work))
    }
  }

  @Test func aJobWhoseTimeIsOverIsGoneOnWithWhereTheFileSaysSo() async throws {
    var jobs = FoundJobsTests.jobs()
    jobs[2].expiresIn = "3600"
    let next = "export_job: { next: { company: \(PleoJob.sampleID), expired: process } }"
    try await FoundJobsTests.site(jobs, source: next) { site in
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(ended.lines.count == 6)
      #expect(ended.warnings.count == 1)
    }
  }
}
