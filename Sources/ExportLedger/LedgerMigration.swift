import ExportEngine
import ExportModel
import SQLite

/// A step from one format of the ledger to the next.
struct LedgerMigration {
  /// The statements before the data moves, or all of them.
  let sql: String
  /// Moves data that SQL alone cannot, and finishes; nil where there is none.
  var finish: (@Sendable (borrowing Connection) throws(SQLiteError) -> Void)?

  /// Takes the step; the caller runs it in a transaction.
  func run(on connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(sql)
    try finish?(connection)
  }

  /// Moves the items of the third format, a row each, into blocks.
  static func moveItems(on connection: borrowing Connection) throws(SQLiteError) {
    let rows = try connection.prepare(
      "SELECT job, ordinal, entry_id, status, work, page FROM item ORDER BY job, ordinal")
    let writer = try RowWriter(connection)
    while try rows.step() {
      let (job, ordinal) = (rows.integer(at: 0), rows.integer(at: 1))
      let (status, work) = (rows.integer(at: 3), rows.integer(at: 4))
      guard let entryID = rows.identifier(at: 2), 1...255 ~= status, 0...255 ~= work,
        try writer.takes(job, ordinal)
      else { throw .corrupt("the item at ordinal \(ordinal) of job \(job) is incomplete") }
      writer.append(
        entryID, page: UInt32(clamping: rows.integer(at: 5)), status: UInt8(status),
        work: UInt8(work))
    }
    try writer.flush()
    try connection.execute(LedgerSchema.afterFourth)
  }
}

/// Gathers items that come one by one, and writes them block by block.
///
/// A class, since the compiler cannot yet give up a half-made struct of move-only fields.
private final class RowWriter {
  private let items: Statement
  private let statuses: Statement
  private var job = -1
  private var count = 0
  private var entryIDs: [UInt8] = []
  private var pages: [UInt8] = []
  private var now: [UInt8] = []
  private var work: [UInt8] = []

  init(_ connection: borrowing Connection) throws(SQLiteError) {
    items = try connection.prepare(
      "INSERT INTO item_block (job, block, entry_ids, pages) VALUES (?, ?, ?, ?)")
    statuses = try connection.prepare(
      "INSERT INTO status_block (job, block, statuses, work) VALUES (?, ?, ?, ?)")
  }

  /// Makes room for the item at an ordinal of a job; false where it does not follow the one before.
  func takes(_ job: Int, _ ordinal: Int) throws(SQLiteError) -> Bool {
    if job != self.job || now.count == LedgerSchema.blockSize { try flush() }
    if job != self.job { (self.job, count) = (job, 0) }
    return ordinal == count
  }

  func append(_ entryID: Identifier, page: UInt32, status: UInt8, work: UInt8) {
    entryID.append(to: &entryIDs)
    page.append(to: &pages)
    now.append(status)
    self.work.append(work)
    count += 1
  }

  func flush() throws(SQLiteError) {
    guard !now.isEmpty else { return }
    try write(entryIDs, pages, with: items)
    try write(now, work, with: statuses)
    (entryIDs, pages, now, work) = ([], [], [], [])
  }

  private func write(
    _ first: [UInt8], _ second: [UInt8], with statement: borrowing Statement
  ) throws(SQLiteError) {
    statement.bind(job, at: 1)
    statement.bind((count - 1) / LedgerSchema.blockSize, at: 2)
    statement.bind(first, at: 3)
    statement.bind(second, at: 4)
    try statement.run()
  }
}
