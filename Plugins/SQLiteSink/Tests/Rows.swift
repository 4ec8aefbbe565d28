import DurableFiles
import SQLite
import SinkKit
import SinkKitTesting
import Testing

@testable import SQLiteSink

extension SQLiteSink {
  /// Opens the sink for the route `books` of a job.
  init(path: String, table: String, job: String = "nightly") throws(SinkError) {
    guard let job = Name(job), let route = Name("books") else { preconditionFailure("good names") }
    try self.init(path: path, table: table, label: SinkLabel(job: job, route: route))
  }
}

/// Creates the table that a first delivery would create.
func createTable(at path: String) throws {
  guard let name = Name("nightly") else { preconditionFailure("a good name") }
  _ = try ExportTable(
    named: "export_items", [], of: DatabasePlace(path: path, access: .owner),
    label: SinkLabel(job: name, route: name), hasData: false)
}

/// Removes every row, as a consumer does that takes rows and deletes them.
func deleteRows(of path: String, table: String = "export_items") throws {
  try Connection(path: path, access: .readWrite).execute("DELETE FROM \(table)")
}

/// A row as a person with a query tool finds it.
struct Row: CustomStringConvertible {
  let jobID: String
  let entryID: String
  let status: String
  let ordinal: Int

  /// The row as an item.
  var item: DeliveredItem {
    get throws {
      DeliveredItem(
        jobID: try #require(JobID(jobID)), entryID: try #require(EntryID(entryID)), status: status)
    }
  }

  var description: String { "\(jobID) \(entryID) \(status) \(ordinal)" }
}

/// Every row of a table, by job and ordinal, through a connection of its own.
func rows(of path: String, table: String = "export_items") throws -> [Row] {
  let connection = try Connection(path: path, access: .readOnly)
  let statement = try connection.prepare(
    "SELECT job_id, accounting_entry_id, status, ordinal FROM \(table) ORDER BY job_id, ordinal")
  var rows: [Row] = []
  while try statement.step() {
    rows.append(
      Row(
        jobID: statement.text(at: 0), entryID: statement.text(at: 1),
        status: statement.text(at: 2), ordinal: statement.integer(at: 3)))
  }
  return rows
}

/// Every row with its earlier job, by entry id.
func rowsWithPreviousJob(of path: String) throws -> [String] {
  let connection = try Connection(path: path, access: .readOnly)
  let statement = try connection.prepare(
    """
    SELECT accounting_entry_id || ' ' || status || ' ' || ordinal || ' ' || ifnull(previous_job_id, '')
    FROM export_items ORDER BY accounting_entry_id
    """)
  var rows: [String] = []
  while try statement.step() { rows.append(statement.text(at: 0)) }
  return rows
}

/// An item of one job; its entry id ends in `entry`, or else in its ordinal.
func item(
  _ ordinal: Int, _ status: ItemStatus, entry: UInt64? = nil, json: String? = nil
) throws -> StoredItem {
  StoredItem(
    ordinal: ordinal, jobID: try #require(JobID("0b9cf4a4-3f0f-4b0c-9d7c-1f2e3d4c5b6a")),
    entryID: EntryID(Identifier(high: 7, low: entry ?? UInt64(ordinal))), status: status,
    data: json.map { ItemData(json: Array($0.utf8), fetchedAt: "2026-03-02T08:15:04Z") })
}
