public import ExportModel

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

    /// Creates what a route owes.
    public init(name: Name, owed: Int, rejected: Int = 0) {
      self.name = name
      self.owed = owed
      self.rejected = rejected
    }
  }

  /// The export job.
  public let jobID: JobID
  /// The routes that owe or have rejected items of it, by name.
  public let routes: [Route]
  /// Items that no route owes and that a person must decide on.
  public let held: Int

  /// Creates what is owed.
  public init(jobID: JobID, routes: [Route], held: Int) {
    self.jobID = jobID
    self.routes = routes
    self.held = held
  }

  /// How many items are owed, rejected or held; one that two routes owe counts twice.
  public var items: Int { routes.reduce(held) { $0 + $1.owed + $1.rejected } }
}

extension ExportRun.Plan {
  /// What is owed of another export job of the definition, under the terms that its routes had then; nil
  /// where nothing is.
  public func owed(of job: JobID, _ record: JobRecord) -> OwedElsewhere? {
    var plan = self
    plan.jobID = job
    let work = Worklist(plan, record)
    let (duties, isWhole) = plan.dutiesElsewhere(record, work)
    let census = Census(work, duties, unmatched: isWhole ? unmatched : .skip)
    let routes = census.routes.filter { $0.tally.owed + $0.tally.rejected > 0 }
      .map {
        OwedElsewhere.Route(name: $0.name, owed: $0.tally.owed, rejected: $0.tally.rejected)
      }
    guard !routes.isEmpty || census.heldByNone > 0 else { return nil }
    return OwedElsewhere(jobID: job, routes: routes, held: census.heldByNone)
  }

  /// The entries of a job that a route may have delivered as part of a later one: all that its routes owe
  /// or rejected, and those that none takes.
  public func undelivered(of job: JobID, _ record: JobRecord) -> [EntryID] {
    var plan = self
    plan.jobID = job
    let work = Worklist(plan, record)
    let duties = plan.dutiesElsewhere(record, work).duties.map(\.duty)
    return (0..<record.items.count).filter { ordinal in
      guard work.isWork(ordinal) else { return false }
      let obligations = duties.map { $0.obligation(ordinal) }
      return obligations.contains { $0.isOwed || $0 == .rejected }
        || obligations.allSatisfy { $0 == .notTaken }
    }.map { record.items.entryIDs[$0] }
  }

  /// Takes note of the entries of a job that routes delivered as part of later export jobs: when a job has
  /// failed or expired, its entries are exported again as items of a new one (`pleo-export-api.md`, §11,
  /// trap 18), and the sink has them then.
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
        let later = items.last { $0.isLater && $0.wasDelivered(by: route, to: place) }
        if let later { record.later[route, default: [:]][ordinal] = later.jobID }
      }
    }
  }

  /// What the definition's routes have to do with a job that they were asked about, and whether those are
  /// all routes that the ledger has of it.
  private func dutiesElsewhere(
    _ record: JobRecord, _ work: Worklist
  ) -> (duties: [RouteDuty], isWhole: Bool) {
    var isWhole = true
    let duties = record.routes.sorted { $0.key < $1.key }.compactMap { name, progress in
      let route = routes.first { $0.name == name }
      if let terms = progress.terms.value {
        guard terms.definition == definition.text else { return nil as RouteDuty? }
        return RouteDuty(
          name: name,
          duty: RouteObligations(
            name, under: terms, work, progress: progress, finished: route?.finished,
            isRemoved: false))
      }
      guard let route, progress.terms.isContinued(by: self.terms(of: route)) else {
        isWhole = false
        return nil
      }
      return RouteDuty(name: name, duty: RouteObligations(route, work, progress: progress))
    }
    return (duties, isWhole)
  }
}
