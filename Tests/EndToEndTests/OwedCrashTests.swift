import ExportModel
import Foundation
import SQLite
import Synchronization
import TestSupport
import Testing

/// `kill -9` at any moment, while one route fails for a while, consumers take and remove what they get, and
/// what they took is reported to Pleo: after every history each item is in each sink once, or is named as
/// owed with exit 65 (promise 9).
@Suite(.timeLimit(.minutes(60)))
struct OwedCrashTests {
  private static let turnstile = Turnstile(places: 4)

  private static let books =
    "- { name: books, sink: { sqlite: { path: ./there/export.sqlite } }, batch: "

  @Test(arguments: Seeds.all(24))
  func whateverDiesEachItemIsInEachSinkOnceOrIsOwed(seed: Int) async throws {
    try await Self.turnstile.whenThereIsRoom { try await live(seed: seed) }
  }

  private func live(seed: Int) async throws {
    var random = SeededRandom(seed: seed)
    let job = PleoJob(of: Int.random(in: 30...200, using: &random), seed: seed)
    let routes = [
      Routes.queue(batch: Int.random(in: 5...40, using: &random)),
      "\(Self.books)\(Int.random(in: 5...40, using: &random)) }",
    ]
    try await Site.with(job, routes: routes) { site in
      let books = Books("\(site.folder)/there/export.sqlite")
      let trap = Mutex<Trap?>(nil)
      let happened: @Sendable (Trap.Event) -> Void = { event in
        trap.withLock { $0 }?.happened(event)
      }
      let consumer = try Consumer(of: "\(site.folder)/queue", appetite: 5) { happened(.message) }
      site.pleo.answer { _ in
        happened(.request)
        return nil
      }
      var exits: [Ended.Exit] = []
      let rounds = Int.random(in: 3...7, using: &random)
      let mended = Int.random(in: 1..<rounds, using: &random)
      for round in 0..<rounds {
        if round == mended { try books.makeFolder() }
        report(consumer, to: site.pleo, &random)
        let next = random.chance(70) ? newTrap(&random) : nil
        trap.withLock { $0 = next }
        let running = try site.sluice.start(["run", "-v", "job.yaml"]) { line in
          if case .note = line { happened(.note) }
        }
        next?.arm(running.pid)
        exits.append(await running.ended().exit)
        if random.chance(60) { try books.take() }
      }
      trap.withLock { $0 = nil }
      let last = try await site.run()
      let taken = try await consumer.finish()
      try books.take()
      let comment: Comment = "SEED=\(seed): \(exits), then \(last.summary ?? "no summary")"

      #expect(taken.map(\.name).sorted() == Array(Set(taken.map(\.name))).sorted(), comment)
      #expect(books.taken.count == Set(books.taken).count, "\(comment): a row came twice")
      let owed = try await owed(site)
      for entry in job.work.map({ "\($0)" }) {
        let isInQueue = taken.contains { $0.name.contains(entry) }
        #expect(isInQueue || owed.contains("queue \(entry)"), "\(comment): queue lost \(entry)")
        let isInBooks = books.taken.contains(entry)
        #expect(isInBooks || owed.contains("books \(entry)"), "\(comment): books lost \(entry)")
      }
      #expect(last.exit == .code(owed.isEmpty ? 0 : 65), comment)
    }
  }

  /// What the routes owe by `items`: the route and the entry of each.
  private func owed(_ site: Site) async throws -> Set<String> {
    let ended = try await site.sluice.run("items", "--owed", "job.yaml")
    #expect(ended.exit == .code(0))
    return Set(
      ended.lines.flatMap { line -> [String] in
        let columns = line.split(separator: "\t").map(String.init)
        return columns.dropFirst(3).compactMap { column in
          let parts = column.split(separator: "=")
          return ["held", "outstanding"].contains(parts[1]) ? "\(parts[0]) \(columns[1])" : nil
        }
      })
  }

  /// Reports to Pleo some of what the consumer has taken.
  private func report(_ consumer: Consumer, to pleo: PleoServer, _ random: inout SeededRandom) {
    let taken = consumer.takenSoFar.map(\.name)
    var job = pleo.job
    for index in job.items.indices where job.items[index].status == .pending {
      guard taken.contains(where: { $0.contains("\(job.items[index].entryID)") }),
        random.chance(50)
      else { continue }
      job.items[index].status = .successful
    }
    pleo.job = job
  }

  private func newTrap(_ random: inout SeededRandom) -> Trap {
    let event = [Trap.Event.request, .note, .message].randomElement(using: &random) ?? .note
    return Trap(
      at: event, number: Int.random(in: 1...14, using: &random),
      yields: Int.random(in: 0...20, using: &random))
  }
}

/// A program that takes the rows of a database and deletes them.
private final class Books {
  private let path: String
  private(set) var taken: [String] = []

  init(_ path: String) { self.path = path }

  func makeFolder() throws {
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
  }

  /// Takes what is there and deletes it, in one transaction.
  func take() throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    let connection = try Connection(path: path, access: .readWrite)
    connection.waitWhenBusy(for: .seconds(5))
    guard
      try connection.integer("SELECT 1 FROM sqlite_schema WHERE name = 'export_items'") != nil
    else { return }
    try connection.execute("BEGIN IMMEDIATE")
    let rows = try connection.prepare("SELECT accounting_entry_id FROM export_items")
    while try rows.step() { taken.append(rows.text(at: 0)) }
    try connection.execute("DELETE FROM export_items; COMMIT")
  }
}
