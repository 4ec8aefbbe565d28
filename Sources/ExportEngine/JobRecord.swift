public import ExportModel

/// What the ledger knows of one job.
public struct JobRecord: Equatable, Sendable {
  /// Every item ever retrieved.
  public var items: ItemTable
  /// How far each route has come, routes of older definitions included.
  public var routes: [Name: RouteProgress]
  /// Items that the newest snapshot did not list.
  public var missing: Set<Ordinal>
  /// Items that a route owes and of which the API had no accounting data when it was last asked.
  public var withoutData: Set<Ordinal>
  /// The earlier export job that a route delivered an item as part of.
  public var previous: [Name: [Ordinal: JobID]]
  /// The later export job that a route delivered an entry as part of; see
  /// ``ExportRun/Plan/note(later:in:)``.
  public internal(set) var later: [Name: [Ordinal: JobID]] = [:]
  /// How the export job has ended; nil while it is open, by all that is known.
  public var ended: ExportJobStatus?

  /// Creates a record; without arguments, that of a job never seen.
  public init(
    items: ItemTable = ItemTable(), routes: [Name: RouteProgress] = [:],
    missing: Set<Ordinal> = [], withoutData: Set<Ordinal> = [],
    previous: [Name: [Ordinal: JobID]] = [:],
    ended: ExportJobStatus? = nil
  ) {
    self.items = items
    self.routes = routes
    self.missing = missing
    self.withoutData = withoutData
    self.previous = previous
    self.ended = ended
  }
}

extension JobRecord {
  /// Whether two routes deliver to the same place, by what is known of their terms.
  public func haveOnePlace(_ one: Name, _ other: Name) -> Bool {
    guard let place = routes[one]?.terms.value?.place, let route = routes[other] else {
      return false
    }
    return route.places.contains { $0.overlaps(place) }
  }
}

/// How far a route has come with a job.
public struct RouteProgress: Equatable, Sendable {
  /// The route is done with every item before this ordinal, but for its late work.
  public var position: Ordinal
  /// The route's terms, as they were when the position last moved or a person accepted them.
  public var terms: RecordedTerms
  /// Work before the position that the route has not delivered: it came up, or came back, after
  /// the position had passed.
  public var late: Set<Ordinal>
  /// Items that the route's sink will never take.
  public var rejects: Set<Ordinal>
  /// Items of which a person decided that the route's sink need not get them.
  public var settled: Set<Ordinal>
  /// How many items there were when the definition last had the route: those that it may owe.
  public var seen: Int
  /// The terms that it had before a person accepted others.
  public var former: [FormerTerms]
  /// What it decided about items under its terms, where those ask for what the items are; of the items that it delivered
  /// before a person accepted those terms, that it takes them.
  public var choices: RouteChoices
  /// Whether its sink has made known that it has all items, and nothing was delivered since.
  public var isFinished: Bool

  /// Creates a progress.
  public init(
    position: Ordinal, terms: RecordedTerms, late: Set<Ordinal> = [], rejects: Set<Ordinal> = [],
    settled: Set<Ordinal> = [], seen: Int = 0, former: [FormerTerms] = [],
    choices: RouteChoices = RouteChoices(), isFinished: Bool = false
  ) {
    self.position = position
    self.terms = terms
    self.late = late
    self.rejects = rejects
    self.settled = settled
    self.seen = seen
    self.former = former
    self.choices = choices
    self.isFinished = isFinished
  }

  /// The progress of the route when everything from an ordinal on is to be delivered again; what a person settled stays
  /// settled, and there are no former terms from there on.
  public func rewound(to ordinal: Ordinal) -> RouteProgress {
    var progress = self
    progress.position = min(position, ordinal)
    progress.isFinished = false
    progress.late = late.filter { $0 < ordinal }
    progress.rejects = rejects.filter { $0 < ordinal }
    progress.former = former.compactMap { former in
      let end = min(former.end, ordinal)
      return end > 0 ? FormerTerms(former.terms, end: end) : nil
    }
    return progress
  }

  /// Whether anything was delivered.
  var hasDelivered: Bool { position > 0 }

  /// Every place that it has delivered to, as far as is known.
  var places: [RoutePlace] { ([terms.value].compactMap(\.self) + former.map(\.terms)).map(\.place) }
}

/// Terms that a route had before a person accepted others.
public struct FormerTerms: Equatable, Sendable {
  /// The terms.
  public let terms: RouteTerms
  /// The route's position when others took their place: what lies before it and was not late, the route
  /// had delivered where these terms take it.
  public let end: Ordinal

  /// Creates former terms.
  public init(_ terms: RouteTerms, end: Ordinal) {
    self.terms = terms
    self.end = end
  }
}
