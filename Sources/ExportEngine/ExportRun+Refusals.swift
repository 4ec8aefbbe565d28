import ExportModel
import Predicates

extension ExportRun.Plan {
  /// Why a route may not go on from where it is; nil where it may.
  ///
  /// - Parameter progress: that of every route of the export job.
  func refusal(
    of route: ExportRun.Route, after progress: [Name: RouteProgress], _ work: Worklist
  ) -> RunTrouble? {
    let terms = terms(of: route)
    let own = progress[route.name]
    // First, because accepting the terms would not make the place the route's own.
    if let other = owner(of: terms.place, beside: route.name, own, progress) {
      return .placeTaken(route: route.name, by: other, place: "\(terms.place)")
    }
    guard let own else { return nil }
    guard own.hasDelivered else {
      let owed = estranged(from: route, own, work)
      return owed == 0
        ? nil
        : .owedDropped(
          route: route.name, items: owed, from: own.terms.text(beside: terms), to: "\(terms)")
    }
    return own.terms.isContinued(by: terms)
      ? nil
      : .termsChanged(route: route.name, from: own.terms.text(beside: terms), to: "\(terms)")
  }

  /// The route that has delivered to a place which is not the route's own.
  private func owner(
    of place: RoutePlace, beside route: Name?, _ own: RouteProgress?,
    _ progress: [Name: RouteProgress]
  ) -> Name? {
    if let own, own.hasDelivered {
      guard let terms = own.terms.value, !terms.place.overlaps(place) else { return nil }
    }
    return progress.filter { $0.key != route && $0.value.hasDelivered }
      .sorted { $0.key < $1.key }
      .first { $0.value.places.contains { $0.overlaps(place) } }?.key
  }

  /// Whether a route delivers to where one of another ledger has delivered items of the export job, and has
  /// not delivered there itself.
  ///
  /// - Parameter own: what is known of the job by the definition's own ledger.
  public func isPlaceTaken(by others: JobRecord, own: JobRecord) -> Bool {
    routes.contains {
      owner(of: $0.place(), beside: nil, own.routes[$0.name], others.routes) != nil
    }
  }

  /// Whether a route delivers to the place of one of another ledger.
  public func sharesPlace(with others: JobRecord) -> Bool {
    routes.contains { route in
      let place = route.place()
      return others.routes.values.contains { $0.places.contains { $0.overlaps(place) } }
    }
  }

  /// How many items a route owes that it would no longer take.
  func dropped(by route: ExportRun.Route, _ own: RouteProgress, _ work: Worklist) -> Int {
    guard own.terms.value?.predicate != route.predicate else { return 0 }
    let filter = work.filter(of: route, own)
    return owed(by: route, own, work) { filter.takes($0) == false }
  }

  /// How many items a route owes that it may no longer take, or that it owes as one of another job
  /// definition: before it has delivered anything, they are a reason to refuse it.
  func estranged(from route: ExportRun.Route, _ own: RouteProgress, _ work: Worklist) -> Int {
    guard let before = own.terms.value else { return 0 }
    guard before.definition == definition.text else {
      return owed(by: route, own, work) { _ in true }
    }
    guard before.predicate != route.predicate else { return 0 }
    let filter = work.filter(of: route, own)
    return owed(by: route, own, work) { filter.takes($0) != true }
  }

  /// How many items a route owes under the terms that the ledger has of it.
  ///
  /// - Parameter isCounted: which of them are asked for.
  private func owed(
    by route: ExportRun.Route, _ own: RouteProgress, _ work: Worklist,
    where isCounted: (Ordinal) -> Bool
  ) -> Int {
    guard let before = own.terms.value else { return 0 }
    let duty = RouteObligations(
      route.name, under: before, work, progress: own,
      finished: route.finished ?? recovery.finished, isRemoved: false)
    return (0..<work.items.count).count { isCounted($0) && duty.obligation($0).isOwed }
  }

  /// The routes that the ledger has of this definition, and the definition no longer has.
  ///
  /// Of one whose place another route has now, only what that one does not take: it has another name.
  func removedRoutes(
    _ progress: [Name: RouteProgress], _ work: Worklist
  ) -> [RouteDuty] {
    let names = Set(routes.map(\.name))
    let present = routes.map {
      (place: $0.place(), filter: work.filter(of: $0, progress[$0.name]))
    }
    return progress.sorted { $0.key < $1.key }.compactMap { name, progress in
      guard !names.contains(name), let terms = progress.terms.value,
        terms.definition == definition.text
      else { return nil }
      // What the route itself said of items that became final is not known any more.
      return RouteDuty(
        name: name,
        duty: RouteObligations(
          name, under: terms, work, progress: progress, finished: .hold, isRemoved: true,
          heirs: present.filter { terms.place.overlaps($0.place) }.map(\.filter)))
    }
  }
}
