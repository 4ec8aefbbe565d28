import ExportEngine
import ExportModel
import Predicates
import SinkKit

/// The promises, as somebody sees them who stands outside: by what was listed, what the sinks have, what the ledger
/// has and what a run says. Each gives a sentence for everything that breaks it.
enum HistoryPromises {
  // MARK: While a run goes on

  /// What is recorded as delivered is in its sink.
  static func whatIsRecordedIsThere(
    _ told: HistoryTelling, _ delivery: RecordedDelivery
  ) -> [String] {
    let (job, name) = (told.world.disk.job, delivery.route)
    guard let progress = job.routes[name],
      let (place, predicate) = told.history.predicates.first(where: {
        told.name(of: $0.place) == name
      })
    else { return ["'\(name)' is recorded, and there is no such route"] }
    let numbers = Set(told.world.place(place).numbers)
    return job.items.prefix(progress.position).enumerated().compactMap { ordinal, item in
      guard let work = item.work, !progress.late.contains(ordinal),
        !numbers.contains(Sample.number(item.entryID)),
        told.takes(item.entryID, predicate, as: work), !told.isLeft(item.status)
      else { return nil }
      return "'\(place)': item \(ordinal) is recorded as delivered, and is not in the sink"
    }
  }

  /// A batch is no larger than it may be, and has items that need work and that are not recorded as delivered.
  static func batchIsDue(
    _ told: HistoryTelling, _ batch: ItemBatch, to place: String, limit: Int
  ) -> [String] {
    let progress = told.world.disk.job.routes[told.name(of: place)]
    let (listed, recovery) = (told.listed, told.history.recovery)
    let items = batch.items.flatMap { item -> [String] in
      var found: [String] = []
      let data = (item.data?.json).map { String(decoding: $0, as: UTF8.self) }
      let item = (number: Sample.number(item.entryID), ordinal: item.ordinal, status: item.status)
      if let progress, item.ordinal < progress.position, !progress.late.contains(item.ordinal) {
        found.append("'\(place)': item \(item.number) is recorded, and comes again")
      }
      if item.status != listed[item.number] {
        found.append("'\(place)': item \(item.number) is delivered as \(item.status)")
      }
      let isDue =
        recovery.process.contains(item.status) || item.status == .inProgress
        || recovery.finished == .deliver && item.status.isKnown
      if !isDue { found.append("'\(place)': \(item.status) needs no work") }
      if data != (told.history.hasData ? History.data(of: item.number) : nil) {
        found.append("'\(place)': item \(item.number) comes with \(data ?? "no data")")
      }
      return found
    }
    return items
      + (batch.items.count > limit
        ? ["'\(place)': a batch has \(batch.items.count) items, not \(limit)"] : [])
  }

  // MARK: After a run

  /// Each time a sink was open, items came in the order of their ordinals, and in a queue once.
  static func orderIsKept(_ told: HistoryTelling) -> [String] {
    told.world.places.sorted { $0.key < $1.key }.flatMap { name, place -> [String] in
      var found: [String] = []
      for session in place.sessions {
        var seen: Set<Ordinal> = []
        let firsts = session.filter { seen.insert($0).inserted }
        if firsts != firsts.sorted() { found.append("'\(name)' is out of order: \(firsts)") }
      }
      let numbers = place.numbers
      if told.history.isForward, Set(numbers).count != numbers.count {
        found.append("'\(name)' has an item twice: \(numbers)")
      }
      return found
    }
  }

  // MARK: At the end

  /// A sink that has everything has said so, and none has ever said that it had more.
  static func whatIsSaidToBeWholeIs(_ told: HistoryTelling, _ outcome: RunOutcome) -> [String] {
    told.history.predicates.flatMap { place, _ -> [String] in
      let sink = told.world.place(place)
      let name = told.name(of: place)
      let owes = outcome.receipt.routes.first { $0.name == name }.map { $0.owed > 0 } ?? true
      // A sink may have items that the ledger does not know of: a process died in between.
      let isKnown = (told.world.disk.job.routes[name]?.position ?? 0) > 0
      let isTold = owes || !isKnown || sink.numbers.isEmpty || !sink.sets.isEmpty
      return sink.overstatements.map { "'\(place)' \($0)" }
        + (isTold ? [] : ["'\(place)' has everything, and has not said so"])
    }
  }

  /// After a run in which nothing goes wrong, every sink has every item that is its own.
  static func everythingIsDelivered(_ told: HistoryTelling, _ outcome: RunOutcome) -> [String] {
    var found = outcome.messages
    if outcome.receipt.ending != .done { found.append("it ends as \(outcome.receipt.ending)") }
    for route in outcome.receipt.routes where route.outstanding > 0 {
      found.append("'\(route.name)' has \(route.outstanding) outstanding")
    }
    let listed = told.listed
    for (number, status) in listed.sorted(by: { $0.key < $1.key }) where status == .pending {
      if !told.has(number, in: "all") { found.append("item \(number) is pending and nowhere") }
    }
    for item in told.world.disk.job.items {
      let number = Sample.number(item.entryID)
      guard let work = item.work, let status = listed[number] else { continue }
      guard told.history.recovery.process.contains(status) || status == .inProgress else {
        continue
      }
      for (place, predicate) in told.history.predicates
      where told.takes(item.entryID, predicate, as: work) && !told.has(number, in: place) {
        found.append("item \(number) is lost to '\(place)'")
      }
    }
    for (route, rejects) in told.world.disk.job.rejects {
      let ordinals = rejects.map(\.ordinal)
      if Set(ordinals).count != ordinals.count { found.append("'\(route)' rejects twice") }
    }
    return found
  }

  /// Of a job that has ended, nothing is delivered.
  static func endedJobIsLeftAlone(_ told: HistoryTelling, _ outcome: RunOutcome) -> [String] {
    outcome.messages
      + (outcome.receipt.ending == .jobFinished ? [] : ["it ends as \(outcome.receipt.ending)"])
      + outcome.receipt.routes.filter { $0.written + $0.absorbed > 0 }
      .map { "'\($0.name)' delivers of a job that has ended" }
  }

  /// Work that is in no sink is named as owed, unless the definition leaves it (promise 9).
  static func theRestIsOwed(
    _ told: HistoryTelling, _ outcome: RunOutcome, hasEnded: Bool
  ) -> [String] {
    let listed = told.listed
    return told.history.predicates.compactMap { place, predicate in
      let missing = told.world.disk.job.items.filter { item in
        let number = Sample.number(item.entryID)
        guard let work = item.work, told.takes(item.entryID, predicate, as: work) else {
          return false
        }
        // Of a job that has ended, nobody has looked at the list.
        let status = hasEnded ? item.status : listed[number]
        return status.map(told.isLeft) != true && !told.has(number, in: place)
      }
      let name = told.name(of: place)
      let owed = outcome.receipt.routes.first { $0.name == name }?.owed ?? 0
      // A sink may have an item that the ledger does not know of: a process died in between.
      guard owed < missing.count else { return nil }
      return "'\(place)' owes \(owed), and lacks \(missing.map { Sample.number($0.entryID) })"
    }
  }

  /// A run after one in which nothing went wrong does nothing, and says the same.
  static func anotherRunDoesNothing(
    _ last: RunOutcome, _ again: RunOutcome, _ effects: [String]
  ) -> [String] {
    var found: [String] = []
    let receipt = "receipt \(last.receipt.ending.rawValue)"
    if effects != [receipt] { found.append("another run does something: \(effects)") }
    if again.receipt.orderHash != last.receipt.orderHash { found.append("the order has changed") }
    for (before, after) in zip(last.receipt.routes, again.receipt.routes)
    where before.owed != after.owed {
      found.append("'\(after.name)' owed \(before.owed), and then \(after.owed)")
    }
    return found
  }
}

extension HistoryTelling {
  /// Whether a route takes an item, and its sink would.
  func takes(_ entryID: EntryID, _ predicate: ItemPredicate, as work: ItemStatus) -> Bool {
    history.poisoned[entryID] == nil
      && predicate.accepts(status: work, entryID: entryID, jobID: Sample.job)
  }

  /// Whether a sink has an item.
  func has(_ number: Int, in place: String) -> Bool {
    history.poisoned[Sample.entry(number)] != nil || world.place(place).numbers.contains(number)
  }

  /// Whether the definition leaves an item that has this status now, although it needed work before.
  func isLeft(_ status: ItemStatus) -> Bool {
    let recovery = history.recovery
    guard !recovery.process.contains(status), status != .inProgress else { return false }
    return status.isKnown ? recovery.finished == .skip : recovery.unknownStatus == .skip
  }
}
