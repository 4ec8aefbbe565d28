import SQLite

/// The columns of a table by name, as far as writing items into it rests on them.
struct TableShape {
  /// One column.
  struct Column {
    let type: String
    let isKey: Bool
  }

  private let columns: [String: Column]

  /// The table that the sink creates.
  static let items = TableShape(columns: [
    "job_id": Column(type: "TEXT", isKey: true),
    "accounting_entry_id": Column(type: "TEXT", isKey: true),
    "status": Column(type: "TEXT", isKey: false),
    "ordinal": Column(type: "INTEGER", isKey: false),
    "previous_job_id": Column(type: "TEXT", isKey: false),
  ])

  /// Whether this is the table as sluice created it before it kept earlier export jobs.
  var isOfFirstVersion: Bool {
    Self.items.differences(from: self) == ["it has no column 'previous_job_id'"]
  }

  private init(columns: [String: Column]) { self.columns = columns }

  /// Reads the shape of a table, or of a view, which has no key
  /// (<https://www.sqlite.org/pragma.html#pragma_table_info>).
  init(of table: String, in connection: borrowing Connection) throws(SQLiteError) {
    let statement = try connection.prepare("SELECT name, type, pk FROM pragma_table_info(?1)")
    statement.bind(table, at: 1)
    var columns: [String: Column] = [:]
    while try statement.step() {
      columns[statement.text(at: 0)] = Column(
        type: statement.text(at: 1).uppercased(), isKey: statement.integer(at: 2) > 0)
    }
    self.columns = columns
  }

  /// Whether there is no such table.
  var isMissing: Bool { columns.isEmpty }

  /// What is different about `other`, in words, sorted by column.
  func differences(from other: TableShape) -> [String] {
    var words: [String] = []
    for (name, column) in columns.sorted(by: { $0.key < $1.key }) {
      guard let found = other.columns[name] else {
        words.append("it has no column '\(name)'")
        continue
      }
      if found.type != column.type {
        words.append("column '\(name)' is of type '\(found.type)', not '\(column.type)'")
      }
    }
    for name in other.columns.keys.sorted() where columns[name] == nil {
      words.append("column '\(name)' is not ours")
    }
    if other.keys != keys {
      words.append("its primary key is (\(other.keys)), not (\(keys))")
    }
    return words
  }

  /// The key's columns by name: their order does not matter to what is unique.
  private var keys: String {
    columns.filter(\.value.isKey).keys.sorted().joined(separator: ", ")
  }
}
