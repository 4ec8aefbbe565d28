public import ExportModel

/// What a change does to what is known of a job: the one place that knows. A ledger that keeps records
/// otherwise, such as in tables, has to come to the same.
extension JobRecord {
  /// Takes in what a snapshot brought.
  public mutating func apply(_ change: JobChange) {
    items = change.items
    missing = change.missing
    withoutData = change.withoutData
    for (route, jobs) in change.previous { previous[route, default: [:]].merge(jobs) { $1 } }
    ended = nil
    for (route, terms) in change.asked { ask(route, terms) }
    for (route, choices) in change.choices { routes[route]?.choices = choices }
    for (route, ordinals) in change.late { routes[route]?.late.formUnion(ordinals) }
  }

  /// Takes in that a route was asked about every item; see ``JobChange/asked``. What it decided under another condition
  /// is not decided any more.
  mutating func ask(_ route: Name, _ terms: RouteTerms) {
    var progress = routes[route] ?? RouteProgress(position: 0, terms: .known(terms))
    progress.seen = items.count
    if !progress.hasDelivered {
      if progress.terms.value?.predicate != terms.predicate { progress.choices = RouteChoices() }
      progress.terms = .known(terms)
    }
    routes[route] = progress
  }

  /// Takes in that a batch was delivered.
  public mutating func apply(_ delivery: RecordedDelivery) {
    var progress =
      routes[delivery.route] ?? RouteProgress(position: 0, terms: .known(delivery.terms))
    precondition(delivery.position >= progress.position, "a position never goes back")
    progress.position = delivery.position
    progress.terms = .known(delivery.terms)
    progress.isFinished = false
    progress.late.subtract(delivery.deliveredLate)
    progress.late.formUnion(delivery.passed)
    progress.rejects.formUnion(delivery.rejected.map(\.ordinal))
    routes[delivery.route] = progress
  }

  /// Takes in that the sink of a route has made known that it has all items.
  public mutating func finish(_ route: Name) { routes[route]?.isFinished = true }

  /// Takes in how a run ended: where the export job is over, that is known from then on.
  public mutating func apply(_ receipt: RunReceipt) {
    guard receipt.ending == .jobFinished else { return }
    ended = ExportJobStatus(receipt.jobStatus ?? "")
  }
}
