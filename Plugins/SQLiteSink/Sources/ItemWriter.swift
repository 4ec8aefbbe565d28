import SQLite
import SinkKit

/// The statements that write items into a table, with their data or without.
struct ItemWriter: ~Copyable {
  private let insertOne: ItemInsert
  private let insertMany: ItemInsert
  private let update: ItemUpdate
  private let find: Statement

  init(
    into table: String, _ data: DataColumns, in connection: borrowing Connection
  ) throws(SQLiteError) {
    let insertOne = try ItemInsert(1, into: table, data, in: connection)
    // A trigger may ignore or take rows, so that the rows of several items do not say what became of each.
    let insertMany = try ItemInsert(
      Self.hasTriggers(table, in: connection) ? 1 : 50, into: table, data, in: connection)
    let update = try ItemUpdate(of: table, data, in: connection)
    let find = try connection.prepare(
      "SELECT 1 FROM \"\(table)\" WHERE job_id = ?1 AND accounting_entry_id = ?2")
    self.insertOne = insertOne
    self.insertMany = insertMany
    self.update = update
    self.find = find
  }

  private static func hasTriggers(
    _ table: String, in connection: borrowing Connection
  ) throws(SQLiteError) -> Bool {
    let rows = try connection.prepare(
      "SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE")
    rows.bind(table, at: 1)
    return try rows.step()
  }

  /// Writes items; returns how many are new.
  ///
  /// - Parameter known: items that were written before, even if their rows are gone: they are not written again.
  borrowing func write(
    _ items: [StoredItem], known: Set<EntryID>, to connection: borrowing Connection
  ) throws(SQLiteError) -> Int {
    var fresh = items[...]
    if !known.isEmpty {
      for item in items where known.contains(item.entryID) { try update.run(item) }
      fresh = items.filter { !known.contains($0.entryID) }[...]
    }
    let many = fresh.prefix(fresh.count - fresh.count % insertMany.count)
    return try insert(many, with: insertMany, connection)
      + insert(fresh.dropFirst(many.count), with: insertOne, connection)
  }

  /// Inserts items, of which there are as many as the statement takes in whole runs, and updates the rows that
  /// are there already; returns how many are new.
  private borrowing func insert(
    _ items: ArraySlice<StoredItem>, with insert: borrowing ItemInsert,
    _ connection: borrowing Connection
  ) throws(SQLiteError) -> Int {
    var written = 0
    var last = items.prefix(0)
    var rest = items
    while !rest.isEmpty {
      let next = rest.prefix(insert.count)
      try insert.run(next, after: last)
      let new = connection.changes
      // Which ones were there, nobody says; the new ones have these values already.
      if new < next.count { try updateRows(of: next, connection) }
      written += new
      (last, rest) = (next, rest.dropFirst(next.count))
    }
    return written
  }

  /// Updates rows that must be there.
  private borrowing func updateRows(
    of items: ArraySlice<StoredItem>, _ connection: borrowing Connection
  ) throws(SQLiteError) {
    for item in items {
      try update.run(item)
      // A trigger may keep a row as it is, and then the item is there.
      if connection.changes == 0, try !holds(item) {
        throw .refused("a trigger of the table ignores item \(item.entryID)")
      }
    }
  }

  private borrowing func holds(_ item: StoredItem) throws(SQLiteError) -> Bool {
    find.bind(item.jobID.identifier, at: 1)
    find.bind(item.entryID.identifier, at: 2)
    let isThere = try find.step()
    find.reset()
    return isThere
  }
}
