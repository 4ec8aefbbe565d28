public import ExportModel

/// Where a job stands by the ledger alone: what was delivered, what is owed, what is left alone.
public struct JobStanding: Sendable {
  /// What a route has to do with an item.
  public enum Part: String, Sendable {
    /// The route's sink has it, or will never take it.
    case done
    /// The route owes it to its sink.
    case outstanding
    /// It needs no work now, or the route does not take it.
    case none
  }

  /// Where one route stands.
  public struct Route: Equatable, Sendable {
    /// The route.
    public let name: Name
    /// Items that were delivered.
    public let delivered: Int
    /// Items that are still to be delivered.
    public let outstanding: Int
    /// Items that the sink will never take.
    public let rejected: Int
  }

  /// Every item known, by ordinal.
  public let items: ItemTable
  /// How many items each status has, in the order in which the table knows the statuses.
  public let statuses: [(status: ItemStatus, count: Int)]
  /// Each route of the definition, in its order.
  public let routes: [Route]
  private let parts: @Sendable (Int, Ordinal) -> Part

  /// Works out where `plan` stands with what the ledger knows.
  public init(_ plan: ExportRun.Plan, _ record: JobRecord) {
    let items = record.items
    let work = Worklist(
      jobID: plan.jobID, items: items, missing: [], order: plan.order, recovery: plan.recovery)
    let filters = plan.routes.map { work.filter($0.predicate) }
    let progress = plan.routes.map { record.routes[$0.name] }
    let parts: @Sendable (Int, Ordinal) -> Part = { route, ordinal in
      guard filters[route].takes(ordinal) else { return .none }
      let isBehind =
        progress[route].map { ordinal < $0.position && !$0.late.contains(ordinal) } ?? false
      return isBehind ? .done : work.isDue(ordinal) ? .outstanding : .none
    }
    self.items = items
    self.parts = parts
    statuses = Self.count(items)
    routes = plan.routes.indices.map { index in
      let counted = (0..<items.count).reduce(into: [Part: Int]()) {
        $0[parts(index, $1), default: 0] += 1
      }
      let rejected = progress[index]?.rejected ?? 0
      return Route(
        name: plan.routes[index].name, delivered: max(0, counted[.done, default: 0] - rejected),
        outstanding: counted[.outstanding, default: 0], rejected: rejected)
    }
  }

  /// What the definition's route number `route` has to do with an item.
  public func part(ofRoute route: Int, in ordinal: Ordinal) -> Part { parts(route, ordinal) }

  /// The item's newest status.
  public func status(of ordinal: Ordinal) -> ItemStatus? { items.table[items.statuses[ordinal]] }

  private static func count(_ items: ItemTable) -> [(status: ItemStatus, count: Int)] {
    var counts = [Int](repeating: 0, count: 256)
    for code in items.statuses { counts[Int(code.byte)] += 1 }
    return items.table.all.enumerated().map { (status: $1, count: counts[$0 + 1]) }
      .filter { $0.count > 0 }
  }
}
