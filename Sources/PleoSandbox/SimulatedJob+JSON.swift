import ExportModel
import Foundation

/// The documents of the API (*The Export API*, *Pages*), with values that stay the same but for times.
extension SimulatedJob {
  /// The company of every job.
  static let company = "a17be2c0-55d3-4f0a-8c1e-90b4d7236e18"

  /// The answer to `GET /v3/export-jobs/{jobId}`.
  ///
  /// - Parameter now: the time, in milliseconds since 1970-01-01T00:00:00Z.
  func document(at now: Int64) -> [UInt8] {
    Array(#"{"data":"#.utf8) + object(at: now) + Array("}".utf8)
  }

  /// The job in that answer and in the list.
  func object(at now: Int64) -> [UInt8] {
    let hasExpired = status == .failed
    let hasCompleted = status == .completed || status == .completedWithErrors
    var json: [UInt8] = []
    json.append(text: #"{"id":"\#(id)","companyId":"\#(Self.company)","status":"#)
    json.append(quoted: status.name)
    json.append(text: #","createdAt":"\#(Self.text(createdAt))","#)
    json.append(text: #""createdBy":"c4d90f1e-2b36-4a77-9e05-6f8a31d2b7c0","#)
    json.append(text: #""startedAt":"\#(Self.text(createdAt + 27_000))","#)
    json.append(text: #""lastUpdatedAt":"\#(Self.text(now))","completedAt":"#)
    json.append(text: hasCompleted ? #""\#(Self.text(now))""# : "null")
    json.append(text: #","expiredAt":"#)
    json.append(text: hasExpired ? #""\#(Self.text(now))""# : "null")
    json.append(text: #","expiresIn":3600,"isInteractive":true,"numberOfItems":\#(itemCount),"#)
    json.append(text: #""vendorBasedBookkeeping":false,"failureReason":"#)
    json.append(text: hasExpired ? #""Job was not updated in time""# : "null")
    json.append(text: #","failureReasonType":"#)
    json.append(text: hasExpired ? #""job_expired""# : "null")
    json.append(text: "}")
    return json
  }

  private static func text(_ milliseconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
  }

  /// The answer to `GET /v3/export-jobs/{jobId}/items`.
  func document(of page: SandboxPage, for request: PageRequest) -> [UInt8] {
    var json: [UInt8] = []
    json.reserveCapacity(page.positions.count * 270 + 700)
    json.append(text: #"{"data":["#)
    let beginning = Array(#"{"exportJobId":"\#(id)","accountingEntryId":""#.utf8)
    for (index, position) in page.positions.enumerated() {
      if index > 0 { json.append(UInt8(ascii: ",")) }
      json.append(contentsOf: beginning)
      json.append(contentsOf: entryID(at: position).identifier.utf8Text)
      json.appendRest(ofItemAt: position, status: itemStatus(at: position))
    }
    json.append(text: #"],"pagination":{"hasPreviousPage":\#(page.hasPrevious),"#)
    json.append(text: #""hasNextPage":\#(page.hasNext),"currentRequestPagination":{"#)
    json.append(text: echo(of: request))
    json.append(text: "}")
    // The last page has a cursor too; a page without items has none.
    if let first = page.positions.first, let last = page.positions.last {
      json.append(text: #","startCursor":"\#(cursor(at: first))""#)
      json.append(text: #","endCursor":"\#(cursor(at: last))""#)
    }
    json.append(text: #","total":\#(page.total)}}"#)
    return json
  }

  /// The request's own paging, said back. A cursor here was found to be ours: base32 and `=`.
  private func echo(of request: PageRequest) -> String {
    var parts: [String] = []
    switch request.start {
    case .beginning: break
    case .after(let cursor): parts.append(#""after":"\#(cursor)""#)
    case .before(let cursor): parts.append(#""before":"\#(cursor)""#)
    case .offset(let offset): parts.append(#""offset":\#(offset)"#)
    }
    if let limit = request.limit { parts.append(#""limit":\#(limit)"#) }
    parts.append(#""sortingKeys":[],"sortingOrder":[]"#)
    let status = request.status.map { #","status":["\#($0.rawValue)"]"# } ?? ""
    parts.append(#""parameters":{"jobId":["\#(id)"]\#(status)}"#)
    return parts.joined(separator: ",")
  }
}

extension [UInt8] {
  /// Appends an item from the end of its entry id on.
  fileprivate mutating func appendRest(ofItemAt position: Int, status: SimulatedStatus) {
    append(text: #"","status":""#)
    append(text: status.rawValue)
    switch status {
    case .pending, .inProgress, .abandoned:
      append(
        text: #"","externalId":null,"externalUrl":null,"failureReasonType":null,"#
          + #""failureReason":null,"exportedAt":null}"#)
    case .successful:
      append(text: #"","externalId":"JV-"#)
      append(text: String(position + 1))
      append(
        text: #"","externalUrl":null,"failureReasonType":null,"failureReason":null,"#
          + #""exportedAt":"2026-03-02T08:19:47Z"}"#)
    case .failed:
      append(
        text: #"","externalId":null,"externalUrl":null,"failureReasonType":"tax_code_unknown","#
          + #""failureReason":"Tax code V25 is not active in the ledger","exportedAt":null}"#)
    }
  }
}
