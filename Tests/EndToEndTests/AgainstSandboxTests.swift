import Foundation
import TestSupport
import Testing

/// Trying a job file on a simulated API, where nothing of the user's is touched.
@Suite(.timeLimit(.minutes(15)))
struct AgainstSandboxTests {
  private static let job = """
    version: 1
    job: nightly
    source:
      pleo:
        environment: production
        export_job: ${env:PLEO_EXPORT_JOB}
        token: ${env:PLEO_TOKEN}
        page_size: 10
        retry: { attempts: 2, base: 1ms, cap: 2ms }
    routes:
      - { name: intake, sink: { file_queue: { directory: ./queue } } }
      - { name: books, sink: { sqlite: { path: ./books/items.sqlite } } }

    """

  private func run(
    _ options: [String], _ text: String = job
  ) async throws -> (ended: Ended, files: [String]) {
    try await withTemporaryFolder { folder in
      try text.write(toFile: "\(folder)/job.yaml", atomically: true, encoding: .utf8)
      let scratch = "\(folder)/scratch"
      try FileManager.default.createDirectory(
        atPath: scratch, withIntermediateDirectories: false)
      let sluice = Sluice(folder: folder, environment: ["TMPDIR": scratch])
      let ended = try await sluice.start(["run", "job.yaml"] + options).ended()
      return (ended, try FileManager.default.subpathsOfDirectory(atPath: folder).sorted())
    }
  }

  @Test func aJobFileRunsWithoutItsAccountAndLeavesNothingBehind() async throws {
    let (ended, files) = try await run(["--against", "sandbox", "--items", "40"])
    #expect(ended.exit == .code(0), "\(ended)")
    #expect(ended.stderr.contains("read 40; stored 40 new"), "\(ended.stderr)")
    #expect(ended.stderr.contains("books: delivered "))
    #expect(files == ["job.yaml", "scratch"])
  }

  @Test func aFaultDoesWhatItDoesInARealRun() async throws {
    let (ended, files) = try await run(["--against", "sandbox", "--fault", "cut,at=page:3"])
    #expect(ended.exit == .code(69))
    #expect(ended.stderr.contains("page 3: gave up on http://127.0.0.1:"))
    #expect(files == ["job.yaml", "scratch"])
    let (passes, _) = try await run(["--against", "sandbox", "--fault", "503,at=job,times=1"])
    #expect(passes.exit == .code(0))
  }

  @Test func aRouteToTheNetworkIsLeftOut() async throws {
    let text =
      Self.job + "  - { name: hook, sink: { webhook: { url: 'http://127.0.0.1:9/hook' } } }\n"
    let (ended, _) = try await run(["--against", "sandbox"], text)
    #expect(ended.exit == .code(0), "\(ended)")
    #expect(
      ended.stderr.contains(
        "job.yaml: route 'hook' is left out: its sink changes more than files"))
  }

  @Test(arguments: [
    (["--fault", "503"], "--items and --fault are for --against sandbox"),
    (
      ["--against", "sandbox", "--fault", "5x3"],
      "'5x3' is no fault; 'sluice sandbox --list-faults' lists them"
    ),
    (["--against", "sandbox", "--state", "x"], "leave --state and --export-job out"),
    (["--against", "production"], "'production'"),
  ])
  func whatHasNoMeaningIsRefused(options: [String], words: String) async throws {
    let (ended, _) = try await run(options)
    #expect(ended.exit == .code(64))
    #expect(ended.stderr.contains(words), "\(ended.stderr)")
  }

  @Test func theFaultsAreListed() async throws {
    let ended = try await withTemporaryFolder { folder in
      try await Sluice(folder: folder).run("sandbox", "--list-faults")
    }
    #expect(ended.exit == .code(0))
    #expect(ended.lines.contains { $0.hasPrefix("400 … 599") })
    #expect(
      ended.lines.contains { $0.hasPrefix("cut ") && $0.hasSuffix("in the middle of the body") })
  }
}
