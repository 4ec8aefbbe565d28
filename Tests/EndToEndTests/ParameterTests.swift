import Foundation
import TestSupport
import Testing

/// Values that the command line gives to a job.
@Suite(.timeLimit(.minutes(15)))
struct ParameterTests {
  private static let params =
    "params: { export_job: { type: uuid, env: PLEO_EXPORT_JOB, help: Which job } }"

  @Test func oneFileServesEveryExportJob() async throws {
    let job = PleoJob(of: 3)
    try await Site.with(job) { site in
      try site.writeJobFile(
        source: ["export_job: ${param:export_job}"], routes: [Routes.stdout()], rest: Self.params)
      let given = "export_job=\(PleoJob.sampleID)"
      let run = try await site.run("--param", given)
      #expect(run.exit == .code(0))
      #expect(run.lines == job.lines(of: job.work))
      for command in ["check", "status", "items"] {
        let ended = try await site.sluice.run(command, "job.yaml", "--param", given)
        #expect(ended.exit == .code(0), "\(command): \(ended.stderr)")
      }
      var other = site.sluice
      other.environment = ["PLEO_EXPORT_JOB": "\(PleoJob.sampleID)"]
      let status = try await other.run("status", "job.yaml")
      #expect(status.exit == .code(0))
    }
  }

  @Test(arguments: ["run", "check", "status", "items"])
  func aValueThatIsMissingIsAFindingOfEveryCommand(command: String) async throws {
    try await Site.with(PleoJob(of: 3)) { site in
      try site.writeJobFile(
        source: ["export_job: ${param:export_job}"], routes: [Routes.stdout()], rest: Self.params)
      let ended = try await site.sluice.run(command, "job.yaml")
      #expect(ended.exit == .code(78))
      #expect(
        ended.notes.first
          == "job.yaml:11:11: error: parameter 'export_job' has no value [params.missing]")
      #expect(
        ended.notes.last
          == "  help: give it with --param export_job=… or set PLEO_EXPORT_JOB before sluice starts"
      )
      #expect(site.pleo.asked.isEmpty)
    }
  }

  @Test(arguments: ["run", "check", "status", "items"])
  func aNameThatTheFileDoesNotDeclareIsAWrongCommandLine(command: String) async throws {
    try await Site.with(PleoJob(of: 3)) { site in
      try site.writeJobFile(
        source: ["export_job: ${param:export_job}"], routes: [Routes.stdout()], rest: Self.params)
      let ended = try await site.sluice.run(command, "job.yaml", "--param", "exportjob=s3cret")
      #expect(ended.exit == .code(64))
      #expect(
        ended.notes.first
          == "Error: no parameter is called 'exportjob'; did you mean 'export_job'?")
      #expect(!ended.stderr.contains("s3cret"))
      #expect(site.pleo.asked.isEmpty)
    }
  }

  @Test func theStateGoesWhereTheCommandLineSays() async throws {
    try await Site.with(PleoJob(of: 3)) { site in
      let ended = try await site.run("--state", "./elsewhere")
      #expect(ended.exit == .code(0))
      let files = try site.files()
      #expect(files.contains("elsewhere/ledger.sqlite"))
      #expect(!files.contains(".sluice"))
      let status = try await site.sluice.run("status", "job.yaml", "--state", "elsewhere")
      #expect(status.lines.contains { $0.hasPrefix("  items: 3 ") })
      let both = try await site.sluice.run("run", "job.yaml", "job.yaml", "--state", "elsewhere")
      #expect(both.exit == .code(64))
      #expect(both.notes.first == "Error: --state is for one job file, found 2")
    }
  }

  @Test func theLogIsWrittenAsTheJobSays() async throws {
    try await Site.with(PleoJob(of: 3)) { site in
      try site.writeJobFile(
        routes: [Routes.stdout()], rest: "observe: { log: { format: text, level: info } }")
      let text = try await site.run()
      #expect(text.log.isEmpty)
      #expect(text.notes.first?.contains(" nightly info: run started: run ") == true)

      try site.writeJobFile(
        routes: [Routes.stdout()], rest: "observe: { log: { level: error } }")
      let quiet = try await site.run()
      #expect(quiet.exit == .code(0))
      #expect(quiet.stderr.isEmpty)
      let verbose = try await site.run("-v")
      #expect(verbose.log.contains { $0.level == .debug })
    }
  }
}
