import JSONReader
import PageSourceKit

/// What the bodies of the API's answers must be (*The Export API*, *Requests* and *Pages*).
enum ResponseShape {
  /// The body of `GET /v3/export-jobs/{jobId}`.
  ///
  /// - Parameter now: the time of the answer, in milliseconds since 1970-01-01T00:00:00Z.
  static func job(_ root: JSONValue, now: Int64) throws(ShapeError) -> ExportJob {
    try job(AnswerObject(root, at: .root).object("data", at: .data), now: now)
  }

  /// The body of `GET /v3/export-jobs`.
  static func jobs(_ root: JSONValue, now: Int64) throws(ShapeError) -> JobPage {
    let body = try AnswerObject(root, at: .root)
    var jobs: [ExportJob] = []
    for value in try body.read("data", "a list", \.elements) {
      jobs.append(try job(AnswerObject(value, at: .item(jobs.count)), now: now))
    }
    let end = try PageEnd(body.object("pagination", at: .pagination))
    return JobPage(
      jobs: jobs, total: end.total, hasNextPage: end.hasNextPage, endCursor: end.cursor)
  }

  /// A page of the list of jobs.
  struct JobPage {
    let jobs: [ExportJob]
    let total: Int?
    let hasNextPage: Bool
    let endCursor: Cursor?
  }

  private static func job(_ job: AnswerObject, now: Int64) throws(ShapeError) -> ExportJob {
    let id = try job.read("id", "a UUID") { $0.identifier.map(JobID.init) }
    let status = try job.read("status", status) { value in
      ItemStatus(value).map { ExportJobStatus($0.name) }
    }
    return ExportJob(
      id: id,
      companyID: try job.readIfPresent("companyId", "a UUID") { $0.identifier.map(CompanyID.init) },
      status: status, createdAt: job.time("createdAt"),
      timeLeft: status.isOpen ? timeLeft(of: job, now: now) : nil,
      numberOfItems: try job.readIfPresent("numberOfItems", wholeNumber, nonNegative),
      failureReasonType: try job.readIfPresent("failureReasonType", "a text", \.text))
  }

  /// How long a job has before it expires: so many seconds after its last change, and never more than that
  /// from now on (*The Export API*, *Jobs that end*). What cannot be read is as good as not said.
  private static func timeLeft(of job: AnswerObject, now: Int64) -> Duration? {
    var ends: [Duration] = []
    if let seconds = job.integer("expiresIn"), (0...maxExpiry).contains(seconds) {
      let expiresIn = Duration.seconds(seconds)
      ends.append(expiresIn)
      if let begin = job.time("lastUpdatedAt") ?? job.time("createdAt") {
        ends.append(.milliseconds(begin - now) + expiresIn)
      }
    }
    if let end = job.time("expiredAt") { ends.append(.milliseconds(end - now)) }
    return ends.min()
  }

  /// The longest time to expiry that makes sense: a hundred years, in seconds.
  private static let maxExpiry = 100 * 366 * 86_400

  /// The body of `GET /v3/export-jobs/{jobId}/items`.
  static func page(_ root: JSONValue) throws(ShapeError) -> ItemPage {
    let body = try AnswerObject(root, at: .root)
    let items = try items(body.read("data", "a list", \.elements))
    let end = try PageEnd(body.object("pagination", at: .pagination))
    return ItemPage(
      items: items, hasNextPage: end.hasNextPage, endCursor: end.cursor, total: end.total)
  }

  /// The body of `GET /v3/export-items`.
  ///
  /// - Parameter text: the body.
  static func dataPage(_ root: JSONValue, in text: [UInt8]) throws(ShapeError) -> ItemDataPage {
    let body = try AnswerObject(root, at: .root)
    // A key that is written with escapes is not found there, and the API writes none.
    let texts = JSONElements.texts(under: "data", in: text) ?? []
    var items: [ItemDataPage.Item] = []
    for value in try body.read("data", "a list", \.elements) {
      let item = try AnswerObject(value, at: .item(items.count))
      guard items.count < texts.count else {
        throw ShapeError(path: "$.data", expected: "a list under a key without escapes", found: nil)
      }
      items.append(
        ItemDataPage.Item(
          entryID: try item.read("accountingEntryId", "a UUID") {
            $0.identifier.map(EntryID.init)
          },
          companyID: try item.read("companyId", "a UUID") { $0.identifier.map(CompanyID.init) },
          date: value["date"]?.text, json: texts[items.count]))
    }
    let end = try PageEnd(body.object("pagination", at: .pagination))
    return ItemDataPage(
      items: items, hasNextPage: end.hasNextPage, endCursor: end.cursor, total: end.total)
  }

  /// What a page says of its end.
  private struct PageEnd {
    let hasNextPage: Bool
    let cursor: Cursor?
    let total: Int?

    init(_ pagination: AnswerObject) throws(ShapeError) {
      hasNextPage = try pagination.read("hasNextPage", "true or false", \.boolean)
      cursor = try ResponseShape.endCursor(of: pagination)
      total = try pagination.readIfPresent("total", wholeNumber, nonNegative)
    }
  }

  /// The cursor of a page's end; an empty one is none, and what that means is for others to say.
  private static func endCursor(of pagination: AnswerObject) throws(ShapeError) -> Cursor? {
    try pagination.readIfPresent("endCursor", "a cursor of at most 4096 bytes") {
      $0.text.flatMap { $0.isEmpty ? .some(nil) : Cursor($0).map { .some($0) } }
    } ?? nil
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
