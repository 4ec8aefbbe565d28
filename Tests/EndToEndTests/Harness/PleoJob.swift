import ExportModel
import Foundation
import TestSupport

/// An export job as a Pleo server has it.
struct PleoJob: Sendable {
  struct Item: Equatable, Sendable {
    var entryID: EntryID
    var status: ItemStatus
    /// The job that the item says it belongs to; nil for the one that it is listed in.
    var jobID: JobID?
  }

  var id = PleoJob.sampleID
  var status = ExportJobStatus.inProgress
  var company = Self.sampleID.description
  /// The company for which the list has the job, where that is another one.
  var listedFor: String?
  var createdAt = "2026-05-01T10:00:00Z"
  /// When it was last changed; nil where it never was.
  var lastUpdatedAt: String?
  /// Seconds, or anything else that is JSON; nil for null.
  var expiresIn: String?
  /// The items in the order of the list.
  var items: [Item] = []
  /// The most items on a page.
  var pageLimit = 100
  /// What `total` says; nil for the truth.
  var total: Int?

  /// The guide's job.
  static let sampleID = JobID(
    Identifier(high: 0x8eb6_48ab_464b_42a0, low: 0xba17_eda7_0365_7e33))

  /// A job of random items, two of three of which are pending.
  init(of count: Int = 0, seed: Int = 1) {
    var random = SeededRandom(seed: seed)
    items = (0..<count).map { _ in
      let id = Identifier(high: random.next(), low: random.next())
      let others: [ItemStatus] = [.successful, .failed, .abandoned, .inProgress]
      let other = others[Int.random(in: 0..<others.count, using: &random)]
      return Item(entryID: EntryID(id), status: random.chance(67) ? .pending : other)
    }
  }

  /// The pending items in the order of their ids: what every route is to receive, in that order.
  var work: [EntryID] { items.filter { $0.status == .pending }.map(\.entryID).sorted() }

  /// Lists the same items in another order.
  mutating func shuffle(seed: Int) {
    var random = SeededRandom(seed: seed)
    items.shuffle(using: &random)
  }

  /// The body of `GET /v3/export-jobs/{jobId}`.
  var body: String { #"{"data":\#(object)}"# }

  private var object: String {
    #"{"id":"\#(id)","companyId":"\#(company)","status":"\#(status)","#
      + #""numberOfItems":\#(items.count),"createdAt":"\#(createdAt)","expiresIn":\#(expiresIn ?? "null")"#
      + (lastUpdatedAt.map { #","lastUpdatedAt":"\#($0)"}"# } ?? "}")
  }

  /// The body of `GET /v3/export-jobs`: pages of two jobs, however many are asked for; nil for a query that is not as
  /// it must be.
  static func list(of jobs: [PleoJob], query: String) -> String? {
    let pairs = query.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
    func values(_ name: String) -> [Substring] {
      pairs.filter { $0.count == 2 && $0[0] == name }.map { $0[1] }
    }
    guard let company = values("company_id").first, values("limit").count == 1,
      pairs.allSatisfy({ ["company_id", "statuses", "limit", "after"].contains($0[0]) })
    else { return nil }
    let statuses = values("statuses")
    let chosen = jobs.filter {
      ($0.listedFor ?? $0.company) == company && statuses.contains($0.status.name[...])
    }
    let start = values("after").first.flatMap { Int($0.dropFirst()) } ?? 0
    let page = chosen.dropFirst(start).prefix(2)
    let hasNext = start + page.count < chosen.count
    return
      #"{"data":[\#(page.map(\.object).joined(separator: ","))],"pagination":{"hasNextPage":\#(hasNext),"#
      + #""hasPreviousPage":false,"currentRequestPagination":{"parameters":{}},"endCursor":"J\#(start + page.count)"}}"#
  }

  /// The body of `GET /v3/export-items` that has what some items are.
  func dataBody(of items: [Item]) -> String {
    let data = items.map { item in
      #"{"accountingEntryId":"\#(item.entryID)","companyId":"\#(company)","type":"fee"}"#
    }
    return
      #"{"data":[\#(data.joined(separator: ","))],"pagination":{"hasNextPage":false,"endCursor":null,"total":\#(data.count)}}"#
  }

  /// How many items a page has when `limit` are asked for.
  func pageSize(limit: Int) -> Int { max(1, min(limit, pageLimit)) }

  /// The body of a page of at most `limit` items, counted from 1.
  func body(page: Int, limit: Int) -> String {
    let size = pageSize(limit: limit)
    let start = min((page - 1) * size, items.count)
    let end = min(start + size, items.count)
    let data = items[start..<end].map { item in
      #"{"exportJobId":"\#(item.jobID ?? id)","accountingEntryId":"\#(item.entryID)","#
        + #""status":"\#(item.status)","externalId":null,"failureReason":null}"#
    }
    return #"{"data":[\#(data.joined(separator: ","))],"pagination":{"hasNextPage":"#
      + #"\#(end < items.count),"hasPreviousPage":\#(start > 0),"#
      + #""endCursor":"\#(Self.cursor(after: page))","total":\#(total ?? items.count)}}"#
  }

  /// A cursor has characters that must be percent-encoded (*The Export API*, *Pages*).
  static func cursor(after page: Int) -> String { "AAAA=~\(page)" }

  /// The page that follows a cursor as it is in a request.
  static func page(afterEncoded cursor: some StringProtocol) -> Int? {
    guard cursor.hasPrefix("AAAA%3D%7E") else { return nil }
    return Int(cursor.dropFirst("AAAA%3D%7E".count)).map { $0 + 1 }
  }
}
