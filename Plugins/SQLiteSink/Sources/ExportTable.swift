import SQLite
import SinkKit

/// A table of items in an open database, and the statements that write it.
struct ExportTable: ~Copyable {
  private let connection: Connection
  private let insertOne: ItemInsert
  private let insertMany: ItemInsert
  private let update: Statement
  private let find: Statement
  private let unrecorded: UnrecordedTable

  /// Opens the database, and creates it and the table where they are missing.
  ///
  /// - Throws: a `SinkError` for a table that is not ours, a `SQLiteError` for anything else.
  init(named name: String, of place: DatabasePlace, label: SinkLabel) throws {
    let connection = try place.connect()
    // In WAL mode readers do not stop us, and FULL makes each commit durable
    // (https://www.sqlite.org/pragma.html#pragma_synchronous).
    try connection.execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON")
    var shape = try TableShape(of: name, in: connection)
    if shape.isMissing {
      try Self.create(name, in: connection)
      shape = try TableShape(of: name, in: connection)
    }
    if shape.isOfFirstVersion {
      try connection.execute("ALTER TABLE \"\(name)\" ADD COLUMN previous_job_id TEXT")
      shape = try TableShape(of: name, in: connection)
    }
    try Self.check(shape, named: name, of: place.path)
    let insertOne = try ItemInsert(1, into: name, in: connection)
    // A trigger may ignore or take rows, so that the rows of several items do not say what became of each.
    let insertMany = try ItemInsert(
      Self.hasTriggers(name, in: connection) ? 1 : 50, into: name, in: connection)
    let update = try connection.prepare(
      """
      UPDATE "\(name)" SET status = ?3, ordinal = ?4, previous_job_id = ?5
      WHERE job_id = ?1 AND accounting_entry_id = ?2
      """)
    let find = try connection.prepare(
      "SELECT 1 FROM \"\(name)\" WHERE job_id = ?1 AND accounting_entry_id = ?2")
    let unrecorded = try UnrecordedTable(of: name, label: label, in: connection)
    self.unrecorded = unrecorded
    self.insertOne = insertOne
    self.insertMany = insertMany
    self.update = update
    self.find = find
    self.connection = connection
  }

  /// Creates the table, and the notes beside it with the same commit.
  private static func create(
    _ name: String, in connection: borrowing Connection
  ) throws(SQLiteError) {
    try connection.transaction { () throws(SQLiteError) in
      // Another process may have created it meanwhile.
      try connection.execute(
        """
        CREATE TABLE IF NOT EXISTS "\(name)" (
          job_id TEXT NOT NULL,
          accounting_entry_id TEXT NOT NULL,
          status TEXT NOT NULL,
          ordinal INTEGER NOT NULL,
          previous_job_id TEXT,
          PRIMARY KEY (job_id, accounting_entry_id)
        ) WITHOUT ROWID
        """)
      try UnrecordedTable.create(in: connection)
    }
  }

  /// Looks at the table in a database, as it is; one that is missing is as good.
  static func look(
    named name: String, of path: String, in connection: borrowing Connection
  ) throws {
    let shape = try TableShape(of: name, in: connection)
    if !shape.isMissing, !shape.isOfFirstVersion { try check(shape, named: name, of: path) }
  }

  private static func hasTriggers(
    _ name: String, in connection: borrowing Connection
  ) throws(SQLiteError) -> Bool {
    let rows = try connection.prepare(
      "SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE")
    rows.bind(name, at: 1)
    return try rows.step()
  }

  private static func check(
    _ shape: TableShape, named name: String, of path: String
  ) throws(SinkError) {
    let differences = TableShape.items.differences(from: shape)
    guard differences.isEmpty else {
      throw SinkError(
        .invalid,
        "table '\(name)' of \(path) is not a table of items:"
          + " \(differences.joined(separator: ", "))",
        hint: "name another table; sluice creates its own")
    }
  }

  /// Writes every item or, when it throws, none; returns how many are new.
  ///
  /// - Parameters:
  ///   - known: items that were written before, even if their rows are gone: they are not written again.
  ///   - rest: what is noted in the same transaction, beside the items.
  borrowing func write(
    _ items: [StoredItem], known: Set<EntryID>, noting rest: Set<EntryID>
  ) throws(SQLiteError) -> Int {
    try connection.transaction { () throws(SQLiteError) -> Int in
      var fresh = items[...]
      if !known.isEmpty {
        for item in items where known.contains(item.entryID) { try update(item) }
        fresh = items.filter { !known.contains($0.entryID) }[...]
      }
      let many = fresh.prefix(fresh.count - fresh.count % insertMany.count)
      let written =
        try insert(many, with: insertMany) + insert(fresh.dropFirst(many.count), with: insertOne)
      if let job = items.first?.jobID {
        try unrecorded.note(items.map(\.entryID), rest, of: job)
      }
      CrashPoint.rowsWritten.pass()
      return written
    }
  }

  /// What is noted as not recorded: of this label, and of all.
  borrowing func notes() throws(SQLiteError) -> (
    own: [JobID: Set<EntryID>], all: [JobID: Set<EntryID>]
  ) { try unrecorded.notes() }

  /// Notes entries of a job, in place of those that were.
  borrowing func note(
    _ batch: [EntryID], _ rest: Set<EntryID>, of job: JobID
  ) throws(SQLiteError) {
    try connection.transaction { () throws(SQLiteError) in
      try unrecorded.note(batch, rest, of: job)
    }
  }

  /// Inserts items, of which there are as many as the statement takes in whole runs, and updates the rows that
  /// are there already; returns how many are new.
  private borrowing func insert(
    _ items: ArraySlice<StoredItem>, with insert: borrowing ItemInsert
  ) throws(SQLiteError) -> Int {
    var written = 0
    var last = items.prefix(0)
    var rest = items
    while !rest.isEmpty {
      let next = rest.prefix(insert.count)
      try insert.run(next, after: last)
      let new = connection.changes
      // Which ones were there, nobody says; the new ones have these values already.
      if new < next.count { try updateRows(of: next) }
      written += new
      (last, rest) = (next, rest.dropFirst(next.count))
    }
    return written
  }

  /// Updates rows that must be there.
  private borrowing func updateRows(of items: ArraySlice<StoredItem>) throws(SQLiteError) {
    for item in items {
      try update(item)
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

  /// Updates a row that may be gone.
  private borrowing func update(_ item: StoredItem) throws(SQLiteError) {
    update.bind(item.jobID.identifier, at: 1)
    update.bind(item, at: 2)
    try update.run()
  }
}
