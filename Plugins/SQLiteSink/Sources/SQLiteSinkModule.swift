import DurableFiles
import SQLite
public import SinkKit

/// The sink of kind `sqlite`: every item as one row of a table.
///
/// The columns are `job_id`, `accounting_entry_id`, `status`, `ordinal` and `previous_job_id`; ids are
/// texts in lower case. An item that comes again updates its row; a row that a consumer has deleted does
/// not come again. For that the table `sluice_unrecorded` keeps what the last batch held.
public struct SQLiteSinkModule: SinkModule {
  static let path = Setting(
    "path", ValueType<String>.path,
    "The database file. It is created where missing, in a folder that exists.")
  static let table = Setting(
    "table", ValueType<String>.identifier, default: "export_items",
    "The table that the items go to. It is created where missing.")
  static let access = Setting(
    "access", ValueType.choice(FileAccess.self), default: .owner,
    "Who may use a file that is created: the user who runs sluice alone, or the group as well.")

  /// What the sink is called and what can be set.
  public static let descriptor = SinkDescriptor(
    kind: "sqlite", summary: "Keeps each item as one row of a table in an SQLite database.",
    redelivery: .absorbed, batch: 10_000, settings: [path, table, access],
    findings: [.sqliteTable], crashPoints: CrashPoint.ofSQLite)

  private let path: String
  private let table: String
  private let access: FileAccess

  /// Takes the settings; SQLite keeps table names that begin with `sqlite_` for itself
  /// (<https://www.sqlite.org/lang_createtable.html>).
  public init(settings: CheckedSettings) throws(Diagnostic) {
    path = settings[Self.path]
    table = settings[Self.table]
    access = settings[Self.access]
    if table == UnrecordedTable.name {
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

  /// The table: other sinks may use other tables of the file.
  public var claims: Set<ResourceClaim> { [.table(table, of: path)] }

  /// Opens the database and creates the table where it is missing; SQLite itself undoes what a run
  /// that died left half done.
  public func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    try SQLiteSink(path: path, table: table, label: label, access: access)
  }

  /// A program that reads and deletes rows.
  public var consumer: (any SinkConsumer)? { SQLiteConsumer(path: path, table: table) }

  /// Looks at the folder and, where there is one, at the database.
  public func probe(as label: SinkLabel) async throws(SinkError) {
    try DatabasePlace(path: path, access: access).check(table: table)
  }
}

extension ResourceClaim {
  /// A table of a database file, with the files that SQLite keeps beside it.
  static func table(_ name: String, of file: String) -> ResourceClaim {
    .part(kind: "table", name: name, file: file, suffixes: DatabaseFiles.suffixes)
  }
}

extension FindingID {
  static let sqliteTable = FindingID(
    "sqlite.table", "the table has a name that SQLite or sluice keeps for itself")
}
