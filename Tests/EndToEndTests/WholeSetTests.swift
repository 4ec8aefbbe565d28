import ExportModel
import Foundation
import SQLite
import TestSupport
import Testing

/// A consumer can tell that the set of an export job is whole: half-filled tables look like whole ones.
@Suite(.timeLimit(.minutes(15)))
struct WholeSetTests {
  private struct Said: Decodable, Equatable {
    let jobId: String
    let job: String
    let route: String
    let items: Int
    let rejected: Int
    let orderHash: String
    let finishedAt: String
  }

  private static let sheet = "- { name: sheet, sink: { csv: { path: ./items.csv } } }"
  private static let routes = [Routes.queue(batch: 10), Routes.books(batch: 10), sheet]

  /// What the queue, the table and the file say; nil where one says nothing.
  private func said(at site: Site, _ job: PleoJob) throws -> [Said?] {
    [
      try file("queue/\(job.id).nightly.queue.complete.json", at: site), try row(at: site),
      try file("items.csv.complete.jsonl", at: site),
    ]
  }

  private func file(_ name: String, at site: Site) throws -> Said? {
    try FileManager.default.contents(atPath: "\(site.folder)/\(name)").map {
      try JSONDecoder().decode(Said.self, from: $0)
    }
  }

  private func row(at site: Site) throws -> Said? {
    guard FileManager.default.fileExists(atPath: "\(site.folder)/export.sqlite") else { return nil }
    let database = try Connection(path: "\(site.folder)/export.sqlite", access: .readOnly)
    guard
      try database.integer("SELECT 1 FROM sqlite_schema WHERE name = 'export_jobs'") == 1
    else { return nil }
    let row = try database.prepare(
      """
      SELECT job_id, job, route, items, rejected, order_hash, finished_at FROM export_jobs
      WHERE table_name = 'export_items'
      """)
    guard try row.step() else { return nil }
    return Said(
      jobId: row.text(at: 0), job: row.text(at: 1), route: row.text(at: 2),
      items: row.integer(at: 3), rejected: row.integer(at: 4), orderHash: row.text(at: 5),
      finishedAt: row.text(at: 6))
  }

  @Test func everySinkThatCanSaysWhatItHas() async throws {
    let job = PleoJob(of: 40)
    try await Site.with(job, routes: Self.routes) { site in
      #expect(try await site.run().exit == .code(0))
      let said = try said(at: site, job)
      #expect(said.map { $0?.route } == ["queue", "books", "sheet"])
      for set in said {
        #expect(set?.jobId == "\(job.id)")
        #expect(set?.job == "nightly")
        #expect(set?.items == job.work.count)
        #expect(set?.rejected == 0)
        #expect(set?.orderHash == said[0]?.orderHash)
        #expect(set?.finishedAt.hasSuffix("Z") == true)
      }
      #expect(try site.messages().count == job.work.count, "it is no message")
      let again = try await site.run()
      #expect(again.exit == .code(0))
      let after = try self.said(at: site, job)
      #expect(after == said, "it is said once")
    }
  }

  /// Whenever a run is killed, nothing is said of a part, and the next run says it of all.
  @Test(arguments: [
    "run.batch_delivered:3", "run.position_moved:6", "run.set_finished:1", "run.finish_stored:2",
    "file_queue.finished:1", "sqlite.finished:1", "csv.finished:1",
  ])
  func nothingIsSaidOfAPart(death: String) async throws {
    let job = PleoJob(of: 40)
    try await Site.with(job, routes: Self.routes) { site in
      var dying = site
      dying.sluice.environment["SLUICE_CRASH_AT"] = death
      #expect(try await dying.run().exit == .signal(9))
      for set in try said(at: site, job).compactMap(\.self) {
        #expect(set.items == job.work.count)
      }
      #expect(try await site.run().exit == .code(0))
      let counts = try said(at: site, job).map { $0?.items }
      #expect(counts == [job.work.count, job.work.count, job.work.count])
    }
  }

  @Test func whereAnItemIsHeldNothingIsSaid() async throws {
    let job = PleoJob(of: 30)
    try await Site.with(job, source: ["accounting_data: full"], routes: Self.routes) { site in
      let body = job.dataBody(of: job.items.filter { $0.entryID != job.work[0] })
      site.pleo.answer { $0.thing == .data ? .json(body) : nil }
      #expect(try await site.run().exit == .code(65))
      let nothing = try said(at: site, job)
      #expect(nothing == [nil, nil, nil])
    }
  }

  /// Consumers took half a set for a whole one.
  @Test func whatIsToComeAgainIsSaidToBeWholeOnlyWhenItHasCome() async throws {
    let job = PleoJob(of: 40)
    try await Site.with(job, routes: Self.routes) { site in
      let all = [job.work.count, job.work.count, job.work.count]
      #expect(try await site.run().exit == .code(0))
      for route in ["queue", "books", "sheet"] {
        let made = try await site.sluice.run("state", "job.yaml", "rewind", route, "--to", "0")
        #expect(made.exit == .code(0))
      }
      let rewound = try said(at: site, job)
      #expect(rewound == [nil, nil, nil])
      #expect(try await site.run().exit == .code(0))
      var counts = try said(at: site, job).map { $0?.items }
      #expect(counts == all)
      #expect(
        try await site.sluice.run("state", "job.yaml", "forget-job", "\(job.id)").exit == .code(0))
      let forgotten = try said(at: site, job)
      #expect(forgotten == [nil, nil, nil])
      #expect(try await site.run().exit == .code(0))
      counts = try said(at: site, job).map { $0?.items }
      #expect(counts == all)
      #expect(
        try await site.sluice.run("state", "job.yaml", "reset").exit == .code(0))
      let reset = try said(at: site, job)
      #expect(reset == [nil, nil, nil])
    }
  }

  /// What was said under the old name stayed beside what is said under the new one.
  @Test func aRouteThatIsRenamedSaysItUnderItsNewName() async throws {
    let job = PleoJob(of: 40)
    try await Site.with(job, routes: Self.routes) { site in
      #expect(try await site.run().exit == .code(0))
      try site.writeJobFile(
        routes: Self.routes.map { $0.replacing("name: queue", with: "name: intake") })
      let made = try await site.sluice.run("state", "job.yaml", "rename-route", "queue", "intake")
      #expect(made.exit == .code(0))
      #expect(try said(at: site, job)[0] == nil)
      #expect(try await site.run().exit == .code(0))
      #expect(try said(at: site, job)[0] == nil)
      let said = try file("queue/\(job.id).nightly.intake.complete.json", at: site)
      #expect(said?.items == job.work.count)
    }
  }

  /// No run says it again of an export job that has ended.
  @Test func whatWasSaidOfAnExportJobThatHasEndedStaysUnderTheOldName() async throws {
    var job = PleoJob(of: 40)
    try await Site.with(job, routes: Self.routes) { site in
      #expect(try await site.run().exit == .code(0))
      job.status = .completed
      site.pleo.job = job
      #expect(try await site.run().exit == .code(0))
      try site.writeJobFile(
        routes: Self.routes.map { $0.replacing("name: queue", with: "name: intake") })
      let made = try await site.sluice.run("state", "job.yaml", "rename-route", "queue", "intake")
      #expect(made.exit == .code(0))
      #expect(try said(at: site, job)[0]?.items == job.work.count)
    }
  }

  @Test func underOtherTermsItIsSaidAgain() async throws {
    let job = PleoJob(of: 40)
    try await Site.with(job, routes: [Routes.queue()]) { site in
      #expect(try await site.run().exit == .code(0))
      try site.writeJobFile(routes: [Routes.queue("queue", when: #"status != "abandoned""#)])
      let made = try await site.sluice.run("state", "job.yaml", "accept-terms", "queue")
      #expect(made.exit == .code(0))
      #expect(try said(at: site, job)[0] == nil)
      #expect(try await site.run().exit == .code(0))
      #expect(try said(at: site, job)[0] != nil)
    }
  }

  /// A consumer that has emptied the queue's folder, or dropped the database, is done with the job: what was said is not said
  /// again by a run that has nothing to deliver.
  @Test func aRunThatHasNothingToDoOpensNoSink() async throws {
    let job = PleoJob(of: 40)
    try await Site.with(job, routes: [Routes.books()]) { site in
      #expect(try await site.run().exit == .code(0))
      for name in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: "\(site.folder)/export.sqlite\(name)")
      }
      _ = try await site.run()
      #expect(!FileManager.default.fileExists(atPath: "\(site.folder)/export.sqlite"))
    }
  }
}
