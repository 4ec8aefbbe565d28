import SQLite
import SinkKit

/// Inserts items of one job, a fixed number with each run of its statement; rows that are there already stay.
///
/// A row of fifty costs half of what it costs by itself, because a run of a statement has a cost of its own.
struct ItemInsert: ~Copyable {
  /// How many items go with each run.
  let count: Int
  private let data: DataColumns
  /// How many parameters a row has.
  private let width: Int
  private let statement: Statement

  init(
    _ count: Int, into table: String, _ data: DataColumns, in connection: borrowing Connection
  ) throws(SQLiteError) {
    let width = 4 + data.names.count
    let rows = (0..<count).map { row in
      let parameters = (0..<width).map { "?\(2 + width * row + $0)" }
      return "(?1, \(parameters.joined(separator: ", ")))"
    }
    let names = data.names.map { ", \"\($0)\"" }.joined()
    statement = try connection.prepare(
      """
      INSERT INTO "\(table)" (job_id, accounting_entry_id, status, ordinal, previous_job_id\(names))
      VALUES \(rows.joined(separator: ", "))
      ON CONFLICT (job_id, accounting_entry_id) DO NOTHING
      """)
    self.count = count
    self.data = data
    self.width = width
  }

  /// Inserts `count` items.
  ///
  /// - Parameter last: the items of the run before; empty for none. What they have in common with these is
  ///   still bound.
  borrowing func run(
    _ items: ArraySlice<StoredItem>, after last: ArraySlice<StoredItem>
  ) throws(SQLiteError) {
    if let first = items.first, last.isEmpty { statement.bind(first.jobID.identifier, at: 1) }
    for row in 0..<count {
      let item = items[items.startIndex + row]
      let first = Int32(2 + width * row)
      statement.bind(item, at: first, after: last.isEmpty ? nil : last[last.startIndex + row])
      if width > 4 { statement.bind(data.values(of: item), at: first + 4) }
    }
    try statement.run()
  }
}

/// Updates the row of an item, which may be gone.
struct ItemUpdate: ~Copyable {
  private let data: DataColumns
  private let statement: Statement

  init(
    of table: String, _ data: DataColumns, in connection: borrowing Connection
  ) throws(SQLiteError) {
    let more = data.names.enumerated().map { ", \"\($1)\" = ?\(6 + $0)" }.joined()
    statement = try connection.prepare(
      """
      UPDATE "\(table)" SET status = ?3, ordinal = ?4, previous_job_id = ?5\(more)
      WHERE job_id = ?1 AND accounting_entry_id = ?2
      """)
    self.data = data
  }

  borrowing func run(_ item: StoredItem) throws(SQLiteError) {
    statement.bind(item.jobID.identifier, at: 1)
    statement.bind(item, at: 2)
    statement.bind(data.values(of: item), at: 6)
    try statement.run()
  }
}

extension Statement {
  /// Binds an item's entry id, status, ordinal and earlier job to four parameters that follow each other.
  ///
  /// - Parameter last: the item that they were bound to before: what it has in common with this one is still
  ///   bound.
  borrowing func bind(_ item: StoredItem, at first: Int32, after last: StoredItem? = nil) {
    bind(item.entryID.identifier, at: first)
    if item.status != last?.status { bind(item.status.name, at: first + 1) }
    bind(item.ordinal, at: first + 2)
    guard last == nil || item.previousJobID != last?.previousJobID else { return }
    if let previous = item.previousJobID {
      bind(previous.identifier, at: first + 3)
    } else {
      bindNull(at: first + 3)
    }
  }

  /// Binds values to parameters that follow each other.
  fileprivate borrowing func bind(_ values: [DataColumns.Value], at first: Int32) {
    for (index, value) in zip(first..., values) {
      switch value {
      case .null: bindNull(at: index)
      case .integer(let number): bind(number, at: index)
      case .text(let text): bind(text, at: index)
      }
    }
  }

  /// Binds the text of a UUID, in lower case.
  borrowing func bind(_ identifier: Identifier, at index: Int32) {
    bindUUID(high: identifier.high, low: identifier.low, at: index)
  }
}
