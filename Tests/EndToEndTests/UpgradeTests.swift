import ExportModel
import Foundation
import SQLite
import TestSupport
import Testing

/// State folders that earlier versions wrote.
@Suite(.timeLimit(.minutes(15)))
struct UpgradeTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures")

  private static let routes = [
    Routes.queue(batch: 4),
    "- { name: books, sink: { sqlite: { path: ./there/export.sqlite } }, batch: 5 }",
    #"- { name: failed, when: 'status in ["failed"] or entry_id > "#
      + #""80000000-0000-0000-0000-000000000000"', sink: { file_queue: { directory: ./failed } } }"#,
  ]

  /// Two routes had delivered the first twelve items, and their consumers have removed them; one owed all.
  @Test func aLedgerOfAnEarlierVersionIsContinuedAndNothingIsDeliveredTwice() async throws {
    let job = PleoJob(of: 20, seed: 16)
    var new = job
    new.items = Array(job.items.dropFirst(12))
    try await Site.with(job, routes: Self.routes) { site in
      try Self.write("ledger-2026-11-28.sql", as: ".sluice/nightly/ledger.sqlite", at: site.folder)
      try FileManager.default.createDirectory(
        atPath: "\(site.folder)/there", withIntermediateDirectories: false)
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(try site.messages() == new.messageNames)
      let rows = try site.rows(of: "there/export.sqlite").map(\.entryID)
      #expect(Set(rows) == Set(job.work.map(\.description)))
      #expect(rows.count == job.work.count)
      let failed = new.work.filter { "\($0)" > "80000000-0000-0000-0000-000000000000" }
      #expect(!failed.isEmpty)
      #expect(try site.messages(in: "failed").count == failed.count)
      let again = try await site.run()
      #expect(again.summary?.contains("nothing to deliver") == true)
      #expect(try site.messages() == new.messageNames)
    }
  }

  private static func write(_ fixture: String, as file: String, at folder: String) throws {
    let path = "\(folder)/\(file)"
    try FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
      withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let text = try String(contentsOf: fixtures.appending(path: fixture), encoding: .utf8)
    let connection = try Connection(path: path, access: .readWriteCreate, mode: 0o600)
    try connection.execute(text.replacing("/FOLDER", with: folder))
  }
}
