import SQLite
import SinkKit

/// The sink's own notes in a database: for each table, label and export job the entries that the host may
/// not have recorded, as one blob of 16 bytes each.
struct UnrecordedTable: ~Copyable {
  /// The table's name.
  static let name = "sluice_unrecorded"

  private let table: String
  private let label: String
  private let read: Statement
  private let write: Statement
  private let remove: Statement

  /// Creates the table where it is missing.
  static func create(in connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS \(name) (
        table_name TEXT NOT NULL,
        label TEXT NOT NULL,
        job_id TEXT NOT NULL,
        entry_ids BLOB NOT NULL,
        PRIMARY KEY (table_name, label, job_id)
      ) WITHOUT ROWID
      """)
  }

  /// Forgets a label's notes.
  ///
  /// - Parameter jobs: nil for all.
  static func forget(
    _ jobs: Set<JobID>?, of table: String, _ label: SinkLabel, in connection: borrowing Connection
  ) throws(SQLiteError) {
    let forget = try connection.prepare(
      """
      DELETE FROM \(name) WHERE table_name = ?1 AND label = ?2
        \(jobs == nil ? "" : "AND job_id = ?3")
      """)
    for job in jobs.map({ $0.sorted().map(\.description) }) ?? [""] {
      forget.bind(table, at: 1)
      forget.bind(label.description, at: 2)
      if jobs != nil { forget.bind(job, at: 3) }
      try forget.run()
    }
  }

  /// Prepares to read and write a label's notes, and creates the table where it is missing.
  init(
    of table: String, label: SinkLabel, in connection: borrowing Connection
  ) throws(SQLiteError) {
    try Self.create(in: connection)
    let read = try connection.prepare(
      "SELECT label, job_id, entry_ids FROM \(Self.name) WHERE table_name = ?")
    let write = try connection.prepare(
      "INSERT OR REPLACE INTO \(Self.name) (table_name, label, job_id, entry_ids) VALUES (?, ?, ?, ?)"
    )
    let remove = try connection.prepare(
      "DELETE FROM \(Self.name) WHERE table_name = ? AND label = ? AND job_id = ?")
    self.table = table
    self.label = label.description
    self.read = read
    self.write = write
    self.remove = remove
  }

  /// What is noted: of this label, and of all.
  borrowing func notes() throws(SQLiteError) -> (
    own: [JobID: Set<EntryID>], all: [JobID: Set<EntryID>]
  ) {
    var (own, all) = ([JobID: Set<EntryID>](), [JobID: Set<EntryID>]())
    read.bind(table, at: 1)
    while try read.step() {
      let bytes = read.blob(at: 2)
      guard let job = JobID(read.text(at: 1)), bytes.count.isMultiple(of: 16) else {
        throw .corrupt("the table \(Self.name) has a row that sluice did not write")
      }
      var entries: Set<EntryID> = []
      for start in stride(from: 0, to: bytes.count, by: 16) {
        entries.insert(EntryID(Identifier(bytes: bytes, at: start)))
      }
      all[job, default: []].formUnion(entries)
      if read.text(at: 0) == label { own[job] = entries }
    }
    return (own, all)
  }

  /// Notes the entries of a batch, and others, of a job for this label, in place of those that were.
  borrowing func note(
    _ batch: [EntryID], _ rest: Set<EntryID>, of job: JobID
  ) throws(SQLiteError) {
    if batch.isEmpty, rest.isEmpty {
      remove.bind(table, at: 1)
      remove.bind(label, at: 2)
      remove.bind(job.description, at: 3)
      try remove.run()
    } else {
      write.bind(table, at: 1)
      write.bind(label, at: 2)
      write.bind(job.description, at: 3)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(16 * (batch.count + rest.count))
      for entry in batch { entry.identifier.append(to: &bytes) }
      for entry in rest.sorted() { entry.identifier.append(to: &bytes) }
      write.bind(bytes, at: 4)
      try write.run()
    }
  }
}
