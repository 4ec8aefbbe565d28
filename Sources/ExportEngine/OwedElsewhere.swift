public import ExportModel
import Predicates

/// What is owed of another export job than the one that the job definition names now, by the ledger alone.
public struct OwedElsewhere: Equatable, Sendable {
  /// What one route owes of it.
  public struct Route: Equatable, Sendable {
    /// The route, which the job definition may no longer have.
    public let name: Name
    /// How many items it owes.
    public let owed: Int
    /// How many items its sink will never take, and no person has decided on.
    public let rejected: Int
    /// How many of those that it owes a run would deliver, if there were one of the export job.
    public let outstanding: Int

    /// Creates what a route owes.
    public init(name: Name, owed: Int, rejected: Int = 0, outstanding: Int = 0) {
      self.name = name
      self.owed = owed
      self.outstanding = outstanding
      self.rejected = rejected
    }
  }

  /// The export job.
  public let jobID: JobID
  /// Whether it has ended, by all that is known.
  public let hasEnded: Bool
  /// The routes that owe or have rejected items of it, by name.
  public let routes: [Route]
  /// Items that no route owes and that a person must decide on.
  public let held: Int

  /// Creates what is owed.
  public init(jobID: JobID, hasEnded: Bool = false, routes: [Route], held: Int) {
    self.jobID = jobID
    self.hasEnded = hasEnded
    self.routes = routes
    self.held = held
  }

  /// How many items a run of the export job would deliver; one that two routes owe counts twice.
  public var outstanding: Int { routes.reduce(0) { $0 + $1.outstanding } }

  /// How many items are owed, rejected or held; one that two routes owe counts twice.
  public var items: Int { routes.reduce(held) { $0 + $1.owed + $1.rejected } }
}

extension ExportRun.Plan {
  /// What is owed of another export job of the definition, under the terms that its routes had then; nil
  /// where nothing is, as far as is known.
  public func owed(of job: JobID, _ record: JobRecord) -> OwedElsewhere? {
    var plan = self
    plan.jobID = job
    let work = Worklist(plan, record)
    let duties = plan.dutiesElsewhere(record, work)
    let counts = ItemCounts(
      JobObligations(work, own: duties, unmatched: knowsRoutes(of: record) ? unmatched : .skip))
    let routes = counts.routes.filter { $0.tally.owed + $0.tally.rejected > 0 }
      .map {
        OwedElsewhere.Route(
          name: $0.name, owed: $0.tally.owed, rejected: $0.tally.rejected,
          outstanding: $0.tally.outstanding)
      }
    guard !routes.isEmpty || counts.heldByNone > 0 else { return nil }
    return OwedElsewhere(
      jobID: job, hasEnded: record.ended != nil, routes: routes, held: counts.heldByNone)
  }

  /// The entries of a job that a route may have delivered as part of a later one: all that its routes owe
  /// or rejected, and those that none takes.
  public func undelivered(of job: JobID, _ record: JobRecord) -> [EntryID] {
    var plan = self
    plan.jobID = job
    let work = Worklist(plan, record)
    let duties = plan.dutiesElsewhere(record, work).map(\.duty)
    return (0..<record.items.count).filter { ordinal in
      guard work.isWork(ordinal) else { return false }
      let obligations = duties.map { $0.obligation(ordinal) }
      return obligations.contains { $0.isOwed || $0 == .rejected }
        || obligations.allSatisfy { $0 == .notTaken }
    }.map { record.items.entryIDs[$0] }
  }

  /// Takes note of the entries of a job that routes delivered as part of later export jobs: when a job has
  /// failed or expired, its entries are exported again as items of a new one (*The Export API*, *Jobs that
  /// end*), and the sink has them then.
  ///
  /// - Parameter found: what the ledger knows of the ``undelivered(of:_:)`` entries elsewhere.
  public func note(later found: [EntryID: [ItemElsewhere]], in record: inout JobRecord) {
    guard !found.isEmpty else { return }
    let own = Dictionary(uniqueKeysWithValues: routes.map { ($0.name, $0.place()) })
    let known = record.routes.compactMapValues { $0.terms.value?.place }
    let places = own.merging(known) { own, _ in own }
    for (ordinal, entry) in record.items.entryIDs.enumerated() {
      guard let items = found[entry] else { continue }
      for (route, place) in places {
        let later = items.last {
          $0.isLater && $0.wasDelivered(by: route, of: definition, to: place)
        }
        if let later { record.later[route, default: [:]][ordinal] = later.jobID }
      }
    }
  }

  /// Whether the terms of every route that the ledger has of a job are known: an older ledger kept words,
  /// which say nothing once the route has changed.
  func knowsRoutes(of record: JobRecord) -> Bool {
    record.routes.allSatisfy { name, progress in
      progress.terms.value != nil || continued(name, progress) != nil
    }
  }

  /// The route of the definition that goes on with what a route of the ledger did.
  private func continued(_ name: Name, _ progress: RouteProgress) -> ExportRun.Route? {
    routes.first { $0.name == name && progress.terms.isContinued(by: terms(of: $0)) }
  }

  /// What the definition's routes have to do with a job that they were asked about.
  private func dutiesElsewhere(_ record: JobRecord, _ work: Worklist) -> [RouteDuty] {
    let names = names.map(\.text)
    let own = record.routes.compactMapValues(\.terms.value)
      .filter { names.contains($0.value.definition) }
    let present = own.filter { name, _ in routes.contains { $0.name == name } }
    return record.routes.sorted { $0.key < $1.key }.compactMap { name, progress in
      if let terms = own[name] {
        let route = routes.first { $0.name == name }
        let heirs = route == nil ? present.filter { $0.value.place.overlaps(terms.place) } : [:]
        return RouteDuty(
          name: name,
          duty: RouteObligations(
            name, under: terms, work, progress: progress,
            finished: route.map { $0.finished ?? recovery.finished } ?? .hold, isRemoved: false,
            heirs: heirs.map { work.filter($0.value.predicate, record.routes[$0.key]) }))
      }
      guard progress.terms.value == nil, let route = continued(name, progress) else { return nil }
      return RouteDuty(name: name, duty: RouteObligations(route, work, progress: progress))
    }
  }
}
