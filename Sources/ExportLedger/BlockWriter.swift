import ExportEngine
import ExportModel
import SQLite

/// Writes items in blocks, within the transactions of ``LedgerWriter``.
///
/// A class for the same reason.
final class BlockWriter {
  private let pages: Statement
  private let statuses: Statement
  private let writeItems: Statement
  private let writeStatuses: Statement

  init(_ connection: borrowing Connection) throws(SQLiteError) {
    pages = try connection.prepare("SELECT pages FROM item_block WHERE job = ? AND block = ?")
    statuses = try connection.prepare(
      "SELECT statuses FROM status_block WHERE job = ? AND block = ?")
    writeItems = try connection.prepare(
      """
      INSERT INTO item_block (job, block, entry_ids, pages) VALUES (?, ?, ?, ?)
      ON CONFLICT (job, block) DO UPDATE SET entry_ids = excluded.entry_ids, pages = excluded.pages
      """)
    writeStatuses = try connection.prepare(
      """
      INSERT INTO status_block (job, block, statuses, work) VALUES (?, ?, ?, ?)
      ON CONFLICT (job, block) DO UPDATE SET statuses = excluded.statuses, work = excluded.work
      """)
  }

  /// The statuses that items have in the ledger, as the job's codes.
  func statuses(at ordinals: [Ordinal], of job: Int) throws(SQLiteError) -> [Int] {
    var (block, bytes) = (-1, [UInt8]())
    var codes: [Int] = []
    codes.reserveCapacity(ordinals.count)
    for ordinal in ordinals {
      if ordinal / LedgerSchema.blockSize != block {
        block = ordinal / LedgerSchema.blockSize
        bytes = try blob(of: statuses, job, block)
      }
      let place = ordinal % LedgerSchema.blockSize
      guard place < bytes.count else { throw .corrupt("there is no item at ordinal \(ordinal)") }
      codes.append(Int(bytes[place]))
    }
    return codes
  }

  /// Writes the blocks that have new items, and the statuses of those that changed.
  ///
  /// - Parameter codes: for each code of the change, the job's code in the ledger.
  func write(
    _ change: JobChange, _ codes: [Int], of job: Int
  ) throws(SQLiteError) {
    let items = change.items
    let size = LedgerSchema.blockSize
    var new = 0..<0
    if change.firstNew < items.count {
      if let entry = items.repeatedEntry { throw .corrupt("entry \(entry) is there twice") }
      new = change.firstNew / size..<(items.count + size - 1) / size
    }
    for block in new { try writeItems(of: block, change, job) }
    // The table of statuses holds a code to a byte.
    let bytes = codes.map { UInt8(truncatingIfNeeded: $0) }
    for block in Set(change.changed.map { $0 / size }).union(new).sorted() {
      let range = block * size..<min(items.count, (block + 1) * size)
      writeStatuses.bind(job, at: 1)
      writeStatuses.bind(block, at: 2)
      writeStatuses.bind(items.statuses[range].map { bytes[Int($0.byte)] }, at: 3)
      writeStatuses.bind(items.work[range].map { bytes[Int($0.byte)] }, at: 4)
      try writeStatuses.run()
    }
  }

  private func writeItems(
    of block: Int, _ change: JobChange, _ job: Int
  ) throws(SQLiteError) {
    let start = block * LedgerSchema.blockSize
    let range = start..<min(change.items.count, start + LedgerSchema.blockSize)
    var entryIDs: [UInt8] = []
    entryIDs.reserveCapacity(16 * range.count)
    for entryID in change.items.entryIDs[range] { entryID.identifier.append(to: &entryIDs) }
    // The pages of known items are in the ledger alone.
    var pages = start < change.firstNew ? try blob(of: pages, job, block) : []
    guard pages.count == 4 * max(0, change.firstNew - start) else {
      throw .corrupt("the pages of block \(block) are incomplete")
    }
    for ordinal in max(start, change.firstNew)..<range.upperBound {
      change.newPages[ordinal - change.firstNew].append(to: &pages)
    }
    writeItems.bind(job, at: 1)
    writeItems.bind(block, at: 2)
    writeItems.bind(entryIDs, at: 3)
    writeItems.bind(pages, at: 4)
    try writeItems.run()
  }

  private func blob(
    of statement: borrowing Statement, _ job: Int, _ block: Int
  ) throws(SQLiteError) -> [UInt8] {
    statement.bind(job, at: 1)
    statement.bind(block, at: 2)
    defer { statement.reset() }
    return try statement.step() ? statement.blob(at: 0) : []
  }
}

extension UInt32 {
  /// Appends the four bytes, most significant first.
  func append(to bytes: inout [UInt8]) {
    for shift in [24, 16, 8, 0] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: self >> shift))
    }
  }
}

extension ItemTable {
  /// An entry that is there twice; nil where there is none.
  fileprivate var repeatedEntry: EntryID? {
    // Usually they are in order, and then it shows at once.
    guard !zip(entryIDs, entryIDs.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    var seen = Set<EntryID>(minimumCapacity: entryIDs.count)
    return entryIDs.first { !seen.insert($0).inserted }
  }
}
