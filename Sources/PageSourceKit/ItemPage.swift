public import ExportModel

/// One page as the API gave it, checked for its shape and not yet for its meaning.
public struct ItemPage: Sendable {
  /// One item of a page.
  public struct Item: Equatable, Sendable {
    /// The job that the item says it belongs to.
    public let jobID: JobID
    /// The item's id.
    public let entryID: EntryID
    /// The item's status.
    public let status: ItemStatus

    /// Creates an item.
    public init(jobID: JobID, entryID: EntryID, status: ItemStatus) {
      self.jobID = jobID
      self.entryID = entryID
      self.status = status
    }
  }

  /// The items in the order of the page; a page may have none.
  public let items: [Item]
  /// Whether another page follows: the only thing that decides.
  public let hasNextPage: Bool
  /// What to send as `after` for the next page; the last page has one too.
  public let endCursor: Cursor?
  /// How many items the API says the job has, if it says so.
  public let total: Int?

  /// Creates a page.
  public init(items: [Item], hasNextPage: Bool, endCursor: Cursor?, total: Int?) {
    self.items = items
    self.hasNextPage = hasNextPage
    self.endCursor = endCursor
    self.total = total
  }
}
