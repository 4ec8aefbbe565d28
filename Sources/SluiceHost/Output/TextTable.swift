/// Rows of text in columns that are as wide as they need to be; the last one is as long as it is.
enum TextTable {
  /// A line for each row.
  static func lines(_ rows: [[String]]) -> [String] {
    let count = (rows.map(\.count).max() ?? 1) - 1
    let widths = (0..<count).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      return (cells + row.suffix(1)).joined(separator: "  ")
    }
  }
}
