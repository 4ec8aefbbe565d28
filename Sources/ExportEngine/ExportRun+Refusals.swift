import ExportModel

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
      let dropped = dropped(by: route, own, work)
      return dropped == 0
        ? nil
        : .owedDropped(
          route: route.name, items: dropped, from: own.terms.text(beside: terms), to: "\(terms)")
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

  /// Whether a route delivers to where one of another ledger has delivered items of the export job.
  public func isPlaceTaken(by others: JobRecord) -> Bool {
    routes.contains { owner(of: $0.place(), beside: nil, nil, others.routes) != nil }
  }

  /// How many items a route owes that it would no longer take, or that it owes as one of another job
  /// definition.
  func dropped(by route: ExportRun.Route, _ own: RouteProgress, _ work: Worklist) -> Int {
    guard let before = own.terms.value else { return 0 }
    let isAnothers = before.definition != definition.text
    guard isAnothers || before.predicate != route.predicate else { return 0 }
    let duty = RouteObligations(
      route.name, under: before, work, progress: own,
      finished: route.finished ?? recovery.finished, isRemoved: false)
    return duty.owedItems(notTakenBy: isAnothers ? nil : route.predicate).count
  }

  /// The routes that the ledger has of this definition, and the definition no longer has.
  ///
  /// Of one whose place another route has now, only what that one does not take: it has another name.
  func removedRoutes(
    _ progress: [Name: RouteProgress], _ work: Worklist
  ) -> [RouteDuty] {
    let names = Set(routes.map(\.name))
    let present = routes.map { (place: $0.place(), filter: work.filter($0.predicate)) }
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
