import ExportModel
import Foundation
import TestSupport
import Testing

/// `plan` and `run --dry-run` say what a run would do and change nothing.
@Suite(.timeLimit(.minutes(15)))
struct PlanTests {
  private let all = [Routes.stdout(), Routes.queue(), Routes.books()]

  @Test(arguments: [["plan"], ["run", "--dry-run"]])
  func beforeAFirstRunNothingIsCreated(command: [String]) async throws {
    let job = PleoJob(of: 50)
    try await Site.with(job, routes: all) { site in
      let ended = try await site.sluice.start(command + ["job.yaml"]).ended()
      let count = job.work.count
      #expect(ended.exit == .code(0))
      #expect(
        ended.lines.prefix(5) == [
          "nightly, export job \(PleoJob.sampleID): a run would",
          "  read 50 items: 50 new, 0 changed, 0 missing",
          "  deliver \(count) to stdout", "  deliver \(count) to queue",
          "  deliver \(count) to books",
        ])
      #expect(try site.files() == ["job.yaml"])
    }
  }

  @Test func afterARunItSaysWhatIsNewChangedMissingLateAndHeldAndLeavesEveryByteAsItWas()
    async throws
  {
    var job = PleoJob()
    job.items = [(1, "in_progress"), (2, "pending"), (3, "pending")].map(Self.item)
    try await Site.with(job, routes: [Routes.queue(), Routes.books()]) { site in
      _ = try await site.run()
      let before = try contents(of: site)
      job.items = [(1, "pending"), (2, "failed"), (4, "pending"), (5, "on_the_moon")].map(Self.item)
      site.pleo.job = job
      let ended = try await site.sluice.run("plan", "job.yaml")
      #expect(ended.exit == .code(0))
      #expect(
        ended.lines == [
          "nightly, export job \(PleoJob.sampleID): a run would",
          "  read 4 items: 2 new, 2 changed, 1 missing",
          "  deliver 2 to queue, 1 of them late", "  deliver 2 to books, 1 of them late",
          "  hold 1 in status on_the_moon", "  skip 1 in status failed",
        ])
      #expect(try contents(of: site) == before)
      let run = try await site.run()
      #expect(run.exit == .code(65))
      #expect(run.summary?.contains("queue: delivered 2, absorbed 0") == true)
    }
  }

  @Test func aRunThatGoesOnDoesNotHinderIt() async throws {
    try await Site.with(PleoJob(of: 5), routes: [Routes.queue()]) { site in
      try FileManager.default.createDirectory(
        atPath: "\(site.folder)/.sluice/nightly", withIntermediateDirectories: true)
      let lock = "\(site.folder)/.sluice/nightly/lock"
      let descriptor = open(lock, O_RDWR | O_CREAT, 0o600)
      #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
      defer { close(descriptor) }
      #expect(try await site.run().exit == .code(75))
      #expect(try await site.sluice.run("plan", "job.yaml").exit == .code(0))
    }
  }

  @Test func aRouteThatWouldBeRefusedIsTold() async throws {
    try await Site.with(PleoJob(of: 5), routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try site.writeJobFile(routes: [
        #"- { name: queue, when: status == "pending", sink: { file_queue: { directory: ./queue } } }"#
      ])
      let ended = try await site.sluice.run("plan", "job.yaml")
      #expect(ended.exit == .code(0))
      let queue = "file_queue in directory \(site.folder)/queue"
      #expect(
        ended.lines.contains(
          "  deliver nothing to queue: route 'queue' has delivered items of this export job as "
            + "'job nightly, when true, to \(queue)', and is 'job nightly, when status == "
            + "\"pending\", to \(queue)' now"))
    }
  }

  @Test func aRetrievalThatFailsHasTheExitCodeOfARunAndAnEnvelope() async throws {
    try await Site.with(PleoJob(of: 5), routes: [Routes.queue()]) { site in
      site.pleo.answer { _ in .json(401, #"{"type":"unauthorized"}"#) }
      let ended = try await site.sluice.run("plan", "--format", "json", "job.yaml")
      #expect(ended.exit == .code(77))
      let object = try JSONSerialization.jsonObject(with: Data(ended.stdout.utf8))
      let envelope = try #require(object as? [String: Any])
      #expect(envelope["ok"] as? Bool == false)
      let result = try #require(envelope["result"] as? [String: Any])
      #expect((result["failure"] as? String)?.isEmpty == false)
      #expect(try site.files() == ["job.yaml"])
    }
  }

  private static func item(_ number: UInt64, _ status: String) -> PleoJob.Item {
    PleoJob.Item(
      entryID: EntryID(Identifier(high: number << 56, low: 0)),
      status: ItemStatus(status) ?? .pending)
  }

  /// Every file of the site, byte for byte; of SQLite's shared memory, which holds only locks and an
  /// index of the log, the name.
  private func contents(of site: Site) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for path in try site.files() {
      let isShared = path.hasSuffix("-shm")
      contents[path] =
        isShared ? Data() : try? Data(contentsOf: URL(fileURLWithPath: "\(site.folder)/\(path)"))
    }
    return contents
  }
}
