import SQLite
import SinkKit

/// The table that consumers read to tell whether a table of items has all of an export job: a row for each table, route and
/// export job.
enum WholeSetTable {
  /// The table's name.
  static let name = "export_jobs"

  /// Writes that a table has all items of an export job, in place of what was said of it before; creates the table where it
  /// is missing.
  static func write(
    _ set: WholeSet, of table: String, label: SinkLabel, in connection: borrowing Connection
  ) throws(SQLiteError) {
    try connection.transaction { () throws(SQLiteError) in
      try connection.execute(
        """
        CREATE TABLE IF NOT EXISTS \(name) (
          job_id TEXT NOT NULL,
          table_name TEXT NOT NULL,
          job TEXT NOT NULL,
          route TEXT NOT NULL,
          items INTEGER NOT NULL,
          rejected INTEGER NOT NULL,
          order_hash TEXT NOT NULL,
          finished_at TEXT NOT NULL,
          PRIMARY KEY (job_id, table_name, job, route)
        ) WITHOUT ROWID
        """)
      let write = try connection.prepare(
        """
        INSERT OR REPLACE INTO \(name)
          (job_id, table_name, job, route, items, rejected, order_hash, finished_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
      write.bind(set.jobID.description, at: 1)
      write.bind(table, at: 2)
      write.bind("\(label.job)", at: 3)
      write.bind("\(label.route)", at: 4)
      write.bind(set.items, at: 5)
      write.bind(set.rejected, at: 6)
      write.bind(set.orderHash, at: 7)
      write.bind(set.finishedAt, at: 8)
      try write.run()
    }
  }

  /// Forgets what is said of a table for a label.
  ///
  /// - Parameter jobs: nil for all.
  static func forget(
    _ jobs: Set<JobID>?, of table: String, _ label: SinkLabel, in connection: borrowing Connection
  ) throws(SQLiteError) {
    let forget = try connection.prepare(
      """
      DELETE FROM \(name) WHERE table_name = ?1 AND job = ?2 AND route = ?3
        \(jobs == nil ? "" : "AND job_id = ?4")
      """)
    for job in jobs.map({ $0.sorted().map(\.description) }) ?? [""] {
      forget.bind(table, at: 1)
      forget.bind("\(label.job)", at: 2)
      forget.bind("\(label.route)", at: 3)
      if jobs != nil { forget.bind(job, at: 4) }
      try forget.run()
    }
  }

  /// What is said of a table.
  static func sets(
    of table: String, in connection: borrowing Connection
  ) throws(SQLiteError) -> [WholeSet] {
    guard try !TableShape(of: name, in: connection).isMissing else { return [] }
    let rows = try connection.prepare(
      """
      SELECT job_id, items, rejected, order_hash, finished_at FROM \(name) WHERE table_name = ?
      ORDER BY job_id, job, route
      """)
    rows.bind(table, at: 1)
    var sets: [WholeSet] = []
    while try rows.step() {
      guard let job = JobID(rows.text(at: 0)) else {
        throw .corrupt("the table \(name) has a row that sluice did not write")
      }
      sets.append(
        WholeSet(
          jobID: job, items: rows.integer(at: 1), rejected: rows.integer(at: 2),
          orderHash: rows.text(at: 3), finishedAt: rows.text(at: 4)))
    }
    return sets
  }
}
