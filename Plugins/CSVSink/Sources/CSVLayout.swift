import SinkKit

/// What a row says of an item.
enum CSVColumn: String, CaseIterable, Sendable {
  case jobID = "job_id"
  case entryID = "accounting_entry_id"
  case status
  case ordinal
  case previousJobID = "previous_job_id"

  /// The item's value; empty where it has none.
  func value(of item: StoredItem) -> String {
    switch self {
    case .jobID: "\(item.jobID)"
    case .entryID: "\(item.entryID)"
    case .status: item.status.name
    case .ordinal: "\(item.ordinal)"
    case .previousJobID: item.previousJobID.map { "\($0)" } ?? ""
    }
  }
}

/// What is between two values of a row.
enum CSVDelimiter: String, CaseIterable, Sendable {
  case comma, semicolon, tab

  /// The character.
  var byte: UInt8 {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: UInt8(ascii: "\t")
    }
  }
}

/// How items are written as rows (RFC 4180), and how they are known again.
struct CSVLayout: Sendable {
  let columns: [CSVColumn]
  let delimiter: CSVDelimiter
  let hasHeader: Bool

  /// The names of the columns.
  var names: [String] { columns.map(\.rawValue) }

  /// The header's line; nothing where there is none.
  var header: [UInt8] { hasHeader ? line(names) : [] }

  /// An item's line.
  func row(_ item: StoredItem) -> [UInt8] { line(columns.map { $0.value(of: item) }) }

  /// Values as a line that ends with CRLF. One with a delimiter, a quote or a line end in it is quoted.
  private func line(_ values: [String]) -> [UInt8] {
    var line: [UInt8] = []
    for (index, value) in values.enumerated() {
      if index > 0 { line.append(delimiter.byte) }
      if value.utf8.contains(where: { $0 == delimiter.byte || "\"\r\n".utf8.contains($0) }) {
        line += "\"\(value.replacing("\"", with: "\"\""))\"".utf8
      } else {
        line += value.utf8
      }
    }
    return line + "\r\n".utf8
  }

  /// The item that a record is of; nil for a record of something else.
  func item(_ record: [[UInt8]]) -> DeliveredItem? {
    guard record.count == columns.count, let job = text(.jobID, of: record).flatMap(JobID.init),
      let entry = text(.entryID, of: record).flatMap(EntryID.init)
    else { return nil }
    return DeliveredItem(jobID: job, entryID: entry, status: text(.status, of: record) ?? "")
  }

  private func text(_ column: CSVColumn, of record: [[UInt8]]) -> String? {
    columns.firstIndex(of: column).map { String(decoding: record[$0], as: UTF8.self) }
  }
}
