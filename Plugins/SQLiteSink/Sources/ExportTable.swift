import SQLite
import SinkKit

/// A table of items in an open database, and the statements that write it.
struct ExportTable: ~Copyable {
  /// The columns of accounting data.
  let data: DataColumns
  private let connection: Connection
  private let plain: ItemWriter
  private let whole: ItemWriter
  private let unrecorded: UnrecordedTable

  /// Opens the database, and creates it and the table where they are missing.
  ///
  /// - Parameters:
  ///   - columns: those of the user's own.
  ///   - hasData: whether a table that is created is for items with accounting data.
  /// - Throws: a `SinkError` for a table that is not ours, a `SQLiteError` for anything else.
  init(
    named name: String, _ columns: [ItemColumn], of place: DatabasePlace, label: SinkLabel,
    hasData: Bool
  ) throws {
    let connection = try place.connect()
    // Of a database that is there it changes nothing. Rows of up to 4 KB fit where a quarter of a page is for one.
    // In WAL mode readers do not stop us, and FULL makes each commit durable
    // (https://www.sqlite.org/pragma.html#pragma_synchronous).
    try connection.execute(
      """
      PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON
      """)
    let data = DataColumns(more: columns)
    let wanted = TableShape.items(data.columns)
    try Self.checkWholeSets(of: place.path, in: connection)
    let shape = try TableShape(of: name, in: connection)
    if shape.isMissing {
      try Self.create(name, hasData: hasData, in: connection)
    } else {
      try Self.check(shape, is: wanted, named: name, of: place.path)
      try Self.checkFields(of: columns, shape, named: name, of: place.path, in: connection)
    }
    try Self.add(wanted, columns, to: name, in: connection)
    try Self.check(
      try TableShape(of: name, in: connection), is: wanted, named: name, of: place.path)
    let plain = try ItemWriter(into: name, .none, in: connection)
    let whole = try ItemWriter(into: name, data, in: connection)
    let unrecorded = try UnrecordedTable(of: name, label: label, in: connection)
    self.data = data
    self.plain = plain
    self.whole = whole
    self.unrecorded = unrecorded
    self.connection = connection
  }

  /// Whether a database has the table.
  static func isThere(
    named name: String, in connection: borrowing Connection
  ) throws(SQLiteError) -> Bool {
    try !TableShape(of: name, in: connection).isMissing
  }

  /// Creates the table, and the notes beside it with the same commit.
  ///
  /// Rows of a table without row ids lie in the order of their keys, which costs least while they are small. Those with
  /// accounting data are large, and may come in another order: then each would rewrite a page of its own.
  private static func create(
    _ name: String, hasData: Bool, in connection: borrowing Connection
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
        ) \(hasData ? "" : "WITHOUT ROWID")
        """)
      try UnrecordedTable.create(in: connection)
    }
  }

  /// Adds the columns that a table of an earlier version, or of other settings, is without, and notes what they have.
  private static func add(
    _ wanted: TableShape, _ columns: [ItemColumn], to name: String,
    in connection: borrowing Connection
  ) throws(SQLiteError) {
    let noted = try FieldTable.fields(of: name, in: connection)
    let isNoted = columns.allSatisfy { noted[$0.name] == $0.field.name }
    let additions = wanted.additions(to: try TableShape(of: name, in: connection))
    guard !isNoted || !additions.isEmpty else { return }
    try connection.transaction { () throws(SQLiteError) in
      // Another process may have added some meanwhile.
      for column in try wanted.additions(to: TableShape(of: name, in: connection)) {
        try connection.execute(
          "ALTER TABLE \"\(name)\" ADD COLUMN \"\(column.name)\" \(column.type)")
      }
      if !isNoted { try FieldTable.note(columns, of: name, in: connection) }
    }
  }

  /// Looks at the table in a database, as it is; one that is missing is as good.
  static func look(
    named name: String, _ columns: [ItemColumn], of path: String,
    in connection: borrowing Connection
  ) throws {
    try checkWholeSets(of: path, in: connection)
    let shape = try TableShape(of: name, in: connection)
    guard !shape.isMissing else { return }
    try check(shape, is: .items(DataColumns(more: columns).columns), named: name, of: path)
    try checkFields(of: columns, shape, named: name, of: path, in: connection)
  }

  /// Throws where a column that is there has another field. One of an earlier version, which noted nothing, is taken as it is.
  private static func checkFields(
    of columns: [ItemColumn], _ shape: TableShape, named name: String, of path: String,
    in connection: borrowing Connection
  ) throws {
    let noted = try FieldTable.fields(of: name, in: connection)
    for column in columns where shape.hasColumn(column.name) {
      guard let field = noted[column.name], field != column.field.name else { continue }
      throw SinkError(
        .invalid,
        "column '\(column.name)' of table '\(name)' of \(path) has \(field), and in 'columns' it is"
          + " \(column.field.name)",
        hint:
          "give one of them another name: the rows that are there keep what they have; or drop the column from the table"
      )
    }
  }

  private static func check(
    _ shape: TableShape, is wanted: TableShape, named name: String, of path: String
  ) throws(SinkError) {
    let differences = wanted.differences(from: shape)
    guard differences.isEmpty else {
      throw SinkError(
        .invalid,
        "table '\(name)' of \(path) is not a table of items:"
          + " \(differences.joined(separator: ", "))",
        hint: differences.allSatisfy { $0.hasSuffix("is not ours") }
          ? "put it back into 'columns', or drop it from the table"
          : "name another table; sluice creates its own")
    }
  }

  /// Before anything is delivered: at the end it would be too late.
  private static func checkWholeSets(
    of path: String, in connection: borrowing Connection
  ) throws {
    let found = try TableShape(of: WholeSetTable.name, in: connection)
    guard !found.isMissing else { return }
    let differences = TableShape.wholeSets.differences(from: found)
    guard differences.isEmpty else {
      throw SinkError(
        .invalid,
        "table '\(WholeSetTable.name)' of \(path) is not the one in which sluice says which export jobs are whole:"
          + " \(differences.joined(separator: ", "))",
        hint: "rename that table, or name another database; sluice creates its own")
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
      let written =
        items.contains { $0.data != nil }
        ? try whole.write(items, known: known, to: connection)
        : try plain.write(items, known: known, to: connection)
      if let job = items.first?.jobID {
        try unrecorded.note(items.map(\.entryID), rest, of: job)
      }
      CrashPoint.rowsWritten.pass()
      return written
    }
  }

  /// Says that the table has all items of an export job.
  borrowing func finish(
    _ set: WholeSet, of table: String, label: SinkLabel
  ) throws(SQLiteError) {
    try WholeSetTable.write(set, of: table, label: label, in: connection)
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
}
