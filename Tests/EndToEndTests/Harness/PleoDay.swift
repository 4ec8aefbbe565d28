import ExportModel
import Foundation
import TestSupport

/// A day at Pleo: export jobs appear, get items, are reported by whoever takes the messages, end and expire.
struct PleoDay {
  /// How long after its last change a job expires, in seconds.
  private static let life = 3600.0

  /// An item of a job.
  struct Entry: Hashable, CustomStringConvertible {
    let job: String
    let id: String
    var description: String { "\(job).\(id)" }
  }

  private var random: SeededRandom
  private(set) var now = Date(timeIntervalSince1970: 1_777_874_400)
  /// Every job so far, in the order in which they appeared.
  private(set) var jobs: [PleoJob] = []
  /// When each was last changed.
  private var touched: [Date] = []
  /// The items that needed processing at any time.
  private(set) var everPending: Set<Entry> = []

  init(seed: Int) {
    random = SeededRandom(seed: seed)
    appear()
  }

  /// Lets 36 minutes pass.
  ///
  /// - Parameter taken: what the consumer has taken by now.
  mutating func goOn(taken: Set<Entry>) {
    now += 36 * 60
    if jobs.count < 9, random.chance(30) { appear() }
    for place in jobs.indices where jobs[place].status == .inProgress {
      expire(place)
      guard jobs[place].status == .inProgress else { continue }
      report(place, taken)
      if random.chance(12) { add(Int.random(in: 1...4, using: &random), to: place) }
      let isDone = jobs[place].items.allSatisfy { $0.status != .pending }
      if isDone, random.chance(60) { jobs[place].status = .completed }
    }
    note()
  }

  private mutating func appear() {
    var job = PleoJob(
      of: Int.random(in: 3...20, using: &random), seed: Int(random.next() % 1_000_000))
    job.id = JobID(Identifier(high: 7, low: random.next()))
    job.createdAt = text(now)
    job.expiresIn = "3600"
    job.pageLimit = Int.random(in: 2...10, using: &random)
    jobs.append(job)
    touched.append(now)
    note()
  }

  private mutating func add(_ count: Int, to place: Int) {
    jobs[place].items += PleoJob(pending: count, seed: Int(random.next() % 1_000_000)).items
    touch(place)
  }

  /// Reports what was taken, and now and then something that another program did.
  private mutating func report(_ place: Int, _ taken: Set<Entry>) {
    let job = "\(jobs[place].id)"
    for index in jobs[place].items.indices where jobs[place].items[index].status == .pending {
      let entry = Entry(job: job, id: "\(jobs[place].items[index].entryID)")
      guard taken.contains(entry) ? random.chance(70) : random.chance(3) else { continue }
      jobs[place].items[index].status = random.chance(85) ? .successful : .failed
      touch(place)
    }
  }

  /// A job that nothing happens to is failed after an hour, and its items are given up.
  private mutating func expire(_ place: Int) {
    guard now.timeIntervalSince(touched[place]) > Self.life else { return }
    jobs[place].status = .failed
    for index in jobs[place].items.indices where jobs[place].items[index].status == .pending {
      jobs[place].items[index].status = .abandoned
    }
  }

  private mutating func touch(_ place: Int) {
    touched[place] = now
    jobs[place].lastUpdatedAt = text(now)
  }

  private mutating func note() {
    for job in jobs where job.status == .inProgress {
      everPending.formUnion(job.work.map { Entry(job: "\(job.id)", id: "\($0)") })
    }
  }

  private func text(_ time: Date) -> String { time.formatted(.iso8601) }
}
