import ExportModel
import Foundation
import Synchronization
import TestSupport
import Testing

/// `kill -9` at any moment, with a consumer that takes and deletes messages meanwhile; then run
/// again: every pending item is in every sink once, and stdout may repeat a batch.
///
/// Each seed is one history of runs and kills. `SEED=17` replays one, `SEEDS=500` runs many; both
/// print what happened.
@Suite(.timeLimit(.minutes(60)))
struct CrashTests {
  private static let turnstile = Turnstile(places: 4)

  @Test(arguments: Seeds.all(40))
  func aRunThatIsKilledAtAnyMomentLosesAndRepeatsNothing(seed: Int) async throws {
    try await Self.turnstile.whenThereIsRoom { try await live(seed: seed) }
  }

  private func live(seed: Int) async throws {
    var random = SeededRandom(seed: seed)
    let job = PleoJob(of: Int.random(in: 40...400, using: &random), seed: seed)
    let batches = (0..<3).map { _ in Int.random(in: 7...50, using: &random) }
    let routes = [
      Routes.stdout(batch: batches[0]), Routes.queue(batch: batches[1]),
      Routes.books(batch: batches[2]),
    ]
    try await Site.with(job, routes: routes) { site in
      let history = try await History.lived(at: site, with: job, random: &random)
      if Seeds.areAsked { print("seed \(seed): \(history.text)") }

      #expect(history.exits.last == .code(0))
      #expect(history.taken.map(\.name).sorted() == job.messageNames)
      #expect(
        history.taken.sorted { $0.name < $1.name }.map(\.text)
          == job.lines(of: job.work).map { "\($0)\n" })
      #expect(try site.rows() == job.rows)
      #expect(try site.messages(under: ".sluice/nightly.queue/staged") == [])

      let lines = history.sessions.flatMap(\.lines)
      #expect(Set(lines) == Set(job.lines(of: job.work)))
      #expect(lines.count - job.work.count <= batches[0] * history.kills)
      for session in history.sessions { #expect(session.lines == session.lines.sorted()) }

      let again = try await site.run()
      #expect(again.stdout.isEmpty)
      #expect(again.summary?.hasPrefix("nightly: nothing to deliver; ") == true)
      #expect(try site.messages() == [])
    }
  }
}

/// Runs of one job, one after another, all but the last of which may have been killed.
private struct History {
  var sessions: [Ended] = []
  var taken: [Consumer.Message] = []

  var exits: [Ended.Exit] { sessions.map(\.exit) }
  var kills: Int { exits.count { $0 == .signal(SIGKILL) } }

  /// Runs, is killed up to six times, and runs to the end.
  static func lived(
    at site: Site, with job: PleoJob, random: inout SeededRandom
  ) async throws -> History {
    let trap = Mutex<Trap?>(nil)
    let happened: @Sendable (Trap.Event) -> Void = { event in
      trap.withLock { $0 }?.happened(event)
    }
    let appetite = random.chance(50) ? Int.max : Int.random(in: 1...5, using: &random)
    let consumer = try Consumer(of: "\(site.folder)/queue", appetite: appetite) {
      happened(.message)
    }
    site.pleo.answer { _ in
      happened(.request)
      return nil
    }
    var history = History()
    var killsLeft = Int.random(in: 1...6, using: &random)
    repeat {
      // The API promises no order, and no page size.
      site.pleo.job.shuffle(seed: Int.random(in: 0..<1000, using: &random))
      site.pleo.job.pageLimit = Int.random(in: 20...100, using: &random)
      let next = killsLeft > 0 ? history.trap(for: job, random: &random) : nil
      killsLeft -= 1
      trap.withLock { $0 = next }
      let running = try site.sluice.start(["run", "-v", "job.yaml"]) { line in
        switch line {
        case .out: happened(.line)
        case .note: happened(.note)
        }
      }
      next?.arm(running.pid)
      history.sessions.append(await running.ended())
    } while history.exits.last == .signal(SIGKILL)
    history.taken = try await consumer.finish()
    return history
  }

  private func trap(for job: PleoJob, random: inout SeededRandom) -> Trap {
    let event = Trap.Event.allCases.randomElement(using: &random) ?? .note
    let most =
      switch event {
      case .request: 8
      case .note: 30
      case .message, .line: max(1, job.work.count)
      }
    // Later runs have less to do, so their events are fewer.
    let limit = Int.random(in: 1...max(1, most / sessions.count.advanced(by: 1)), using: &random)
    return Trap(
      at: event, number: Int.random(in: 1...limit, using: &random),
      yields: Int.random(in: 0...20, using: &random))
  }

  /// What happened, for a person.
  var text: String {
    sessions.map { session in
      switch session.exit {
      case .signal: "killed after \(session.notes.count) notes, \(session.lines.count) lines"
      case .code: session.summary ?? "no summary"
      }
    }.joined(separator: " | ")
  }
}
