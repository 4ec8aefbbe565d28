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
    var missing: Set<Ordinal> = []
    var withoutData: Set<Ordinal> = []
    var previous: [Name: [Ordinal: JobID]] = [:]
    var ended: ExportJobStatus?
  }

  private(set) var jobs: [JobID: Job] = [:]
  /// The jobs in the order in which they were first stored.
  private var order: [JobID] = []
  private(set) var receipts: [RunReceipt] = []
  /// The jobs of which the routes of a definition owe nothing.
  private var clear: [Name: Set<JobID>] = [:]

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
    record.missing = job.missing
    record.withoutData = job.withoutData
    record.previous = job.previous
    record.ended = job.ended
    return record
  }

  /// What is known of entries as items of other jobs, the newest job first.
  func itemsElsewhere(
    of entries: [EntryID], beside id: JobID
  ) -> [EntryID: [ItemElsewhere]] {
    var found: [EntryID: [ItemElsewhere]] = [:]
    let own = order.firstIndex(of: id) ?? order.endIndex
    for (index, other) in order.enumerated().reversed() where other != id {
      guard let job = jobs[other] else { continue }
      for entry in entries {
        guard let ordinal = job.items.firstIndex(where: { $0.entryID == entry }) else { continue }
        let done = job.routes.filter { _, route in
          ordinal < route.position && !route.late.contains(ordinal)
            && !route.rejects.contains(ordinal)
        }
        found[entry, default: []].append(
          ItemElsewhere(
            jobID: other, isLater: index > own, entryID: entry, work: job.items[ordinal].work,
            done: done.mapValues { route in
              [route.terms]
                + route.former.filter { ordinal < $0.end }.map { .known($0.terms) }
            }, choices: done.compactMapValues { $0.choices[ordinal] }))
      }
    }
    return found
  }

  /// The other jobs of which routes of a definition may owe items.
  func jobsInDoubt(of names: [Name], beside id: JobID?) -> [JobID] {
    order.filter { other in
      other != id
        && names.contains { name in
          clear[name]?.contains(other) != true
            && (jobs[other]?.routes ?? [:]).values.contains {
              $0.terms.value.map { $0.definition == name.text } ?? true
            }
        }
    }
  }

  mutating func store(clear jobs: [JobID], of names: [Name]) {
    for name in names { clear[name, default: []].formUnion(jobs) }
  }

  /// Takes a person's decision that a route's sink need not get these items.
  mutating func settle(_ route: Name, _ ordinals: Set<Ordinal>, of id: JobID) {
    jobs[id]?.routes[route]?.settled.formUnion(ordinals)
  }

  /// Takes a person's decision that a route has another name: in each job, what is known of it is known of that
  /// name, unless that one has delivered something itself.
  mutating func rename(_ route: Name, to name: Name) {
    for (id, var job) in jobs {
      if let own = job.routes[name], own.position > 0 { continue }
      guard let progress = job.routes.removeValue(forKey: route) else { continue }
      job.routes[name] = progress
      job.rejects[name] = job.rejects.removeValue(forKey: route)
      job.previous[name] = job.previous.removeValue(forKey: route)
      jobs[id] = job
    }
  }

  /// Keeps of a route's terms only words.
  mutating func keepWords(_ words: String, of route: Name, in id: JobID) {
    jobs[id]?.routes[route]?.terms = .written(words)
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
    job.missing = change.missing
    job.withoutData = change.withoutData
    for (route, jobs) in change.previous { job.previous[route, default: [:]].merge(jobs) { $1 } }
    for (route, terms) in change.asked {
      var progress = job.routes[route] ?? RouteProgress(position: 0, terms: .known(terms))
      progress.seen = job.items.count
      if progress.position == 0 { progress.terms = .known(terms) }
      job.routes[route] = progress
    }
    for (route, choices) in change.choices { job.routes[route]?.choices = choices }
    job.ended = nil
    for definition in clear.keys { clear[definition]?.remove(id) }
    if jobs[id] == nil { order.append(id) }
    jobs[id] = job
  }

  mutating func store(_ delivery: RecordedDelivery, of id: JobID) {
    var job = jobs[id] ?? Job()
    var route =
      job.routes[delivery.route] ?? RouteProgress(position: 0, terms: .known(delivery.terms))
    #expect(delivery.position >= route.position, "a position never goes back")
    #expect(delivery.position <= job.items.count, "a position is in the list")
    #expect(delivery.passed.allSatisfy { (route.position..<delivery.position).contains($0) })
    route.position = delivery.position
    route.terms = .known(delivery.terms)
    route.isFinished = false
    route.late.subtract(delivery.deliveredLate)
    route.late.formUnion(delivery.passed)
    route.rejects.formUnion(delivery.rejected.map(\.ordinal))
    job.rejects[delivery.route, default: []] += delivery.rejected
    job.routes[delivery.route] = route
    jobs[id] = job
  }

  mutating func finish(_ route: Name, of id: JobID) {
    #expect(jobs[id]?.routes[route] != nil, "a route that finishes has delivered")
    jobs[id]?.routes[route]?.isFinished = true
  }

  mutating func store(_ receipt: RunReceipt) {
    receipts.append(receipt)
    if !receipt.isClear {
      for definition in clear.keys { clear[definition]?.remove(receipt.jobID) }
    }
    guard receipt.ending == .jobFinished else { return }
    jobs[receipt.jobID, default: Job()].ended = receipt.jobStatus.map { ExportJobStatus($0) }
  }

  private static func item(_ ordinal: Ordinal, of items: ItemTable) -> Item {
    Item(
      entryID: items.entryIDs[ordinal], status: items.table[items.statuses[ordinal]] ?? .onHold,
      work: items.table[items.work[ordinal]])
  }
}
