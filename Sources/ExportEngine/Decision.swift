public import ExportModel

/// What a person decided about a route, an export job or the ledger, because a run does not guess it.
public enum Decision: Equatable, Sendable {
  /// The route has a new name: its progress in every export job is the new one's.
  case renameRoute(from: Name, to: Name)
  /// The route goes on under new terms.
  ///
  /// - Parameters:
  ///   - owed: items before its position that it did not take before and may take now.
  ///   - choices: what is decided about items from then on; nil where that stays.
  ///   - dropped: how many items it owed and does not take now.
  case acceptTerms(
    route: Name, RouteTerms, owed: [Ordinal], choices: RouteChoices? = nil, dropped: Int = 0)
  /// The route's sink need not get these items, which it does not have.
  ///
  /// - Parameter terms: the route's terms, for one that has delivered nothing.
  case settle(route: Name, [Ordinal], terms: RouteTerms)
  /// The route's sink is given these items again, which it rejected.
  case retry(route: Name, [Ordinal])
  /// The route is done with nothing from this ordinal on any more; see ``RouteProgress/rewound(to:)``.
  ///
  /// - Parameter items: how many items it delivers again.
  case rewind(route: Name, to: Ordinal, items: Int)
  /// The ledger forgets the items of an export job and what its routes did, and keeps the records of its runs.
  ///
  /// - Parameters:
  ///   - items: how many items it knew.
  ///   - dropped: how many of them were owed, rejected or held.
  case forgetJob(items: Int, dropped: Int)
  /// The same for every export job.
  case reset(items: Int, dropped: Int)
  /// The ledger is in another folder from then on.
  case move(to: String)

  /// The decision in a word: what the command is called that makes it.
  public var action: String {
    switch self {
    case .renameRoute: "rename-route"
    case .acceptTerms: "accept-terms"
    case .settle: "settle"
    case .retry: "retry"
    case .rewind: "rewind"
    case .forgetJob: "forget-job"
    case .reset: "reset"
    case .move: "move"
    }
  }
}

/// A decision as it was recorded.
public struct RecordedDecision: Equatable, Sendable {
  /// When, in milliseconds since 1970-01-01T00:00:00Z.
  public let time: Int64
  /// Who made it: the user's name at the operating system.
  public let who: String
  /// What it was: a ``Decision/action``.
  public let action: String
  /// The export job that it is about; nil for all of them.
  public var jobID: JobID?
  /// The route; nil where it is about no single one.
  public var route: Name?
  /// The route's new name, where it was renamed.
  public var newName: Name?
  /// How many items it was about.
  public var items = 0
  /// How many items are owed no more because of it.
  public var dropped = 0
  /// The ordinal that a route was set back to.
  public var position: Ordinal?
  /// The folder that the ledger was moved to.
  public var folder: String?

  /// Describes a decision.
  public init(time: Int64, who: String, action: String) {
    self.time = time
    self.who = who
    self.action = action
  }
}
