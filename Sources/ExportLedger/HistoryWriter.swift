import ExportEngine
import ExportModel
import SQLite

/// Writes what became of items, and when, within the transactions of ``LedgerWriter``.
///
/// A class for the same reason.
final class HistoryWriter {
  private let add: Statement
  private let change: Statement
  private let deliver: Statement

  init(_ connection: borrowing Connection) throws(SQLiteError) {
    add = try connection.prepare("INSERT INTO addition (job, first, time_ms) VALUES (?, ?, ?)")
    change = try connection.prepare(
      """
      INSERT INTO status_change (job, ordinal, time_ms, old, new) VALUES (?, ?, ?, ?, ?)
      """)
    deliver = try connection.prepare(
      "INSERT INTO delivery (route, first, last, time_ms) VALUES (?, ?, ?, ?)")
  }

  /// Writes which items are new and which statuses change.
  ///
  /// - Parameters:
  ///   - old: what each item that changed was, as the job's code in the ledger.
  ///   - codes: for each code of the change, the job's code in the ledger.
  func write(
    _ change: JobChange, old: [Int], _ codes: [Int], of job: Int, at time: Int64
  ) throws(SQLiteError) {
    if change.firstNew < change.items.count {
      add.bind(job, at: 1)
      add.bind(change.firstNew, at: 2)
      add.bind(time, at: 3)
      try add.run()
    }
    let statuses = change.items.statuses
    self.change.bind(job, at: 1)
    self.change.bind(time, at: 3)
    for (ordinal, old) in zip(change.changed, old) {
      let new = codes[Int(statuses[ordinal].byte)]
      // Only what it is as work may have changed.
      guard new != old else { continue }
      self.change.bind(ordinal, at: 2)
      self.change.bind(old, at: 4)
      self.change.bind(new, at: 5)
      try self.change.run()
    }
  }

  /// Writes what a route is done with: from its old position on, or its late work.
  func write(
    _ delivery: RecordedDelivery, from position: Ordinal, of route: Int, at time: Int64
  ) throws(SQLiteError) {
    deliver.bind(route, at: 1)
    deliver.bind(time, at: 4)
    for stretch in Self.stretches(delivery, from: position) {
      deliver.bind(stretch.lowerBound, at: 2)
      deliver.bind(stretch.upperBound, at: 3)
      try deliver.run()
    }
  }

  private static func stretches(
    _ delivery: RecordedDelivery, from position: Ordinal
  ) -> [ClosedRange<Ordinal>] {
    var stretches: [ClosedRange<Ordinal>] = []
    for ordinal in delivery.deliveredLate.sorted() {
      if let last = stretches.last, last.upperBound == ordinal - 1 {
        stretches[stretches.count - 1] = last.lowerBound...ordinal
      } else {
        stretches.append(ordinal...ordinal)
      }
    }
    if delivery.position > position { stretches.append(position...delivery.position - 1) }
    return stretches
  }
}
