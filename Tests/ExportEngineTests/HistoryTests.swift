import ExportEngine
import ExportModel
import Predicates
import TestSupport
import Testing

/// Nothing lost, nothing twice, in order, whatever dies and whenever (promise 1).
///
/// A failure names its seed; `SEED=17 swift test --filter HistoryTests` tells that story alone.
@Suite struct HistoryTests {
  @Test(arguments: Seeds.all(1500))
  func whateverDiesNothingIsLostAndAQueueShowsEachMessageOnce(seed: Int) async {
    await expectPromisesKept(by: History(seed: seed, isForward: true))
  }

  @Test(arguments: Seeds.all(1500))
  func whateverHappensToTheItemsNothingIsLostAndNothingRecordedComesAgain(seed: Int) async {
    await expectPromisesKept(by: History(seed: seed, isForward: false))
  }

  @Test func theSameSeedTellsTheSameStory() async {
    var first = History(seed: 7, isForward: false)
    var second = History(seed: 7, isForward: false)
    for _ in 0..<6 {
      for isSecond in [false, true] {
        if isSecond { await tell(&second) } else { await tell(&first) }
      }
    }
    #expect(first.world.log.effects == second.world.log.effects)
    #expect(first.world.log.effects.count > 20, "and it is not a short one")
  }

  private func tell(_ history: inout History) async {
    history.changeItems()
    await history.runWithTrouble()
  }

  private func expectPromisesKept(by history: History) async {
    var history = history
    for _ in 0..<(3 + history.seed % 6) {
      await tell(&history)
      expectOrder(in: history)
    }
    history.changeItems()
    let last = await history.runCleanly()
    expectOrder(in: history)
    expectEverythingDelivered(in: history, last)

    history.world.log.clear()
    let again = await history.runCleanly()
    #expect(history.world.log.effects == ["receipt done"], history.comment)
    #expect(again.receipt.orderHash == last.receipt.orderHash, history.comment)
  }

  /// Each time a sink was open, items came in the order of their ordinals, and in a queue once.
  private func expectOrder(in history: History) {
    for (name, place) in history.world.places {
      for session in place.sessions {
        var seen: Set<Ordinal> = []
        let firsts = session.filter { seen.insert($0).inserted }
        #expect(firsts == firsts.sorted(), "\(history.comment), route \(name): out of order")
      }
      guard history.isForward else { continue }
      let numbers = place.numbers
      #expect(
        Set(numbers).count == numbers.count, "\(history.comment), route \(name): \(numbers)")
    }
  }

  /// Work that is in no sink is named as owed, unless the definition leaves it (promise 9).
  private func expectTheRestIsOwed(in history: History, _ outcome: RunOutcome) {
    let world = history.world
    for (name, predicate) in History.predicates {
      let missing = world.disk.job.items.filter { item in
        guard let work = item.work else { return false }
        let number = Sample.number(item.entryID)
        let status = history.listed[number]
        let isLeft =
          status.map {
            $0.isKnown
              ? history.recovery.finished == .skip : history.recovery.unknownStatus == .skip
          } ?? false
        return predicate.accepts(status: work, entryID: item.entryID, jobID: Sample.job)
          && history.poisoned[item.entryID] == nil && !isLeft
          && !world.place(name).numbers.contains(number)
      }
      let owed = outcome.receipt.routes.first { $0.name == Sample.name(name) }?.owed
      // A sink may have an item that the ledger does not know of: a process died in between.
      #expect((owed ?? 0) >= missing.count, "\(history.comment), '\(name)': \(missing)")
    }
  }

  private func expectEverythingDelivered(in history: History, _ outcome: RunOutcome) {
    #expect(outcome.messages == [], history.comment)
    #expect(outcome.receipt.ending == .done, history.comment)
    #expect(outcome.receipt.routes.allSatisfy { $0.outstanding == 0 }, history.comment)

    let world = history.world
    let pending = history.listed.filter { $0.value == .pending }.keys
    let isIn: (Int, String) -> Bool = { number, route in
      history.poisoned[Sample.entry(number)] != nil || world.place(route).numbers.contains(number)
    }
    #expect(pending.allSatisfy { isIn($0, "all") }, "\(history.comment): pending and not delivered")

    for item in world.disk.job.items {
      let number = Sample.number(item.entryID)
      guard let work = item.work, let status = history.listed[number] else { continue }
      guard history.recovery.process.contains(status) || status == .inProgress else { continue }
      for (name, predicate) in History.predicates
      where predicate.accepts(status: work, entryID: item.entryID, jobID: Sample.job) {
        #expect(isIn(number, name), "\(history.comment): item \(number) is lost to '\(name)'")
      }
    }
    expectTheRestIsOwed(in: history, outcome)
    for (route, rejects) in world.disk.job.rejects {
      let ordinals = rejects.map(\.ordinal)
      #expect(Set(ordinals).count == ordinals.count, "\(history.comment), \(route): \(ordinals)")
    }
  }
}
