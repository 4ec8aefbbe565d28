import ExportEngine
import ExportModel
import Testing

/// What a ledger holds, as a value, and what its contract makes of each call.
///
/// Keeps only what a change names, with statuses by their words: a change that says less than it
/// should loses something, as it would on disk.
struct LedgerContents: Sendable {
  /// One item.
  struct Item: Equatable, Sendable {
    let entryID: EntryID
    var status: ItemStatus
    /// The status with which it was first stored as work.
    var work: ItemStatus?
  }

  /// What is known of each job.
  struct Job: Sendable {
    var items: [Item] = []
    var routes: [Name: RouteProgress] = [:]
    var rejects: [Name: [RecordedDelivery.Rejection]] = [:]
  }

  private(set) var jobs: [JobID: Job] = [:]
  private(set) var receipts: [RunReceipt] = []

  /// Everything known of a job, with codes of its own.
  func record(of id: JobID) -> JobRecord {
    let job = jobs[id] ?? Job()
    var record = JobRecord(routes: job.routes)
    // Backwards, so that codes differ from those of the run before: they mean nothing outside.
    for item in job.items.reversed() { _ = record.items.table.code(for: item.status) }
    for item in job.items {
      guard let status = record.items.table.code(for: item.status) else { continue }
      let work = item.work.flatMap { record.items.table.code(for: $0) } ?? .none
      record.items.append(item.entryID, status: status, work: work)
    }
    return record
  }

  mutating func store(_ change: JobChange, of id: JobID) {
    #expect(!change.isEmpty, "a change has something to store")
    var job = jobs[id] ?? Job()
    #expect(change.firstNew == job.items.count, "new items come after the known ones")
    for ordinal in change.changed {
      #expect(change.items.entryIDs[ordinal] == job.items[ordinal].entryID, "nothing is renumbered")
      job.items[ordinal] = Self.item(ordinal, of: change.items)
    }
    for ordinal in change.firstNew..<change.items.count {
      job.items.append(Self.item(ordinal, of: change.items))
    }
    for (route, ordinals) in change.late {
      let position = job.routes[route]?.position ?? 0
      #expect(ordinals.allSatisfy { $0 < position }, "late work lies before the position")
      job.routes[route]?.late.formUnion(ordinals)
    }
    jobs[id] = job
  }

  mutating func store(_ delivery: RecordedDelivery, of id: JobID) {
    var job = jobs[id] ?? Job()
    var route =
      job.routes[delivery.route] ?? RouteProgress(position: 0, terms: delivery.terms)
    #expect(delivery.position >= route.position, "a position never goes back")
    #expect(delivery.position <= job.items.count, "a position is in the list")
    #expect(delivery.passed.allSatisfy { (route.position..<delivery.position).contains($0) })
    route.position = delivery.position
    route.terms = delivery.terms
    route.late.subtract(delivery.deliveredLate)
    route.late.formUnion(delivery.passed)
    route.rejected += delivery.rejected.count
    job.rejects[delivery.route, default: []] += delivery.rejected
    job.routes[delivery.route] = route
    jobs[id] = job
  }

  mutating func store(_ receipt: RunReceipt) { receipts.append(receipt) }

  private static func item(_ ordinal: Ordinal, of items: ItemTable) -> Item {
    Item(
      entryID: items.entryIDs[ordinal], status: items.table[items.statuses[ordinal]] ?? .onHold,
      work: items.table[items.work[ordinal]])
  }
}
