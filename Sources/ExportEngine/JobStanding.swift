public import ExportModel

/// Where a job stands by the ledger alone: what was delivered, what is owed, what is left alone.
public struct JobStanding: Sendable {
  /// Where one route stands.
  public struct Route: Equatable, Sendable {
    /// The route.
    public let name: Name
    /// How many items it has of each kind.
    public let tally: RouteTally
  }

  /// Every item known, by ordinal.
  public let items: ItemTable
  /// How many items each status has, in the order in which the table knows the statuses.
  public let statuses: [(status: ItemStatus, count: Int)]
  /// Each route of the definition, in its order; then those that it no longer has and that owe items.
  public let routes: [Route]
  /// Items that a person must decide on, for whatever reason.
  public let held: Int
  /// Items that need work and that no route takes.
  public let untaken: Int
  /// How the export job has ended; nil while it is open, by all that is known.
  public let ended: ExportJobStatus?
  private let obligations: JobObligations
  private let duties: [RouteObligations]

  /// Works out where `plan` stands with what the ledger knows.
  public init(_ plan: ExportRun.Plan, _ record: JobRecord) {
    let obligations = JobObligations(plan, Worklist(plan, record), progress: record.routes)
    let counts = ItemCounts(obligations)
    self.obligations = obligations
    items = record.items
    ended = record.ended
    statuses = Self.count(items)
    routes = counts.routes.map { Route(name: $0.name, tally: $0.tally) }
    held = counts.held
    untaken = plan.unmatched == .skip ? 0 : counts.untaken
    let owing = Set(routes.map(\.name))
    duties = obligations.routes.filter { owing.contains($0.name) }.map(\.duty)
  }

  /// What the route at this place of ``routes`` has to do with an item.
  public func obligation(ofRoute route: Int, in ordinal: Ordinal) -> Obligation {
    duties[route].obligation(ordinal)
  }

  /// Whether a person must decide on an item: for a route, for its status, or because no route takes it.
  public func isHeld(_ ordinal: Ordinal) -> Bool {
    obligations.isHeld(obligations.fate(of: ordinal))
  }

  /// The item's newest status.
  public func status(of ordinal: Ordinal) -> ItemStatus? { items.table[items.statuses[ordinal]] }

  private static func count(_ items: ItemTable) -> [(status: ItemStatus, count: Int)] {
    var counts = [Int](repeating: 0, count: 256)
    for code in items.statuses { counts[Int(code.byte)] += 1 }
    return items.table.all.enumerated().map { (status: $1, count: counts[$0 + 1]) }
      .filter { $0.count > 0 }
  }
}
