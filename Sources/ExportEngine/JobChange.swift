public import ExportModel

/// What a snapshot brought, against what was known.
public struct JobChange: Sendable {
  /// All items after the change; those from ``firstNew`` on are new.
  public let items: ItemTable
  /// The ordinal of the first new item; the number of known items when none is new.
  public let firstNew: Ordinal
  /// For each new item, the number of the page on which it came, from 1 on.
  public let newPages: [UInt32]
  /// Known items whose status, or status as work, changed.
  public let changed: [Ordinal]
  /// Work that came up before a route's position, by route.
  public let late: [Name: [Ordinal]]
  /// Every known item that the snapshot does not list.
  public let missing: Set<Ordinal>
  /// Every item that a route owes and of which the API has no accounting data, where that was asked for.
  public var withoutData: Set<Ordinal> = []
  /// The earlier export job that a route delivered a new piece of work as part of.
  public var previous: [Name: [Ordinal: JobID]] = [:]
  /// The routes of the definition that were not asked about all of these items yet, with their terms. Only
  /// of one that has delivered nothing do the terms replace those that are known.
  public var asked: [Name: RouteTerms] = [:]
  /// All choices of the routes that decided about items, or about none any more.
  public var choices: [Name: RouteChoices] = [:]
  /// Whether ``missing`` differs from what was known, or the job was known as ended.
  private let isStandingChanged: Bool
  private let wereWithoutData: Set<Ordinal>

  /// Creates a change.
  ///
  /// - Parameters:
  ///   - wereMissing: the items that were missing before.
  ///   - wereWithoutData: the items that were without accounting data before.
  ///   - wasEnded: whether the job was known as ended.
  public init(
    items: ItemTable, firstNew: Ordinal, newPages: [UInt32], changed: [Ordinal],
    late: [Name: [Ordinal]], missing: Set<Ordinal> = [], wereMissing: Set<Ordinal> = [],
    wereWithoutData: Set<Ordinal> = [], wasEnded: Bool = false
  ) {
    precondition(newPages.count == items.count - firstNew, "each new item came on a page")
    self.items = items
    self.firstNew = firstNew
    self.newPages = newPages
    self.changed = changed
    self.late = late
    self.missing = missing
    self.wereWithoutData = wereWithoutData
    isStandingChanged = missing != wereMissing || wasEnded
  }

  /// Whether there is nothing to store.
  public var isEmpty: Bool {
    firstNew == items.count && changed.isEmpty && late.isEmpty && !isStandingChanged
      && withoutData == wereWithoutData && asked.isEmpty && choices.isEmpty
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
