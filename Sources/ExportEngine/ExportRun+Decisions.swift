public import ExportModel
import Predicates

/// What a person needs to know before deciding about a route.
extension ExportRun.Plan {
  /// How many items a route of the ledger owes or its sink rejected, under the terms that it has there.
  public func owed(byRecorded name: Name, of job: JobID, in record: JobRecord) -> Int {
    var plan = self
    plan.jobID = job
    guard let progress = record.routes[name], let terms = progress.terms.value else { return 0 }
    let duty = RouteObligations(
      name, under: terms, Worklist(plan, record), progress: progress, finished: .hold,
      isRemoved: true)
    return (0..<record.items.count).count {
      let obligation = duty.obligation($0)
      return obligation.isOwed || obligation == .rejected
    }
  }

  /// Why the next run would refuse a route; nil where it would not.
  public func whyRefused(_ route: ExportRun.Route, in record: JobRecord) -> RunTrouble? {
    refusal(of: route, after: record.routes, Worklist(self, record))
  }

  /// The items that no run delivers until a person decides, in order: those that a route holds, and those
  /// that its sink rejected.
  ///
  /// - Parameter outstanding: whether those that the next run would deliver are wanted as well.
  public func undecided(
    by route: ExportRun.Route, outstanding: Bool = false, in record: JobRecord
  ) -> [Ordinal] {
    let duty = RouteObligations(
      route, Worklist(self, record), progress: record.routes[route.name])
    return (0..<record.items.count).filter {
      switch duty.obligation($0) {
      case .held, .rejected: true
      case .outstanding: outstanding
      default: false
      }
    }
  }

  /// The items that a route's sink has rejected, and nobody has settled.
  public func rejected(by route: ExportRun.Route, in record: JobRecord) -> [Ordinal] {
    let duty = RouteObligations(
      route, Worklist(self, record), progress: record.routes[route.name])
    return (0..<record.items.count).filter { duty.obligation($0) == .rejected }
  }

  /// The items that a route of the ledger owes or its sink rejected, and that the definition no longer has;
  /// nil for any other route.
  public func undecided(byRemoved name: Name, in record: JobRecord) -> [Ordinal]? {
    let work = Worklist(self, record)
    return removedRoutes(record.routes, work).first { $0.name == name }.map { removed in
      (0..<record.items.count).filter {
        let obligation = removed.duty.obligation($0)
        return obligation.isOwed || obligation == .rejected
      }
    }
  }

  /// What comes of it when a route delivers everything from an ordinal on again: how many items the next run would
  /// deliver again, and how many it would hold, because they became final or are not listed any more.
  public func rewinding(
    _ route: ExportRun.Route, to ordinal: Ordinal, in record: JobRecord
  ) -> (again: Int, held: Int) {
    guard let progress = record.routes[route.name] else { return (0, 0) }
    let work = Worklist(self, record)
    let before = RouteObligations(route, work, progress: progress)
    let after = RouteObligations(route, work, progress: progress.rewound(to: ordinal))
    var counts = (again: 0, held: 0)
    for ordinal in ordinal..<record.items.count where !before.obligation(ordinal).isOwed {
      switch after.obligation(ordinal) {
      case .outstanding: counts.again += 1
      case .held: counts.held += 1
      default: break
      }
    }
    return counts
  }

  /// The same for another of its export jobs.
  public func of(_ job: JobID) -> ExportRun.Plan {
    var plan = self
    plan.jobID = job
    return plan
  }

  /// A route that the ledger has of a job and that is of another job definition, of which nobody can say here what it
  /// owes.
  public func strangeRoute(in record: JobRecord) -> Name? {
    let names = Set(names.map(\.text))
    return record.routes.filter {
      $0.value.terms.value.map { !names.contains($0.definition) } ?? false
    }
    .keys.min()
  }

  /// How many items a route owes under the terms that the ledger has, and does not take under those of the
  /// plan.
  public func dropped(by route: ExportRun.Route, in record: JobRecord) -> Int {
    record.routes[route.name].map { dropped(by: route, $0, Worklist(self, record)) } ?? 0
  }

  /// The routes of which the ledger does not know yet that they were asked about all these items, or under
  /// which terms.
  func asked(_ work: Worklist, progress: [Name: RouteProgress]) -> [Name: RouteTerms] {
    guard work.items.count > 0 else { return [:] }
    return routes.reduce(into: [:]) { asked, route in
      let own = progress[route.name]
      var terms = terms(of: route)
      // A refusal must hold until a person decides, so the terms that it rests on stay.
      if let own, let before = own.terms.value, !own.hasDelivered,
        estranged(from: route, own, work) > 0
      {
        terms = before
      }
      let isKnown =
        own.map { $0.seen == work.items.count && ($0.hasDelivered || $0.terms.value == terms) }
      if isKnown != true { asked[route.name] = terms }
    }
  }

  /// What a route's progress is under the terms of the plan, and not those that it was made under.
  public func accepting(
    _ route: ExportRun.Route, in record: JobRecord, after progress: RouteProgress
  ) -> AcceptedTerms {
    guard let before = progress.terms.value else { return AcceptedTerms() }
    let work = Worklist(self, record)
    let (old, new) = (work.filter(before.predicate, progress), work.filter(of: route, progress))
    let former = work.formerFilters(progress)
    var accepted = AcceptedTerms()
    let isDecidedAnew = route.asksForData && before.predicate != route.predicate
    if isDecidedAnew { accepted.choices = RouteChoices() }
    for ordinal in 0..<min(progress.position, record.items.count) {
      let wasTaken =
        old.takes(ordinal) == true
        || former.contains { ordinal < $0.end && $0.filter.takes(ordinal) == true }
      if !wasTaken {
        if new.takes(ordinal) != false { accepted.owed.append(ordinal) }
      } else if isDecidedAnew, !progress.late.contains(ordinal) {
        accepted.choices?[ordinal] = true
      }
    }
    return accepted
  }

  /// What comes of it that a person accepts the terms of a route.
  public struct AcceptedTerms: Equatable, Sendable {
    /// The items before its position that it did not take before and may take now; none where only the words of the terms
    /// before were kept.
    public var owed: [Ordinal] = []
    /// What is decided from then on: that it takes what it has delivered. Nil where the terms do not ask for accounting
    /// data, or ask for the same.
    public var choices: RouteChoices?
  }
}
