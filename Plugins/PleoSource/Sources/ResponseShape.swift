import JSONReader
import PageSourceKit

/// What the bodies of the API's answers must be (*The Export API*, *Requests* and *Pages*).
enum ResponseShape {
  /// The body of `GET /v3/export-jobs/{jobId}`.
  static func job(_ root: JSONValue) throws(ShapeError) -> ExportJob {
    let job = try AnswerObject(root, at: .root).object("data", at: .data)
    return ExportJob(
      id: try job.read("id", "a UUID") { $0.identifier.map(JobID.init) },
      status: try job.read("status", status) { value in
        ItemStatus(value).map { ExportJobStatus($0.name) }
      },
      numberOfItems: try job.readIfPresent("numberOfItems", wholeNumber, nonNegative),
      failureReasonType: try job.readIfPresent("failureReasonType", "a text", \.text))
  }

  /// The body of `GET /v3/export-jobs/{jobId}/items`.
  static func page(_ root: JSONValue) throws(ShapeError) -> ItemPage {
    let body = try AnswerObject(root, at: .root)
    let items = try items(body.read("data", "a list", \.elements))
    let pagination = try body.object("pagination", at: .pagination)
    return ItemPage(
      items: items,
      hasNextPage: try pagination.read("hasNextPage", "true or false", \.boolean),
      // An empty cursor is none; what that means is for the engine to say.
      endCursor: try pagination.readIfPresent("endCursor", "a cursor of at most 4096 bytes") {
        $0.text.flatMap { $0.isEmpty ? .some(nil) : Cursor($0).map { .some($0) } }
      } ?? nil,
      total: try pagination.readIfPresent("total", wholeNumber, nonNegative))
  }

  /// Where the next page begins, as soon as it can be known; nil where there is none, or the page does not say it.
  static func nextCursor(_ root: JSONValue) -> Cursor? {
    guard let pagination = root["pagination"], pagination["hasNextPage"]?.boolean == true,
      let cursor = pagination["endCursor"]?.text, !cursor.isEmpty
    else { return nil }
    return Cursor(cursor)
  }

  /// How many items a page has and how many there are; nil where the page does not say it, or is the last.
  static func extent(_ root: JSONValue) -> PagesAhead.Extent? {
    guard let pagination = root["pagination"], pagination["hasNextPage"]?.boolean == true,
      let total = pagination["total"]?.integer, let items = root["data"]?.elements
    else { return nil }
    return PagesAhead.Extent(count: items.reduce(0) { count, _ in count + 1 }, total: total)
  }

  private static func items(
    _ values: JSONValue.Elements
  ) throws(ShapeError) -> [ItemPage.Item] {
    var items: [ItemPage.Item] = []
    for value in values {
      let item = try AnswerObject(value, at: .item(items.count))
      items.append(
        ItemPage.Item(
          jobID: try item.read("exportJobId", "a UUID") { $0.identifier.map(JobID.init) },
          entryID: try item.read("accountingEntryId", "a UUID") { $0.identifier.map(EntryID.init) },
          status: try item.read("status", status) { ItemStatus($0) }))
    }
    return items
  }

  private static let status = "a status of 1 to 100 bytes"
  private static let wholeNumber = "a whole number, 0 or more"

  private static func nonNegative(_ value: JSONValue) -> Int? {
    value.integer.flatMap { $0 >= 0 ? $0 : nil }
  }
}

extension JSONValue {
  /// The value as a UUID; nil for anything else.
  fileprivate var identifier: Identifier? { withUTF8 { Identifier(utf8: $0) } ?? nil }
}

extension ItemStatus {
  fileprivate init?(_ value: JSONValue) {
    guard let status = value.text.flatMap(ItemStatus.init(_:)) else { return nil }
    self = status
  }
}
