import ExportModel

/// A route, and what it has to do with the items of a job.
struct RouteDuty: Sendable {
  let name: Name
  let duty: RouteObligations
}

/// What becomes of an item, over all routes.
enum ItemFate: Equatable, Sendable {
  /// Nothing any more: it was never work and is listed no longer, or its sinks have it.
  case left
  /// It needs no work, or none that the definition has for it.
  case skipped
  /// Every route that takes it has it, or is to get it.
  case taken
  /// A person must decide on it for a route.
  case held(HeldReason)
  /// A person must decide on it because of its status.
  case heldForStatus
  /// It needs work, and no route takes it.
  case untaken
  /// No route takes it, and it became final or is listed no longer.
  case untakenSince
}

/// Answers what becomes of each item of a job, and why: the one place that does, for the run, for `plan`,
/// `status`, `items` and `explain`.
///
/// What a single route has to do with an item is the answer of its ``RouteObligations``.
struct JobObligations: Sendable {
  let work: Worklist
  /// The routes of the definition in its order, then those that it no longer has.
  let routes: [RouteDuty]
  let unmatched: UnmatchedPolicy
  /// How many of the routes decide whether an item is taken.
  let own: Int
  private let classes: StatusClasses

  /// The obligations of a plan's routes, and of those that the plan no longer has.
  init(_ plan: ExportRun.Plan, _ work: Worklist, progress: [Name: RouteProgress]) {
    self.init(
      work,
      own: plan.routes.map {
        RouteDuty(name: $0.name, duty: RouteObligations($0, work, progress: progress[$0.name]))
      }, removed: plan.removedRoutes(progress, work), unmatched: plan.unmatched)
  }

  /// - Parameters:
  ///   - own: the routes that decide whether an item is taken.
  ///   - removed: those that the job definition no longer has.
  init(
    _ work: Worklist, own: [RouteDuty], removed: [RouteDuty] = [], unmatched: UnmatchedPolicy
  ) {
    self.work = work
    self.own = own.count
    self.unmatched = unmatched
    routes = own + removed
    classes = StatusClasses(work.recovery, of: work.items.table)
  }

  /// What becomes of an item.
  ///
  /// - Parameter tell: given what each route has to do with it, by the route's place in ``routes``.
  func fate(
    of ordinal: Ordinal, telling tell: (Int, Obligation) -> Void = { _, _ in }
  ) -> ItemFate {
    guard work.isWork(ordinal) else {
      // What never was work is nobody's business once the job has ended.
      guard !work.missing.contains(ordinal), !work.isJobEnded else { return .left }
      return fate(classes.ofNew(work.items.statuses[ordinal]))
    }
    var reason: HeldReason?
    var isTaken = false
    for (index, route) in routes.enumerated() {
      let obligation = route.duty.obligation(ordinal)
      tell(index, obligation)
      if obligation != .notTaken, index < own { isTaken = true }
      if reason == nil, case .held(let held) = obligation { reason = held }
    }
    if let reason, reason != .unknownStatus { return .held(reason) }
    guard isTaken else { return fateOfUntaken(ordinal) }
    if work.missing.contains(ordinal) { return .left }
    return fate(classes.ofWork(work.items.statuses[ordinal]))
  }

  private func fateOfUntaken(_ ordinal: Ordinal) -> ItemFate {
    // A route that was added since got the entry when it was exported again.
    if work.wasDeliveredLater(ordinal) { return .left }
    let isMissing = work.missing.contains(ordinal)
    let standing = work.standing(ordinal)
    if !isMissing, standing == .due { return .untaken }
    if isMissing || standing == .finished && work.recovery.finished != .skip {
      return unmatched == .skip ? .left : .untakenSince
    }
    return fate(classes.ofWork(work.items.statuses[ordinal]))
  }

  private func fate(_ itemClass: ItemClass) -> ItemFate {
    switch itemClass {
    case .due: .taken
    case .skipped: .skipped
    case .held: .heldForStatus
    }
  }

  /// Whether a person must decide on an item that has this fate.
  func isHeld(_ fate: ItemFate) -> Bool {
    switch fate {
    case .held, .heldForStatus, .untakenSince: true
    case .untaken: unmatched != .skip
    case .left, .skipped, .taken: false
    }
  }
}
