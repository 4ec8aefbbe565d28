import ItemFields
import SQLite
import SinkKit

/// The columns of a table by name, as far as writing items into it rests on them.
struct TableShape {
  /// One column.
  struct Column {
    let type: String
    var isKey = false
    /// Whether the column is added to a table without it: older rows have NULL there.
    var isAddable = false
    /// Whether SQLite works out the values of the column, and nobody writes them.
    var isGenerated = false
  }

  private var columns: [String: Column]

  /// The table that the sink creates.
  ///
  /// - Parameter more: columns beside those of every table.
  static func items(_ more: [ItemColumn]) -> TableShape {
    var columns = [
      "job_id": Column(type: "TEXT", isKey: true),
      "accounting_entry_id": Column(type: "TEXT", isKey: true),
      "status": Column(type: "TEXT"),
      "ordinal": Column(type: "INTEGER"),
      "previous_job_id": Column(type: "TEXT", isAddable: true),
    ]
    for column in more {
      columns[column.name] = Column(type: column.field.sqliteType, isAddable: true)
    }
    return TableShape(columns: columns)
  }

  /// The table in which the sink says of which export jobs a table of items has all.
  static let wholeSets = TableShape(
    columns: [
      "job_id": Column(type: "TEXT", isKey: true),
      "table_name": Column(type: "TEXT", isKey: true),
      "job": Column(type: "TEXT", isKey: true),
      "route": Column(type: "TEXT", isKey: true),
      "items": Column(type: "INTEGER"),
      "rejected": Column(type: "INTEGER"),
      "order_hash": Column(type: "TEXT"),
      "finished_at": Column(type: "TEXT"),
    ])

  private init(columns: [String: Column]) { self.columns = columns }

  /// Reads the shape of a table, or of a view, which has no key
  /// (<https://www.sqlite.org/pragma.html#pragma_table_xinfo>).
  init(of table: String, in connection: borrowing Connection) throws(SQLiteError) {
    let statement = try connection.prepare(
      "SELECT name, type, pk, hidden FROM pragma_table_xinfo(?1)")
    statement.bind(table, at: 1)
    var columns: [String: Column] = [:]
    while try statement.step() {
      columns[statement.text(at: 0)] = Column(
        type: statement.text(at: 1).uppercased(), isKey: statement.integer(at: 2) > 0,
        isGenerated: statement.integer(at: 3) > 0)
    }
    self.columns = columns
  }

  /// Whether there is no such table.
  var isMissing: Bool { columns.isEmpty }

  /// Whether there is a column with a name.
  func hasColumn(_ name: String) -> Bool { columns[name] != nil }

  /// The columns that `other` is without and that can be added, with their types, sorted by name.
  func additions(to other: TableShape) -> [(name: String, type: String)] {
    columns.filter { $0.value.isAddable && other.columns[$0.key] == nil }
      .map { ($0.key, $0.value.type) }.sorted { $0.0 < $1.0 }
  }

  /// What is different about `other`, in words, sorted by column; what can be added is no difference.
  func differences(from other: TableShape) -> [String] {
    var words: [String] = []
    for (name, column) in columns.sorted(by: { $0.key < $1.key }) {
      guard let found = other.columns[name] else {
        if !column.isAddable { words.append("it has no column '\(name)'") }
        continue
      }
      if found.isGenerated {
        words.append("SQLite works out column '\(name)'")
      } else if found.type != column.type {
        words.append("column '\(name)' is of type '\(found.type)', not '\(column.type)'")
      }
    }
    // What is worked out from our columns is the user's own affair.
    for (name, column) in other.columns.sorted(by: { $0.key < $1.key })
    where columns[name] == nil && !column.isGenerated {
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

extension ItemField {
  /// The type of a column of it.
  fileprivate var sqliteType: String {
    if case .part(let field) = self, field.kind == .integer { "INTEGER" } else { "TEXT" }
  }
}
