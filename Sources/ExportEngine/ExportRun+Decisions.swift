public import ExportModel

/// What a person needs to know before deciding about a route.
extension ExportRun.Plan {
  /// Why the next run would refuse a route; nil where it would not.
  public func whyRefused(_ route: ExportRun.Route, in record: JobRecord) -> RunTrouble? {
    refusal(of: route, after: record.routes)
  }

  /// The items that a route owes and that no run delivers until a person decides, in order.
  public func held(by route: ExportRun.Route, in record: JobRecord) -> [Ordinal] {
    let duty = RouteObligations(
      route, Worklist(self, record), progress: record.routes[route.name])
    return (0..<record.items.count).filter {
      if case .held = duty.obligation($0) { true } else { false }
    }
  }

  /// The items before a route's position that it takes under the terms of the plan, and did not take
  /// under those that it has progress with; none where only the words of those were kept.
  public func newlyTaken(
    by route: ExportRun.Route, in record: JobRecord, after progress: RouteProgress
  ) -> [Ordinal] {
    guard let before = progress.terms.value else { return [] }
    let work = Worklist(self, record)
    let (old, new) = (work.filter(before.predicate), work.filter(route.predicate))
    return (0..<min(progress.position, record.items.count)).filter {
      new.takes($0) && !old.takes($0)
    }
  }
}
