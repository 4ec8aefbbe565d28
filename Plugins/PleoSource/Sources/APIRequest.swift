import HTTPExchange
import PageSourceKit
import Settings

/// What is asked of the API.
enum APIRequest: Sendable {
  /// A page of the list of jobs; nil begins at the first.
  case jobs(ExportJobSearch, after: Cursor?)
  case job(JobID)
  case items(JobID, limit: Int, from: Start)
  /// A page of what a job's items are.
  case data(JobID, limit: Int, from: Start)

  /// Where a page begins.
  enum Start: Sendable {
    case beginning
    case after(Cursor)
    /// After so many items.
    case offset(Int)

    /// What the query of a request has for it.
    fileprivate var query: String {
      switch self {
      case .beginning: ""
      case .after(let cursor): "&after=\(percentEncoded(cursor.text))"
      case .offset(let count): "&offset=\(count)"
      }
    }
  }

  /// What is read, in words.
  var object: String {
    switch self {
    case .jobs: "the company's export jobs"
    case .job, .items: "this export job"
    case .data: "what the items of this export job are"
    }
  }

  /// The scope that a token needs for it (*The Export API*, *Data layer*).
  var scope: String {
    if case .data = self { "export-items:read" } else { "export-jobs:read" }
  }

  /// The address to ask, below a base that may end with a slash.
  func url(below base: String) -> String {
    var url = base
    while url.hasSuffix("/") { url.removeLast() }
    switch self {
    case .jobs(let search, let cursor):
      let statuses = search.statuses.map { "&statuses=\(percentEncoded($0.name))" }.joined()
      return
        "\(url)/v3/export-jobs?company_id=\(search.company)\(statuses)&limit=\(ExportJobSearch.pageSize)"
        + (cursor.map { "&after=\(percentEncoded($0.text))" } ?? "")
    case .job(let id):
      return "\(url)/v3/export-jobs/\(id)"
    case .items(let id, let limit, let start):
      return "\(url)/v3/export-jobs/\(id)/items?limit=\(limit)\(start.query)"
    case .data(let id, let limit, let start):
      // Elsewhere the API writes jobId (*The Export API*, *Data layer*).
      return "\(url)/v3/export-items?job_id=\(id)&limit=\(limit)\(start.query)"
    }
  }

  /// What the API is sent that it may refuse though the list is there: a cursor or an offset.
  var refusable: String? {
    switch self {
    case .items(_, _, .after), .data(_, _, .after): "cursor"
    case .items(_, _, .offset), .data(_, _, .offset): "offset"
    case .items(_, _, .beginning), .data(_, _, .beginning), .job, .jobs: nil
    }
  }
}

/// `text` with every byte percent-encoded but letters, digits, `-`, `.` and `_`.
///
/// Cursors contain `=` and may contain `~`, and both must be encoded (*The Export API*, *Pages*).
func percentEncoded(_ text: String) -> String {
  var encoded: [UInt8] = []
  for byte in text.utf8 {
    if byte.isAlphanumeric || "-._".utf8.contains(byte) {
      encoded.append(byte)
    } else {
      let hex = String(byte, radix: 16, uppercase: true)
      encoded += (byte < 16 ? "%0\(hex)" : "%\(hex)").utf8
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}
