public import ExportModel

/// One page of what items are, as the API gave it, checked for its shape and not yet for its meaning.
public struct ItemDataPage: Sendable {
  /// What one item is.
  public struct Item: Equatable, Sendable {
    /// The item's id.
    public let entryID: EntryID
    /// The company that it belongs to.
    public let companyID: CompanyID
    /// The day that it is booked on, as the API wrote it; nil where it says none.
    public let date: String?
    /// An object of JSON, as ``ExportModel/ItemData/json`` has it.
    public let json: [UInt8]

    /// Creates what an item is.
    public init(entryID: EntryID, companyID: CompanyID, date: String? = nil, json: [UInt8]) {
      self.entryID = entryID
      self.companyID = companyID
      self.date = date
      self.json = json
    }
  }

  /// The items in the order of the page; a page may have none.
  public let items: [Item]
  /// Whether another page follows: the only thing that decides.
  public let hasNextPage: Bool
  /// What to send as `after` for the next page; the last page has one too.
  public let endCursor: Cursor?
  /// How many items the API says the list has, if it says so.
  public let total: Int?

  /// Creates a page.
  public init(items: [Item], hasNextPage: Bool, endCursor: Cursor?, total: Int?) {
    self.items = items
    self.hasNextPage = hasNextPage
    self.endCursor = endCursor
    self.total = total
  }
}
