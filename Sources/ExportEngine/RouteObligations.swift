import ExportModel
import Predicates

/// Answers for one route whether it owes an item, and why; ``JobObligations`` asks it of every route.
struct RouteObligations: Sendable {
  private let work: Worklist
  private let filter: RouteFilter
  /// What the route took so far, and up to where, while its terms are others and a person has not accepted
  /// them.
  private let recorded: (filter: RouteFilter, end: Ordinal)?
  /// What the route took under the terms that it had before, and up to where.
  private let former: [(filter: RouteFilter, end: Ordinal)]
  private let route: Name
  private let progress: RouteProgress?
  private let finished: RecoveryPolicy.Finished
  /// Whether the job definition no longer has the route.
  private let isRemoved: Bool
  /// What the routes take that owe items in its place.
  private let heirs: [RouteFilter]
  /// The end of the items that it was asked about; nil where that is all of them.
  private let end: Ordinal?

  init(_ route: ExportRun.Route, _ work: Worklist, progress: RouteProgress?) {
    self.work = work
    filter = work.filter(of: route, progress)
    recorded = progress.flatMap { progress in
      guard progress.hasDelivered, let predicate = progress.terms.value?.predicate,
        predicate != route.predicate
      else { return nil }
      return (work.filter(predicate, progress), progress.position)
    }
    former = work.formerFilters(progress)
    self.route = route.name
    self.progress = progress
    finished = route.finished ?? work.recovery.finished
    isRemoved = false
    heirs = []
    end = nil
  }

  /// What a route owes under the terms that the ledger has of it, and not those of the job definition.
  ///
  /// - Parameters:
  ///   - finished: what it does with an item that became final.
  ///   - isRemoved: whether the job definition no longer has it.
  ///   - heirs: what the routes take that have its place now, under another name: they owe those items.
  init(
    _ name: Name, under terms: RouteTerms, _ work: Worklist, progress: RouteProgress,
    finished: RecoveryPolicy.Finished, isRemoved: Bool, heirs: [RouteFilter] = []
  ) {
    self.work = work
    filter = work.filter(terms.predicate, progress)
    recorded = nil
    former = work.formerFilters(progress)
    route = name
    self.progress = progress
    self.finished = finished
    self.isRemoved = isRemoved
    self.heirs = heirs
    end = progress.seen
  }

  /// What the route has to do with an item.
  func obligation(_ ordinal: Ordinal) -> Obligation {
    guard work.isWork(ordinal) else { return .notAsked }
    guard takes(ordinal) != false || wasTaken(ordinal) else { return .notTaken }
    if let end, ordinal >= end { return .notTaken }
    if heirs.contains(where: { $0.takes(ordinal) == true }) { return .notTaken }
    if let progress, ordinal < progress.position, !progress.late.contains(ordinal) {
      guard progress.rejects.contains(ordinal) else { return .delivered }
      if progress.settled.contains(ordinal) { return .settled }
      return laterJob(of: ordinal) == nil ? .rejected : .delivered
    }
    if progress?.settled.contains(ordinal) == true { return .settled }
    if laterJob(of: ordinal) != nil { return .delivered }
    let owed = owed(ordinal)
    return isRemoved && owed.isOwed ? .held(.routeRemoved) : owed
  }

  /// Whether the route has yet to decide whether it takes an item.
  func isUndecided(_ ordinal: Ordinal) -> Bool { takes(ordinal) == nil && !wasTaken(ordinal) }

  /// Whether the route takes an item: by the terms that its progress was made under, as far as that goes; nil where
  /// that is not decided.
  private func takes(_ ordinal: Ordinal) -> Bool? {
    if let recorded, ordinal < recorded.end { return recorded.filter.takes(ordinal) }
    return filter.takes(ordinal)
  }

  /// Whether the route was done with an item that it took under the terms that it had before.
  private func wasTaken(_ ordinal: Ordinal) -> Bool {
    !former.isEmpty && progress?.late.contains(ordinal) != true
      && former.contains { ordinal < $0.end && $0.filter.takes(ordinal) == true }
  }

  /// The later export job that the route delivered the item's entry as part of.
  func laterJob(of ordinal: Ordinal) -> JobID? { work.later[route]?[ordinal] }

  /// What the route has to do with an item that it takes and that its sink does not have.
  private func owed(_ ordinal: Ordinal) -> Obligation {
    if work.missing.contains(ordinal) { return .held(.unlisted) }
    switch work.standing(ordinal) {
    case .unknown: return work.recovery.unknownStatus == .hold ? .held(.unknownStatus) : .skipped
    case .finished where finished == .hold: return .held(.finished)
    case .finished where finished == .skip: return .skipped
    case .finished, .due: break
    }
    if work.isJobEnded { return .held(.jobEnded) }
    if work.recovery.deliveredBefore == .hold, work.previous[route]?[ordinal] != nil {
      return .held(.deliveredBefore)
    }
    if work.withoutData.contains(ordinal) { return .held(.withoutData) }
    return .outstanding(late: progress.map { ordinal < $0.position } ?? false)
  }
}

/// How many items a route has of each kind.
public struct RouteTally: Equatable, Sendable {
  /// Items that the sink has.
  public private(set) var delivered = 0
  /// Items that the sink will never take.
  public private(set) var rejected = 0
  /// Items that the next run delivers.
  public private(set) var outstanding = 0
  /// Items that a person must decide on, by reason.
  public private(set) var held: [HeldReason: Int] = [:]
  /// Items that the job definition says to leave.
  public private(set) var skipped = 0
  /// Items that a person decided to leave.
  public private(set) var settled = 0

  /// Creates a tally of no items.
  public init() {}

  /// Items that the sink does not have and should: outstanding ones, and those that are held.
  public var owed: Int { outstanding + held.values.reduce(0, +) }

  mutating func count(_ obligation: Obligation) {
    switch obligation {
    case .notAsked, .notTaken: break
    case .delivered: delivered += 1
    case .rejected: rejected += 1
    case .outstanding: outstanding += 1
    case .held(let reason): held[reason, default: 0] += 1
    case .skipped: skipped += 1
    case .settled: settled += 1
    }
  }
}
