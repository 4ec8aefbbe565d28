import ExportModel
import PageSourceKit
import SinkKit
import Testing

@testable import ExportEngine

@Suite struct ReconciliationTests {
  private let policy = RecoveryPolicy()

  @Test func aFirstSnapshotIsAllNew() throws {
    let change = try reconcile([3: .pending, 1: .successful, 2: .inProgress], with: .init()).change

    #expect(change.firstNew == 0)
    #expect(change.items.entryIDs == [1, 2, 3].map(Sample.entry))
    #expect(statuses(of: change.items) == [.successful, .inProgress, .pending])
    #expect(work(of: change.items) == [nil, nil, .pending])
    #expect(change.changed == [])
    #expect(change.late == [:])
  }

  @Test func aNewItemIsOfThePageOnWhichItCameFirst() throws {
    let listed: KeyValuePairs<Int, ItemStatus> = [
      5: .pending, 4: .pending, 3: .pending, 5: .pending, 2: .pending,
    ]
    let retrieved = snapshot(Sample.items(listed), onEachPage: 2)
    let pages: KeyValuePairs<ItemOrder, [UInt32]> = [
      .entryID: [3, 2, 1, 1], .source: [1, 1, 2, 3],
    ]
    for (order, pages) in pages {
      let change = try #require(
        Reconciliation(retrieved, with: JobRecord(), order: order, recovery: policy)
      ).change
      #expect(change.newPages == pages, "\(order)")
    }
  }

  @Test func theSameSnapshotAgainChangesNothing() throws {
    let items: KeyValuePairs<Int, ItemStatus> = [1: .pending, 2: .onHold, 3: .failed]
    let first = try reconcile(items, with: JobRecord()).change
    let second = try reconcile(items, with: JobRecord(items: first.items))

    #expect(second.change.isEmpty)
    #expect(second.change.missing == [])
  }

  @Test func aChangedStatusIsTakenOverAndTheStatusAsWorkIsKept() throws {
    let known = try reconcile([1: .pending, 2: .pending], with: JobRecord()).change.items
    let change = try reconcile([1: .successful, 2: .pending], with: .init(items: known)).change

    #expect(change.changed == [0])
    #expect(statuses(of: change.items) == [.successful, .pending])
    #expect(work(of: change.items) == [.pending, .pending])
  }

  @Test func workThatComesUpBeforeAPositionIsLateForThatRouteOnly() throws {
    let known = try reconcile([1: .inProgress, 2: .pending], with: JobRecord()).change.items
    let record = JobRecord(
      items: known,
      routes: [
        Sample.name("ahead"): RouteProgress(position: 2, terms: .known(Sample.terms)),
        Sample.name("behind"): RouteProgress(position: 0, terms: .known(Sample.terms)),
      ])
    let change = try reconcile([1: .pending, 2: .pending, 3: .pending], with: record).change

    #expect(change.late == [Sample.name("ahead"): [0]])
    #expect(change.changed == [0])
    #expect(change.firstNew == 2)
  }

  @Test func knownItemsThatAreNotListedAreMissingAndKept() throws {
    let known = try reconcile([1: .pending, 2: .pending], with: JobRecord()).change.items
    let result = try reconcile([2: .pending, 3: .pending], with: .init(items: known))

    #expect(result.change.missing == [0])
    #expect(result.change.items.entryIDs == [1, 2, 3].map(Sample.entry))
    #expect(result.change.changed == [])
  }

  @Test func moreStatusesOverTimeThanAByteCountsAreRefused() {
    var record = JobRecord()
    for number in 0..<250 {
      let code = record.items.table.code(for: Sample.status("s\(number)")) ?? .none
      record.items.append(Sample.entry(number), status: code, work: .none)
    }
    let full = snapshot([Sample.item(1, Sample.status("s1"))])
    let tooMuch = snapshot([Sample.item(1, Sample.status("new"))])

    #expect(Reconciliation(full, with: record, order: .entryID, recovery: policy) != nil)
    #expect(Reconciliation(tooMuch, with: record, order: .entryID, recovery: policy) == nil)
  }

  @Test func aRunWithMoreStatusesOverTimeThanAByteCountsStoresNothing() async {
    let world = World("a")
    _ = await world.run((1...200).map { Sample.item($0, Sample.status("s\($0)")) }, to: "a")
    world.log.clear()
    let outcome = await world.run(
      (1...200).map { Sample.item($0, Sample.status("t\($0)")) }, to: "a")

    #expect(outcome.messages == ["more than 255 different statuses in one job"])
    #expect(world.log.effects == ["receipt failed"])
  }

  private func reconcile(
    _ items: KeyValuePairs<Int, ItemStatus>, with record: JobRecord
  ) throws -> Reconciliation {
    try #require(
      Reconciliation(
        snapshot(Sample.items(items)), with: record, order: .entryID, recovery: policy))
  }

  private func statuses(of items: ItemTable) -> [ItemStatus?] {
    items.statuses.map { items.table[$0] }
  }

  private func work(of items: ItemTable) -> [ItemStatus?] { items.work.map { items.table[$0] } }
}

/// A sealed snapshot of items that do not contradict each other, so many to a page.
func snapshot(_ items: [ItemPage.Item], onEachPage count: Int = 1000) -> Snapshot {
  var columns = PageColumns()
  for (index, item) in items.enumerated() {
    let hasRoom = columns.append(item)
    #expect(hasRoom)
    if (index + 1).isMultiple(of: count) { columns.endPage() }
  }
  columns.endPage()
  switch Snapshot.sealed(columns) {
  case .success(let snapshot): return snapshot
  case .failure(let conflict): preconditionFailure("\(conflict.entryID) has two statuses")
  }
}
