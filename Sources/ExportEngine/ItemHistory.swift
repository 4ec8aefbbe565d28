public import ExportModel

/// What became of one item, and when. Times are in milliseconds since 1970-01-01T00:00:00Z.
public struct ItemHistory: Equatable, Sendable {
  /// Something that happened, and in which run.
  public struct Moment: Equatable, Sendable {
    /// When.
    public let time: Int64
    /// When the run began in which it happened; nil where that run was cut off, because a run is only
    /// recorded at its end.
    public let runStartedAt: Int64?

    /// Describes a moment.
    public init(time: Int64, runStartedAt: Int64?) {
      self.time = time
      self.runStartedAt = runStartedAt
    }
  }

  /// A status that was replaced.
  public struct Change: Equatable, Sendable {
    /// When we learned of it.
    public let moment: Moment
    /// The status before.
    public let old: ItemStatus
    /// The status after.
    public let new: ItemStatus

    /// Describes a change.
    public init(moment: Moment, old: ItemStatus, new: ItemStatus) {
      self.moment = moment
      self.old = old
      self.new = new
    }
  }

  /// When the item was first stored; nil where no history was kept then.
  public let stored: Moment?
  /// The page on which it came then, from 1 on; nil where that was not kept.
  public let page: Int?
  /// Every change of its status, the oldest first.
  public let changes: [Change]
  /// When each route was last done with the item, for those that the ledger says have it.
  public let deliveries: [Name: Moment]
  /// The reasons of the routes whose sinks will never take it.
  public let rejections: [Name: String]

  /// Describes a history; without arguments, that nothing was kept.
  public init(
    stored: Moment? = nil, page: Int? = nil, changes: [Change] = [],
    deliveries: [Name: Moment] = [:], rejections: [Name: String] = [:]
  ) {
    self.stored = stored
    self.page = page
    self.changes = changes
    self.deliveries = deliveries
    self.rejections = rejections
  }
}
