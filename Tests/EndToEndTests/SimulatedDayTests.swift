import ExportModel
import Foundation
import SQLite
import Synchronization
import TestSupport
import Testing

/// A day of scheduled runs: jobs appear, change, end and expire while runs are killed, the API and a sink fail, and
/// tokens end. Every item that needed processing is delivered once to each sink or owed by name, and what the runs left for
/// whoever did not watch them agrees with what the API saw.
@Suite(.timeLimit(.minutes(30)))
struct SimulatedDayTests {
  private static let runs = 40
  private static let routes = [
    Routes.queue(batch: 3),
    "- { name: books, sink: { sqlite: { path: ./there/export.sqlite } }, batch: 4 }",
  ]
  private static let observe =
    "observe: { receipts: ./receipts.jsonl, metrics: { textfile: ./sluice.prom } }"

  private static func source(_ pleo: PleoServer) -> [String] {
    [
      FoundJobsTests.next, "page_size: 10",
      "auth: { oauth: { token_url: \(pleo.baseURL)/oauth/token, client_id: day, client_secret: no-secret, "
        + "refresh_token_file: ./tokens } }",
    ]
  }

  @Test(arguments: Seeds.all(2))
  func everyItemIsDeliveredOnceOrOwedByName(seed: Int) async throws {
    var random = SeededRandom(seed: seed)
    var day = PleoDay(seed: seed)
    try await Site.with(PleoJob(), routes: Self.routes) { site in
      try site.writeJobFile(
        source: Self.source(site.pleo), routes: Self.routes, rest: Self.observe)
      site.pleo.tokens = .init(refresh: "refresh-0-of-the-day")
      try authorize(site)
      let consumer = try Consumer(of: "\(site.folder)/queue", appetite: 4) {}
      var runs: [DayRun] = []
      for number in 1...Self.runs {
        // The disk of the books is there from breakfast on, and away for an hour in the afternoon.
        try setBooks(site, areThere: number > 5 && !(20...21).contains(number))
        runs.append(try await run(site, day, Trouble(&random)))
        // Twice a day somebody looks at what is held.
        if number.isMultiple(of: 13) { try await settle(site, day) }
        day.goOn(taken: Set(consumer.takenSoFar.map(Self.entry)))
      }
      try setBooks(site, areThere: true)
      for _ in 0..<3 { runs.append(try await run(site, day, Trouble())) }
      let taken = try await consumer.finish().map(Self.entry)
      let comment: Comment = "SEED=\(seed): \(runs.map(\.exit))"
      let outcome = try await DayOutcome(site, day, taken)
      outcome.expectNothingLostOrTwice(comment)
      #expect(runs.last?.exit == .code(outcome.isAnythingOwed ? 65 : 0), comment)
      try await settle(site, day)
      runs.append(try await run(site, day, Trouble()))
      #expect(runs.last?.exit == .code(0), "\(comment): a person has decided on everything")
      let kills = runs.count { $0.exit == .signal(SIGKILL) }
      #expect(runs.count { $0.exit == .code(77) } <= kills, comment)
      try await DayRecords(site).expectAgree(with: runs, comment)
    }
  }

  // MARK: A run

  /// What goes wrong in a run.
  private struct Trouble {
    /// Which requests are answered with 503: each one, or each third; nil for none.
    var outage: Int?
    var trap: Trap?
    var tokenEnds = false

    init() {}

    init(_ random: inout SeededRandom) {
      if random.chance(10) { outage = 1 } else if random.chance(12) { outage = 3 }
      if random.chance(30) {
        trap = Trap(
          at: random.chance(50) ? .request : .note, number: Int.random(in: 1...16, using: &random),
          yields: Int.random(in: 0...20, using: &random))
      }
      tokenEnds = random.chance(30)
    }
  }

  private func run(_ site: Site, _ day: PleoDay, _ trouble: Trouble) async throws -> DayRun {
    let pleo = site.pleo
    pleo.jobs = day.jobs
    pleo.now = day.now
    if trouble.tokenEnds { pleo.tokens?.access = nil }
    let (trap, outage) = (trouble.trap, trouble.outage)
    pleo.answer { asked in
      trap?.happened(.request)
      return outage.map { asked.number.isMultiple(of: $0) } == true ? .json(503, "{}") : nil
    }
    pleo.onTokens.withLock { $0 = { trap?.happened(.request) } }
    let running = try site.sluice.start(["run", "-v", "job.yaml"]) { line in
      if case .note = line { trap?.happened(.note) }
    }
    trap?.arm(running.pid)
    let run = DayRun(await running.ended(), day, asked: pleo.asked)
    // The tokens were lost in the moment in which a run was killed.
    if run.exit == .code(77) { try authorize(site) }
    return run
  }

  /// A person decides that what the routes hold need not be delivered.
  private func settle(_ site: Site, _ day: PleoDay) async throws {
    for job in day.jobs.map({ "\($0.id)" }) {
      for route in ["queue", "books"] {
        // Where nothing is held, there is nothing to decide.
        _ = try await site.sluice.run(
          "state", "job.yaml", "settle", route, "--export-job", job)
      }
    }
  }

  /// A person authorizes sluice at Pleo, and writes the refresh token into the file.
  private func authorize(_ site: Site) throws {
    try site.write("\(site.pleo.tokens?.refresh ?? "")\n", to: "tokens")
  }

  private func setBooks(_ site: Site, areThere: Bool) throws {
    let (there, away) = ("\(site.folder)/there", "\(site.folder)/away")
    let files = FileManager.default
    guard files.fileExists(atPath: there) != areThere else { return }
    if !areThere {
      try files.moveItem(atPath: there, toPath: away)
    } else if files.fileExists(atPath: away) {
      try files.moveItem(atPath: away, toPath: there)
    } else {
      try site.makeFolder("there")
    }
  }

  private static func entry(_ message: Consumer.Message) -> PleoDay.Entry {
    let parts = message.name.split(separator: ".")
    return PleoDay.Entry(job: String(parts[0]), id: String(parts[1]))
  }
}

/// What became of the items of a day.
private struct DayOutcome {
  /// What each sink has.
  private let delivered: [(route: String, entries: [PleoDay.Entry])]
  /// What `items` says that each route owes.
  private var owed: [String: Set<PleoDay.Entry>] = [:]
  /// What a person has settled, of each route.
  private var settled: [String: Set<PleoDay.Entry>] = [:]
  /// What a run stored as work.
  private var work: Set<PleoDay.Entry> = []
  /// What an open job still lists as pending.
  private let due: Set<PleoDay.Entry>
  private let everPending: Set<PleoDay.Entry>

  init(_ site: Site, _ day: PleoDay, _ taken: [PleoDay.Entry]) async throws {
    let rows = try site.rows(of: "there/export.sqlite").map {
      PleoDay.Entry(job: $0.jobID, id: $0.entryID)
    }
    delivered = [("queue", taken), ("books", rows)]
    everPending = day.everPending
    due = Set(
      day.jobs.filter { $0.status == .inProgress }.flatMap { job in
        job.work.map { PleoDay.Entry(job: "\(job.id)", id: "\($0)") }
      })
    for job in day.jobs.map({ "\($0.id)" }) {
      let listed = try await site.sluice.run("items", "job.yaml", "--export-job", job)
      for line in listed.lines {
        let columns = line.split(separator: "\t").map(String.init)
        for column in columns.dropFirst(3) {
          let parts = column.split(separator: "=").map(String.init)
          let entry = PleoDay.Entry(job: job, id: columns[1])
          switch parts[1] {
          case "held", "outstanding": owed[parts[0], default: []].insert(entry)
          case "settled": settled[parts[0], default: []].insert(entry)
          default: break
          }
        }
      }
    }
    let ledger = try Connection(
      path: "\(site.folder)/.sluice/nightly/ledger.sqlite", access: .readOnly)
    let items = try ledger.prepare("SELECT job_id, entry_id FROM items WHERE work IS NOT NULL")
    while try items.step() {
      work.insert(PleoDay.Entry(job: items.text(at: 0), id: items.text(at: 1)))
    }
  }

  var isAnythingOwed: Bool { owed.values.contains { !$0.isEmpty } }

  func expectNothingLostOrTwice(_ comment: Comment) {
    #expect(!work.isEmpty, comment)
    for (route, list) in delivered {
      let entries = Set(list)
      #expect(list.count == entries.count, "\(comment): an item is twice in \(route)")
      #expect(
        entries.isSubset(of: everPending), "\(comment): \(route) has what needed no processing")
      let owed = owed[route] ?? []
      let missing = everPending.subtracting(entries).subtracting(settled[route] ?? [])
      #expect(
        missing.subtracting(owed).intersection(due) == [],
        "\(comment): \(route) lost what is still to be processed")
      #expect(
        missing.subtracting(owed).intersection(work) == [],
        "\(comment): \(route) lost what a run had stored as work")
      #expect(owed.isDisjoint(with: entries), "\(comment): \(route) owes what it has")
    }
  }
}
