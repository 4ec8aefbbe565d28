import ExportEngine
import SQLite

/// Writes what a route decided about items, in blocks.
///
/// A class for the same reason as ``LedgerWriter``.
final class ChoiceWriter {
  private let forget: Statement
  private let write: Statement

  init(_ connection: borrowing Connection) throws(SQLiteError) {
    forget = try connection.prepare("DELETE FROM choice_block WHERE route = ? AND block >= ?")
    write = try connection.prepare(
      """
      INSERT INTO choice_block (route, block, choices) VALUES (?, ?, ?)
      ON CONFLICT (route, block) DO UPDATE SET choices = excluded.choices
      WHERE choices <> excluded.choices
      """)
  }

  /// Writes all choices of the route with a key; the caller runs it in a transaction.
  func write(_ choices: RouteChoices, of route: Int) throws(SQLiteError) {
    let (size, bytes) = (LedgerSchema.blockSize, choices.bytes)
    let blocks = (bytes.count + size - 1) / size
    forget.bind(route, at: 1)
    forget.bind(blocks, at: 2)
    try forget.run()
    write.bind(route, at: 1)
    for block in 0..<blocks {
      write.bind(block, at: 2)
      write.bind(Array(bytes[(block * size)..<min(bytes.count, (block + 1) * size)]), at: 3)
      try write.run()
    }
  }
}
