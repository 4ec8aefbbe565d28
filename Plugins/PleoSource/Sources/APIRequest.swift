import PageSourceKit

/// What is asked of the API.
enum APIRequest: Sendable {
  case job(JobID)
  case items(JobID, limit: Int, after: Cursor?)

  /// The address to ask, below a base that may end with a slash.
  func url(below base: String) -> String {
    var url = base
    while url.hasSuffix("/") { url.removeLast() }
    switch self {
    case .job(let id):
      return "\(url)/v3/export-jobs/\(id)"
    case .items(let id, let limit, let cursor):
      let after = cursor.map { "&after=\(percentEncoded($0.text))" } ?? ""
      return "\(url)/v3/export-jobs/\(id)/items?limit=\(limit)\(after)"
    }
  }

  /// Whether the API is sent a cursor that it may refuse.
  var hasCursor: Bool {
    if case .items(_, _, .some) = self { true } else { false }
  }
}

/// `text` with every byte percent-encoded but letters, digits, `-`, `.` and `_`.
///
/// Cursors contain `=` and may contain `~`, and both must be encoded (*The Export API*, *Pages*).
func percentEncoded(_ text: String) -> String {
  var encoded: [UInt8] = []
  for byte in text.utf8 {
    if isAlphanumeric(byte) || "-._".utf8.contains(byte) {
      encoded.append(byte)
    } else {
      let hex = String(byte, radix: 16, uppercase: true)
      encoded += (byte < 16 ? "%0\(hex)" : "%\(hex)").utf8
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}
