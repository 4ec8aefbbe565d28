import CrashPoints
public import DurableFiles
public import ExportEngine
public import ExportModel
import SQLite

/// The ledger as a SQLite database, `ledger.sqlite` in the state folder, with mode 0600.
///
/// One process at a time uses it for writing; the host's lock on the state folder sees to that.
/// ``SQLiteLedgerReader`` reads it at any time.
public actor SQLiteLedger: StateLedger {
  private let path: String
  private let connection: Connection
  private let writer: LedgerWriter
  private let now: @Sendable () -> Int64

  /// Opens the ledger of a state folder, given as an absolute path.
  ///
  /// A missing folder or ledger is created, an older format brought up to date, and all of it
  /// checked for damage. A file that is no ledger, or was written by a newer version, is refused
  /// and left as it is.
  ///
  /// - Parameters:
  ///   - access: who may use what is created.
  ///   - now: the moment, in milliseconds since 1970-01-01T00:00:00Z, for the history of items.
  public init(
    in stateFolder: String, access: FileAccess = .owner, now: @escaping @Sendable () -> Int64
  ) throws(LedgerError) {
    let path = LedgerFile.path(in: stateFolder)
    let connection = try LedgerFile.openForWriting(in: stateFolder, access: access)
    writer = try onLedger(at: path) { () throws(SQLiteError) in try LedgerWriter(connection) }
    self.connection = connection
    self.path = path
    self.now = now
  }

  /// Everything known of a job; an empty record for a job never seen.
  public func record(of job: JobID) throws(LedgerError) -> JobRecord {
    try onLedger(at: path) { () throws(SQLiteError) in try connection.record(of: job) }
  }

  /// What is known of entries as items of other export jobs.
  public func itemsElsewhere(
    of entries: [EntryID], beside job: JobID
  ) throws(LedgerError) -> [EntryID: [ItemElsewhere]] {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.itemsElsewhere(of: entries, beside: job)
    }
  }

  /// The other export jobs of which routes of a job definition may owe items.
  public func jobsInDoubt(
    of definition: [Name], beside job: JobID?
  ) throws(LedgerError) -> [JobID] {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.jobsInDoubt(of: definition, beside: job)
    }
  }

  /// Stores what a snapshot brought.
  public func store(_ change: JobChange, of job: JobID) throws(LedgerError) {
    let time = now()
    try inTransaction { () throws(SQLiteError) in
      try writer.write(change, of: job, at: time)
    }
  }

  /// Stores that a batch was delivered.
  public func store(_ delivery: RecordedDelivery, of job: JobID) throws(LedgerError) {
    let time = now()
    try inTransaction { () throws(SQLiteError) in try writer.write(delivery, of: job, at: time) }
  }

  /// Stores that the sink of a route has made known that it has all items.
  public func store(finished route: Name, of job: JobID) throws(LedgerError) {
    try inTransaction { () throws(SQLiteError) in try writer.write(finished: route, of: job) }
  }

  /// Stores that the routes of a job definition owe nothing of these export jobs.
  public func store(clear jobs: [JobID], of definition: [Name]) throws(LedgerError) {
    try inTransaction { () throws(SQLiteError) in
      try connection.write(clear: jobs, of: definition)
    }
  }

  /// Stores what a run did; its duration in whole milliseconds.
  public func store(_ receipt: RunReceipt) throws(LedgerError) {
    try inTransaction { () throws(SQLiteError) in
      if receipt.ending == .jobFinished {
        try writer.writeEnd(of: receipt.jobID, as: receipt.jobStatus ?? "")
      }
      if !receipt.isClear { try writer.writeDoubt(about: receipt.jobID) }
      try connection.write(receipt)
    }
  }

  /// The export jobs in which a route has progress, or at least was asked about items, in the order in
  /// which they were first stored.
  ///
  /// - Parameter isTouched: only those in which it has delivered or settled something.
  public func jobs(
    with route: Name, isTouched: Bool
  ) throws(LedgerError) -> [JobID] {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.jobs(with: route, isTouched: isTouched)
    }
  }

  /// Stores that a run has begun, or has come to another export job, and from which file its job definition was
  /// read.
  public func begin(_ run: RecordedRun, readFrom file: String) throws(LedgerError) {
    try inTransaction { () throws(SQLiteError) in
      let note = try connection.prepare(
        "INSERT INTO definition (name, file) VALUES (?, ?) ON CONFLICT DO NOTHING")
      note.bind(run.definition.text, at: 1)
      note.bind(file, at: 2)
      try note.run()
      try connection.write(begun: run)
    }
  }

  /// Stores how a run ended that had no export job to work on.
  public func end(_ run: RecordedRun) throws(LedgerError) {
    try inTransaction { () throws(SQLiteError) in try connection.write(ended: run) }
  }

  /// The job definitions of runs, by name, and the files that each was read from.
  public func definitions() throws(LedgerError) -> [ReadDefinition] {
    try onLedger(at: path) { () throws(SQLiteError) in try connection.definitions() }
  }

  /// Stores what a person decided, and who and when.
  ///
  /// - Returns: how many export jobs or items it changed.
  @discardableResult
  public func store(
    _ decision: Decision, of job: JobID?, by who: String
  ) throws(LedgerError) -> Int {
    let time = now()
    return try onLedger(at: path) { () throws(SQLiteError) in
      try connection.transaction { () throws(SQLiteError) in
        try connection.write(decision, of: job, by: who, at: time)
      }
    }
  }

  /// The export jobs that no run has come to since a moment, and of which no route owes anything.
  public func clearJobs(
    untouchedSince moment: Int64
  ) throws(LedgerError) -> [(job: JobID, hasEnded: Bool)] {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.clearJobs(untouchedSince: moment)
    }
  }

  /// Forgets export jobs, and the runs that began before a moment.
  public func forget(_ jobs: [JobID], runsBefore moment: Int64) throws(LedgerError) {
    try inTransaction { () throws(SQLiteError) in
      for job in jobs { try connection.forget(job) }
      try connection.forget(runsBefore: moment)
    }
  }

  private func inTransaction(_ body: () throws(SQLiteError) -> Void) throws(LedgerError) {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.transaction { () throws(SQLiteError) in
        try body()
        CrashPoint.changeWritten.pass()
      }
    }
  }
}
