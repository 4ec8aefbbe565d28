import ExportModel
import PageSourceKit
import TestSupport
import Testing

@testable import ExportEngine

/// What must hold for any ledger and any snapshot, over random histories of one job.
@Suite struct ReconciliationPropertyTests {
  @Test(arguments: Seeds.all(200))
  func anyHistoryKeepsTheRulesOfReconciling(seed: Int) throws {
    var random = SeededRandom(seed: seed)
    let order: ItemOrder = random.chance(50) ? .entryID : .source
    var contents = LedgerContents()
    for _ in 0..<Int.random(in: 2...6, using: &random) {
      let policy = Self.policy(&random)
      let listed = Self.list(&random)
      let record = contents.record(of: Sample.job)
      let result = try #require(
        Reconciliation(snapshot(listed), with: record, order: order, recovery: policy))

      let step = Step(record: record, listed: listed, policy: policy, order: order, result: result)
      step.check(Comment("SEED=\(seed)"))

      if !result.change.isEmpty { contents.store(result.change, of: Sample.job) }
      let stored = contents.record(of: Sample.job)
      let again = try #require(
        Reconciliation(snapshot(listed), with: stored, order: order, recovery: policy))
      #expect(again.change.isEmpty, "SEED=\(seed): a second time there is nothing to store")
      #expect(again.change.missing == result.change.missing, "SEED=\(seed)")
      Self.moveRoutes(&contents, &random)
    }
  }

  private static let statuses = ItemStatus.known + [.onHold, Sample.status("queued")]

  private static func policy(_ random: inout SeededRandom) -> RecoveryPolicy {
    RecoveryPolicy(
      process: random.chance(70) ? [.pending] : [.pending, .failed],
      inProgress: random.chance(80) ? .skip : .process)
  }

  private static func list(_ random: inout SeededRandom) -> [ItemPage.Item] {
    var items: [ItemPage.Item] = []
    for number in 0..<14 where random.chance(60) {
      items.append(Sample.item(number, statuses.randomElement(using: &random) ?? .pending))
    }
    items.shuffle(using: &random)
    return items
  }

  /// Moves the positions of two routes on, as deliveries would.
  private static func moveRoutes(_ contents: inout LedgerContents, _ random: inout SeededRandom) {
    let record = contents.record(of: Sample.job)
    for route in ["one", "two"].map(Sample.name) {
      let position = record.routes[route]?.position ?? 0
      guard position < record.items.count, random.chance(70) else { continue }
      contents.store(
        RecordedDelivery(
          route: route, terms: Sample.terms,
          position: Int.random(in: position...record.items.count, using: &random)),
        of: Sample.job)
    }
  }
}

/// One reconciliation, and what must be true of it.
private struct Step {
  let record: JobRecord
  let listed: [ItemPage.Item]
  let policy: RecoveryPolicy
  let order: ItemOrder
  let result: Reconciliation

  private var known: ItemTable { record.items }
  private var items: ItemTable { result.change.items }

  func check(_ seed: Comment) {
    checkOrder(seed)
    let byID = Dictionary(uniqueKeysWithValues: listed.map { ($0.entryID, $0.status) })
    var changed: [Ordinal] = []
    var newWork: [Ordinal] = []
    for ordinal in 0..<items.count {
      let before = ordinal < known.count ? known.table[known.statuses[ordinal]] : nil
      let workBefore = ordinal < known.count ? known.table[known.work[ordinal]] : nil
      let status = byID[items.entryIDs[ordinal]]
      #expect(items.table[items.statuses[ordinal]] == status ?? before, seed)

      let isNewWork =
        workBefore == nil && status.map { policy.itemClass(of: $0, isWork: false) } == .due
      let work = isNewWork ? status : workBefore
      #expect(items.table[items.work[ordinal]] == work, seed)

      guard ordinal < known.count else { continue }
      if isNewWork { newWork.append(ordinal) }
      if isNewWork || status.map({ $0 != before }) == true { changed.append(ordinal) }
    }
    #expect(result.change.changed == changed, seed)
    let late = record.routes.mapValues { route in newWork.filter { $0 < route.position } }
    #expect(result.change.late == late.filter { !$0.value.isEmpty }, seed)
    let missing = (0..<known.count).filter { byID[known.entryIDs[$0]] == nil }
    #expect(result.change.missing == Set(missing), seed)
  }

  private func checkOrder(_ seed: Comment) {
    #expect(Array(items.entryIDs.prefix(known.count)) == known.entryIDs, seed)
    #expect(result.change.firstNew == known.count, seed)
    let new = listed.map(\.entryID).filter { !known.entryIDs.contains($0) }
    let expected = order == .entryID ? new.sorted() : new
    #expect(Array(items.entryIDs.dropFirst(known.count)) == expected, seed)
  }
}
