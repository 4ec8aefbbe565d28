import DurableFiles
import SQLite
import SinkKit

extension DatabasePlace {
  /// Removes, in one transaction, what is noted of export jobs for a table and a label.
  ///
  /// - Parameter jobs: nil for all.
  func forget(
    _ notes: Set<SinkNote>, of jobs: Set<JobID>?, table: String, _ label: SinkLabel
  ) throws {
    guard RegularFile.kind(behind: path) != nil else { return }
    let connection = try connect()
    try connection.execute("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON")
    connection.waitWhenBusy(for: .seconds(5))
    try connection.transaction { () throws(SQLiteError) in
      if notes.contains(.deliveries),
        try !TableShape(of: UnrecordedTable.name, in: connection).isMissing
      {
        try UnrecordedTable.forget(jobs, of: table, label, in: connection)
      }
      if notes.contains(.wholeSets),
        try !TableShape(of: WholeSetTable.name, in: connection).isMissing
      {
        try WholeSetTable.forget(jobs, of: table, label, in: connection)
      }
    }
  }
}
