public import ExportModel

/// What a person decided about a route, because a run does not guess it.
public enum Decision: Equatable, Sendable {
  /// The route has a new name: its progress in every export job is the new one's.
  case renameRoute(from: Name, to: Name)
  /// The route goes on under new terms.
  ///
  /// - Parameters:
  ///   - owed: items before its position that it did not take before and takes now.
  ///   - dropped: how many items it owed and does not take now.
  case acceptTerms(route: Name, RouteTerms, owed: [Ordinal], dropped: Int = 0)
  /// The route's sink need not get these items, which it does not have.
  ///
  /// - Parameter terms: the route's terms, for one that has delivered nothing.
  case settle(route: Name, [Ordinal], terms: RouteTerms)

  /// The decision in a word: what the command is called that makes it.
  public var action: String {
    switch self {
    case .renameRoute: "rename-route"
    case .acceptTerms: "accept-terms"
    case .settle: "settle"
    }
  }
}

/// A decision as it was recorded.
public struct RecordedDecision: Equatable, Sendable {
  /// When, in milliseconds since 1970-01-01T00:00:00Z.
  public let time: Int64
  /// Who made it: the user's name at the operating system.
  public let who: String
  /// What it was: `rename-route`, `accept-terms` or `settle`.
  public let action: String
  /// The export job that it is about; nil for all of them.
  public let jobID: JobID?
  /// The route.
  public let route: Name
  /// The route's new name, where it was renamed.
  public let newName: Name?
  /// How many items it was about.
  public let items: Int
  /// How many items are owed no more because of new terms.
  public let dropped: Int

  /// Describes a decision.
  public init(
    time: Int64, who: String, action: String, jobID: JobID?, route: Name, newName: Name?,
    items: Int,
    dropped: Int = 0
  ) {
    self.time = time
    self.who = who
    self.action = action
    self.jobID = jobID
    self.route = route
    self.newName = newName
    self.items = items
    self.dropped = dropped
  }
}
