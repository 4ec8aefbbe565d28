import SQLite
import SinkKit

/// Inserts items of one job, a fixed number with each run of its statement; rows that are there already stay.
///
/// A row of fifty costs half of what it costs by itself, because a run of a statement has a cost of its own.
struct ItemInsert: ~Copyable {
  /// How many items go with each run.
  let count: Int
  private let statement: Statement

  init(_ count: Int, into table: String, in connection: borrowing Connection) throws(SQLiteError) {
    let rows = (0..<count).map { row in
      let first = Self.firstParameter(of: row)
      return "(?1, ?\(first), ?\(first + 1), ?\(first + 2), ?\(first + 3))"
    }
    statement = try connection.prepare(
      """
      INSERT INTO "\(table)" (job_id, accounting_entry_id, status, ordinal, previous_job_id)
      VALUES \(rows.joined(separator: ", "))
      ON CONFLICT (job_id, accounting_entry_id) DO NOTHING
      """)
    self.count = count
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
      statement.bind(
        items[items.startIndex + row], at: Self.firstParameter(of: row),
        after: last.isEmpty ? nil : last[last.startIndex + row])
    }
    try statement.run()
  }

  /// The parameters of a row follow the job's and those of the rows before.
  private static func firstParameter(of row: Int) -> Int32 { Int32(2 + 4 * row) }
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

  /// Binds the text of a UUID, in lower case.
  borrowing func bind(_ identifier: Identifier, at index: Int32) {
    bindUUID(high: identifier.high, low: identifier.low, at: index)
  }
}
