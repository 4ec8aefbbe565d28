import DurableFiles
import ItemFields
import SQLite
public import SinkKit

/// The sink of kind `sqlite`: every item as one row of a table.
///
/// The columns are `job_id`, `accounting_entry_id`, `status`, `ordinal`, `previous_job_id`, `data` and
/// `data_fetched_at`, and those of the settings; ids are texts in lower case. An item that comes again updates its row,
/// its data included; a row that a consumer has deleted does not come again. For that the table `sluice_unrecorded`
/// keeps what the last batch held.
public struct SQLiteSinkModule: SinkModule {
  static let path = Setting(
    "path", ValueType<String>.path,
    "The database file. It is created where missing, in a folder that exists.")
  static let table = Setting(
    "table", ValueType<String>.identifier, default: "export_items",
    "The table that the items go to. It is created where missing.")
  static let columns = Setting(
    "columns",
    ValueType<[ItemColumn]>.columns(
      of: DataField.known.map { .part($0) },
      named: (
        "the name of a column (small letters, digits and underscores)", "amount",
        "^[a-z_][a-z0-9_]{0,62}$"
      )
    ).optional, default: nil,
    "Columns of accounting data, beside the one that has all of it as JSON. One that is added later is NULL in older rows."
  )
  static let access = Setting(
    "access", ValueType.choice(FileAccess.self), default: .owner,
    "Who may use a file that is created: the user who runs sluice alone, or the group as well.")

  /// What the sink is called and what can be set.
  public static let descriptor = SinkDescriptor(
    kind: "sqlite", summary: "Keeps each item as one row of a table in an SQLite database.",
    redelivery: .absorbed, takesData: true, finishes: true, batch: 10_000,
    settings: [path, table, columns, access], findings: [.sqliteColumns, .sqliteTable],
    crashPoints: CrashPoint.ofSQLite)

  private let path: String
  private let table: String
  private let access: FileAccess
  private let columns: [ItemColumn]

  /// The columns, where there are any.
  public let neededData: SourceSpan?

  /// Takes the settings; SQLite keeps table names that begin with `sqlite_` for itself
  /// (<https://www.sqlite.org/lang_createtable.html>).
  public init(settings: CheckedSettings) throws(Diagnostic) {
    path = settings[Self.path]
    table = settings[Self.table]
    access = settings[Self.access]
    columns = settings[Self.columns] ?? []
    neededData = columns.isEmpty ? nil : settings.span(of: Self.columns)
    if let taken = columns.first(where: { Self.ownColumns.contains($0.name) }) {
      throw Diagnostic(
        id: .sqliteColumns, "every table has a column '\(taken.name)' already",
        at: settings.span(of: Self.columns), help: "give the column another name")
    }
    if Self.ownColumns.count + columns.count > Self.columnLimit {
      throw Diagnostic(
        id: .sqliteColumns,
        "\(columns.count) columns and the \(Self.ownColumns.count) of every table are more than the \(Self.columnLimit)"
          + " that SQLite allows",
        at: settings.span(of: Self.columns),
        help: "leave some out: the column 'data' has all that an item is")
    }
    if [UnrecordedTable.name, WholeSetTable.name, FieldTable.name].contains(table) {
      throw Diagnostic(
        id: .sqliteTable, "table '\(table)' is what sluice keeps its own notes in",
        at: settings.span(of: Self.table), help: "choose another name")
    }
    if table.hasPrefix("sqlite_") {
      throw Diagnostic(
        id: .sqliteTable,
        "table '\(table)' cannot be created: sqlite keeps such names for itself",
        at: settings.span(of: Self.table), help: "choose a name that does not begin with 'sqlite_'")
    }
  }

  /// The columns of every table.
  private static let ownColumns = (ItemField.stored + [.data, .dataFetchedAt]).map(\.name)

  /// How many columns a table may have (<https://www.sqlite.org/limits.html#max_column>).
  private static let columnLimit = 2000

  /// The table: other sinks may use other tables of the file.
  public var claims: Set<ResourceClaim> { [.table(table, of: path)] }

  /// Opens the database; the first delivery creates the table where it is missing. SQLite itself undoes what a run
  /// that died left half done.
  public func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    try SQLiteSink(path: path, table: table, columns: columns, label: label, access: access)
  }

  /// Removes the rows of notes, and those that say which sets are whole.
  public func forget(
    _ notes: Set<SinkNote>, of jobs: Set<JobID>?, as label: SinkLabel
  ) async throws(SinkError) {
    do {
      try DatabasePlace(path: path, access: access).forget(notes, of: jobs, table: table, label)
    } catch {
      throw SinkError(error, path: path)
    }
  }

  /// A program that reads and deletes rows.
  public var consumer: (any SinkConsumer)? { SQLiteConsumer(path: path, table: table) }

  /// Looks at the folder and, where there is one, at the database.
  public func probe(as label: SinkLabel) async throws(SinkError) {
    try DatabasePlace(path: path, access: access).check(table: table, columns)
  }
}

extension ResourceClaim {
  /// A table of a database file, with the files that SQLite keeps beside it.
  static func table(_ name: String, of file: String) -> ResourceClaim {
    .part(kind: "table", name: name, file: file, suffixes: DatabaseFiles.suffixes)
  }
}

extension FindingID {
  static let sqliteColumns = FindingID(
    "sqlite.columns", "a column has the name of one that every table has, or there are too many")
  static let sqliteTable = FindingID(
    "sqlite.table", "the table has a name that SQLite or sluice keeps for itself")
}
