public import ExportModel

/// What we know of our own work, kept across runs.
///
/// Every method that changes something is one transaction: when it returns, the change is durable
/// against the loss of power; when it throws or the process dies, nothing has changed. The engine
/// holds the state directory's lock while it uses a ledger, so there is one writer.
public protocol Ledger: Sendable {
  /// Everything known of a job; an empty record for a job never seen.
  func record(of job: JobID) async throws(LedgerError) -> JobRecord

  /// For each of these entries that other export jobs have as well, what is known of it there, the
  /// newest job first.
  func earlierItems(
    of entries: [EntryID], beside job: JobID
  ) async throws(LedgerError) -> [EntryID: [EarlierItem]]

  /// Stores what a snapshot brought: new items, changed ones, late work, and what is no longer listed.
  /// The export job is open.
  ///
  /// Called only with something to store.
  func store(_ change: JobChange, of job: JobID) async throws(LedgerError)

  /// Stores that a batch was delivered: moves the route's position, takes delivered items off its
  /// late work, adds passed ones to it, and keeps the rejected items.
  func store(_ delivery: RecordedDelivery, of job: JobID) async throws(LedgerError)

  /// Stores what a run did, at its end; the export job is known as ended where the receipt says so.
  func store(_ receipt: RunReceipt) async throws(LedgerError)
}

/// What the ledger knows of one job.
public struct JobRecord: Equatable, Sendable {
  /// Every item ever retrieved.
  public var items: ItemTable
  /// How far each route has come, routes of older definitions included.
  public var routes: [Name: RouteProgress]
  /// Items that the newest snapshot did not list.
  public var missing: Set<Ordinal>
  /// The earlier export job that a route delivered an item as part of.
  public var previous: [Name: [Ordinal: JobID]]
  /// How the export job has ended; nil while it is open, by all that is known.
  public var ended: ExportJobStatus?

  /// Creates a record; without arguments, that of a job never seen.
  public init(
    items: ItemTable = ItemTable(), routes: [Name: RouteProgress] = [:],
    missing: Set<Ordinal> = [], previous: [Name: [Ordinal: JobID]] = [:],
    ended: ExportJobStatus? = nil
  ) {
    self.items = items
    self.routes = routes
    self.missing = missing
    self.previous = previous
    self.ended = ended
  }
}

extension JobRecord {
  /// Takes in that a route was asked about every item; see ``JobChange/asked``.
  public mutating func ask(_ route: Name, _ terms: RouteTerms) {
    var progress = routes[route] ?? RouteProgress(position: 0, terms: .known(terms))
    progress.seen = items.count
    if !progress.hasDelivered { progress.terms = .known(terms) }
    routes[route] = progress
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
  /// Items that the route held, and of which a person decided that its sink need not get them.
  public var settled: Set<Ordinal>
  /// How many items there were when the definition last had the route: those that it may owe.
  public var seen: Int
  /// The terms that it had before a person accepted others.
  public var former: [RouteTerms]

  /// Creates a progress.
  public init(
    position: Ordinal, terms: RecordedTerms, late: Set<Ordinal> = [], rejects: Set<Ordinal> = [],
    settled: Set<Ordinal> = [], seen: Int = 0, former: [RouteTerms] = []
  ) {
    self.position = position
    self.terms = terms
    self.late = late
    self.rejects = rejects
    self.settled = settled
    self.seen = seen
    self.former = former
  }

  /// Whether anything was delivered.
  var hasDelivered: Bool { position > 0 }

  /// Every place that it has delivered to, as far as is known.
  var places: [RoutePlace] { ([terms.value].compactMap(\.self) + former).map(\.place) }
}

/// What the ledger knows of an entry as an item of another export job.
public struct EarlierItem: Equatable, Sendable {
  /// The other export job.
  public let jobID: JobID
  /// The routes that took it there, are done with it, and whose sinks did not reject it.
  public let deliveredBy: [Name: RecordedTerms]

  /// Creates what is known.
  ///
  /// - Parameters:
  ///   - work: the status with which it was stored as work there; nil for an item that never was.
  ///   - done: the routes that are past it, and neither owe nor reject it, with their terms.
  public init(
    jobID: JobID, entryID: EntryID, work: ItemStatus?, done: [Name: RecordedTerms]
  ) {
    self.jobID = jobID
    deliveredBy =
      work.map { work in
        done.filter { $0.value.took(work, entryID: entryID, jobID: jobID) }
      } ?? [:]
  }

  /// Whether a route of this name, or one that delivered to this place, delivered it.
  func wasDelivered(by route: Name, to place: RoutePlace) -> Bool {
    deliveredBy.contains { $0 == route || $1.value?.place.overlaps(place) == true }
  }
}

/// What a snapshot brought, against what was known.
public struct JobChange: Sendable {
  /// All items after the change; those from ``firstNew`` on are new.
  public let items: ItemTable
  /// The ordinal of the first new item; the number of known items when none is new.
  public let firstNew: Ordinal
  /// For each new item, the number of the page on which it came, from 1 on.
  public let newPages: [Int]
  /// Known items whose status, or status as work, changed.
  public let changed: [Ordinal]
  /// Work that came up before a route's position, by route.
  public let late: [Name: [Ordinal]]
  /// Every known item that the snapshot does not list.
  public let missing: Set<Ordinal>
  /// The earlier export job that a route delivered a new piece of work as part of.
  public var previous: [Name: [Ordinal: JobID]] = [:]
  /// The routes of the definition that were not asked about all of these items yet, with their terms. Only
  /// of one that has delivered nothing do the terms replace those that are known.
  public var asked: [Name: RouteTerms] = [:]
  /// Whether ``missing`` differs from what was known, or the job was known as ended.
  private let isStandingChanged: Bool

  /// Creates a change.
  ///
  /// - Parameters:
  ///   - wereMissing: the items that were missing before.
  ///   - wasEnded: whether the job was known as ended.
  public init(
    items: ItemTable, firstNew: Ordinal, newPages: [Int], changed: [Ordinal],
    late: [Name: [Ordinal]], missing: Set<Ordinal> = [], wereMissing: Set<Ordinal> = [],
    wasEnded: Bool = false
  ) {
    precondition(newPages.count == items.count - firstNew, "each new item came on a page")
    self.items = items
    self.firstNew = firstNew
    self.newPages = newPages
    self.changed = changed
    self.late = late
    self.missing = missing
    isStandingChanged = missing != wereMissing || wasEnded
  }

  /// Whether there is nothing to store.
  public var isEmpty: Bool {
    firstNew == items.count && changed.isEmpty && late.isEmpty && !isStandingChanged
      && asked.isEmpty
  }
}

/// A batch that a sink has made durable, as the ledger keeps it.
public struct RecordedDelivery: Equatable, Sendable {
  /// An item that the route's sink will never take.
  public struct Rejection: Equatable, Sendable {
    /// The item's ordinal.
    public let ordinal: Ordinal
    /// Why, in the sink's words.
    public let reason: String

    /// Creates a rejection.
    public init(ordinal: Ordinal, reason: String) {
      self.ordinal = ordinal
      self.reason = reason
    }
  }

  /// The route.
  public let route: Name
  /// The route's terms; see ``ExportRun/Plan/terms(of:)``.
  public let terms: RouteTerms
  /// The route's position now; never less than before.
  public let position: Ordinal
  /// Late work that is done.
  public let deliveredLate: [Ordinal]
  /// Work that the position passed without a delivery, because its status was not one to process.
  public let passed: [Ordinal]
  /// The items that the sink will never take.
  public let rejected: [Rejection]

  /// Creates what is to be recorded.
  public init(
    route: Name, terms: RouteTerms, position: Ordinal, deliveredLate: [Ordinal] = [],
    passed: [Ordinal] = [], rejected: [Rejection] = []
  ) {
    self.route = route
    self.terms = terms
    self.position = position
    self.deliveredLate = deliveredLate
    self.passed = passed
    self.rejected = rejected
  }
}

/// Why the ledger could not be read or written.
public struct LedgerError: Error, Sendable, CustomStringConvertible {
  /// What kind of trouble it is: an open set, so that kinds can be added.
  public struct Code: Hashable, Sendable {
    private enum Kind { case storage, denied, unreadable }

    private let kind: Kind

    /// The disk is full, read-only or failing.
    public static let storage = Code(kind: .storage)
    /// The ledger may not be used: permissions, ownership.
    public static let denied = Code(kind: .denied)
    /// The file is damaged, is no ledger, or was written by a newer version.
    public static let unreadable = Code(kind: .unreadable)
  }

  /// What kind of trouble it is.
  public let code: Code
  /// What happened, in the operator's words.
  public let message: String
  /// What the operator can do.
  public let hint: String?

  /// Creates an error.
  public init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// The message, with the hint where there is one.
  public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
