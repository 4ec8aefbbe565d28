public import ExportModel

/// What we know of our own work, kept across runs.
///
/// Every method that changes something is one transaction: when it returns, the change is durable
/// against the loss of power; when it throws or the process dies, nothing has changed. The engine
/// holds the state directory's lock while it uses a ledger, so there is one writer.
public protocol Ledger: Sendable {
  /// Everything known of a job; an empty record for a job never seen.
  func record(of job: JobID) async throws(LedgerError) -> JobRecord

  /// Stores what a snapshot brought: new items, changed ones, and late work.
  ///
  /// Called only with something to store.
  func store(_ change: JobChange, of job: JobID) async throws(LedgerError)

  /// Stores that a batch was delivered: moves the route's position, takes delivered items off its
  /// late work, adds passed ones to it, and keeps the rejected items.
  func store(_ delivery: RecordedDelivery, of job: JobID) async throws(LedgerError)

  /// Stores what a run did, at its end.
  func store(_ receipt: RunReceipt) async throws(LedgerError)
}

/// What the ledger knows of one job.
public struct JobRecord: Equatable, Sendable {
  /// Every item ever retrieved.
  public var items: ItemTable
  /// How far each route has come, routes of older definitions included.
  public var routes: [Name: RouteProgress]

  /// Creates a record; without arguments, that of a job never seen.
  public init(items: ItemTable = ItemTable(), routes: [Name: RouteProgress] = [:]) {
    self.items = items
    self.routes = routes
  }
}

/// How far a route has come with a job.
public struct RouteProgress: Equatable, Sendable {
  /// The route is done with every item before this ordinal, but for its late work.
  public var position: Ordinal
  /// The route's terms, as they were when the position last moved; see ``ExportRun/Plan/terms(of:)``.
  public var terms: String
  /// Work before the position that the route has not delivered: it came up, or came back, after
  /// the position had passed.
  public var late: Set<Ordinal>
  /// How many items the route's sink will never take.
  public var rejected: Int

  /// Creates a progress.
  public init(position: Ordinal, terms: String, late: Set<Ordinal> = [], rejected: Int = 0) {
    self.position = position
    self.terms = terms
    self.late = late
    self.rejected = rejected
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

  /// Creates a change.
  public init(
    items: ItemTable, firstNew: Ordinal, newPages: [Int], changed: [Ordinal],
    late: [Name: [Ordinal]]
  ) {
    precondition(newPages.count == items.count - firstNew, "each new item came on a page")
    self.items = items
    self.firstNew = firstNew
    self.newPages = newPages
    self.changed = changed
    self.late = late
  }

  /// Whether there is nothing to store.
  public var isEmpty: Bool { firstNew == items.count && changed.isEmpty && late.isEmpty }
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
  public let terms: String
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
    route: Name, terms: String, position: Ordinal, deliveredLate: [Ordinal] = [],
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
