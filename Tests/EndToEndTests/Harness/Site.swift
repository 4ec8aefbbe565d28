import ExportModel
import Foundation
import SQLite
import TestSupport

/// A folder with a job file, a Pleo server, and `sluice`.
struct Site: Sendable {
  let folder: String
  let pleo: PleoServer
  var sluice: Sluice

  /// For a job whose requests are left without an answer: longer than a busy machine takes for the rest of
  /// the test, so that no request is made twice by chance.
  static let unhurried = ["timeout: 10m"]

  private static let turnstile = Turnstile(places: 8)

  /// Sets up a site whose job file `job.yaml` has the given routes, and tears it down afterwards.
  static func with(
    _ job: PleoJob, source: [String] = [], routes: [String] = ["- sink: { stdout: {} }"],
    _ body: (Site) async throws -> Void
  ) async throws {
    try await turnstile.whenThereIsRoom {
      try await withTemporaryFolder { folder in
        try await PleoServer.serving(job) { pleo in
          let site = Site(folder: folder, pleo: pleo, sluice: Sluice(folder: folder))
          try site.writeJobFile(source: source, routes: routes)
          try await body(site)
        }
      }
    }
  }

  /// Writes a file into the folder.
  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
  }

  /// Writes a job file that retries at once; each of `source` is a line under `source.pleo`, and
  /// each of `routes` a whole route on one line.
  func writeJobFile(
    _ file: String = "job.yaml", environment: String? = nil, source: [String] = [],
    routes: [String], rest: String = ""
  ) throws {
    let defaults = [
      "environment: \(environment ?? pleo.baseURL)", "export_job: \(PleoJob.sampleID)",
      "rate: none", "retry: { attempts: 3, base: 1ms, cap: 2ms }",
    ].filter { line in !source.contains { $0.prefix { $0 != ":" } == line.prefix { $0 != ":" } } }
    try write(
      """
      version: 1
      job: nightly
      source:
        pleo:
      \((defaults + source).map { "    \($0)" }.joined(separator: "\n"))
      routes:
      \(routes.map { "  \($0)" }.joined(separator: "\n"))
      \(rest)

      """, to: file)
  }

  /// Runs `sluice run job.yaml`.
  func run(_ options: String...) async throws -> Ended {
    try await sluice.start(["run"] + options + ["job.yaml"]).ended()
  }

  // MARK: What has arrived

  /// The messages in one of a queue's folders, in the order of a listing by name; those in `new`
  /// are the ones that nobody has taken.
  func messages(in queue: String = "queue", under name: String = "new") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(queue)/\(name)").sorted()
  }

  /// The rows of a database, in the order of their ordinals.
  func rows(of database: String = "export.sqlite") throws -> [Row] {
    let connection = try Connection(path: "\(folder)/\(database)", access: .readOnly)
    let statement = try connection.prepare(
      "SELECT ordinal, job_id, accounting_entry_id, status FROM export_items ORDER BY ordinal")
    var rows: [Row] = []
    while try statement.step() {
      rows.append(
        Row(
          ordinal: statement.integer(at: 0), jobID: statement.text(at: 1),
          entryID: statement.text(at: 2), status: statement.text(at: 3)))
    }
    return rows
  }

  /// How many items the ledger has; 0 where there is no ledger.
  func itemsInLedger() throws -> Int {
    let path = "\(folder)/.sluice/nightly/ledger.sqlite"
    guard FileManager.default.fileExists(atPath: path) else { return 0 }
    return try Connection(path: path, access: .readOnly).integer("SELECT count(*) FROM items") ?? 0
  }

  /// The files and folders below the site's folder, as paths relative to it.
  func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
  }
}

/// A row of the table that the sink of kind `sqlite` writes.
struct Row: Equatable, Sendable {
  let ordinal: Int
  let jobID: String
  let entryID: String
  let status: String
}

/// Routes that many tests use, each on one line of a job file.
enum Routes {
  static func stdout(batch: Int = 100) -> String { "- { sink: { stdout: {} }, batch: \(batch) }" }

  static func queue(batch: Int = 100) -> String {
    "- { name: queue, sink: { file_queue: { directory: ./queue } }, batch: \(batch) }"
  }

  /// A queue of its own for the items that meet a condition.
  static func queue(_ name: String, when condition: String, batch: Int = 100) -> String {
    "- { name: \(name), when: '\(condition)', sink: { file_queue: { directory: ./\(name) } }, batch: \(batch) }"
  }

  static func books(batch: Int = 100) -> String {
    "- { name: books, sink: { sqlite: { path: ./export.sqlite } }, batch: \(batch) }"
  }
}

extension PleoJob {
  /// The lines that a stdout sink prints for `entries` of the job, all of them pending.
  func lines(of entries: [EntryID]) -> [String] {
    entries.map { #"{"jobId":"\#(id)","accountingEntryId":"\#($0)","status":"pending"}"# }
  }

  /// The names of the messages of all work.
  var messageNames: [String] { work.map { "\(id).\($0).json" } }

  /// The rows of all work: the ordinal is the item's place among all items.
  var rows: [Row] {
    let places = items.map(\.entryID).sorted()
    let pending = Set(work)
    return places.enumerated().filter { pending.contains($1) }.map {
      Row(ordinal: $0, jobID: "\(id)", entryID: "\($1)", status: "pending")
    }
  }
}
