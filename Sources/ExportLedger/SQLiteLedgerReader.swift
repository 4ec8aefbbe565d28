public import ExportEngine
public import ExportModel
import SQLite

/// The ledger as a SQLite database, opened only for looking at; the state folder need not be writable.
public final class SQLiteLedgerReader: LedgerReading {
  private let path: String
  private let connection: Connection

  private init(_ path: String, _ connection: consuming Connection) {
    self.path = path
    self.connection = connection
  }

  /// Opens the ledger of a state folder, given as an absolute path; nil where no run has made one.
  ///
  /// Throws what ``SQLiteLedger`` throws. A ledger of an older format is read as a copy in memory that is
  /// brought up to date; only a run does that to the ledger itself.
  ///
  /// - Parameter isChecked: whether all of it is checked for damage.
  public static func open(
    in stateFolder: String, isChecked: Bool = true
  ) throws(LedgerError) -> SQLiteLedgerReader? {
    guard
      let connection = try LedgerFile.openForReading(in: stateFolder, isChecked: isChecked)
    else { return nil }
    return SQLiteLedgerReader(LedgerFile.path(in: stateFolder), connection)
  }

  /// Every job that has items, in the order in which they were first stored.
  public func jobs() throws(LedgerError) -> [JobID] {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.jobs()
    }
  }

  /// Everything known of a job; an empty record for a job never seen.
  public func record(of job: JobID) throws(LedgerError) -> JobRecord {
    try onLedger(at: path) { () throws(SQLiteError) in try connection.record(of: job) }
  }

  /// The items of a job that a sink will never take, by route and in order.
  public func rejected(of job: JobID) throws(LedgerError) -> [RejectedItem] {
    try onLedger(at: path) { () throws(SQLiteError) in
      let rows = try connection.prepare(
        """
        SELECT route.name, ordinal, \(LedgerSchema.entryID("ordinal")), reason
        FROM job JOIN route USING (job) JOIN reject USING (route)
        JOIN item_block ON item_block.job = job.job AND \(LedgerSchema.isBlock(of: "ordinal"))
        WHERE id = ? ORDER BY route.name, ordinal
        """)
      rows.bind(job.identifier, at: 1)
      var rejected: [RejectedItem] = []
      while try rows.step() {
        guard let route = Name(rows.text(at: 0)), let entryID = rows.identifier(at: 2) else {
          throw .corrupt("a rejected item of job \(job) is incomplete")
        }
        rejected.append(
          RejectedItem(
            route: route, ordinal: try rows.count(at: 1, "a rejected item of route '\(route)'"),
            entryID: EntryID(entryID),
            reason: try rows.words(at: 3, "a rejected item of route '\(route)'")))
      }
      return rejected
    }
  }

  /// What the newest runs of a job did, at most `limit` of them, the newest first.
  public func runs(of job: JobID, limit: Int) throws(LedgerError) -> [RunReceipt] {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.snapshot { () throws(SQLiteError) in
        try connection.runs(of: job, limit: limit)
      }
    }
  }

  /// The newest runs, at most `limit` of them, the newest first.
  public func runs(limit: Int) throws(LedgerError) -> [RecordedRun] {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.snapshot { () throws(SQLiteError) in try connection.runs(limit: limit) }
    }
  }

  /// The newest run of each export job of a job definition where that did not come to a good end.
  public func unfinishedRuns(of definition: [Name]) throws(LedgerError) -> [RecordedRun] {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.snapshot { () throws(SQLiteError) in
        try connection.unfinishedRuns(of: definition)
      }
    }
  }

  /// What is known of entries as items of other export jobs, the newest job first.
  public func itemsElsewhere(
    of entries: [EntryID], beside job: JobID
  ) throws(LedgerError) -> [EntryID: [ItemElsewhere]] {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.itemsElsewhere(of: entries, beside: job)
    }
  }

  /// The other export jobs of which routes of a job definition may owe items, in the order in which they
  /// were first stored.
  public func jobsInDoubt(
    of definition: [Name], beside job: JobID?
  ) throws(LedgerError) -> [JobID] {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.jobsInDoubt(of: definition, beside: job)
    }
  }

  /// The job definitions of runs, by name, and the files that each was read from.
  public func definitions() throws(LedgerError) -> [ReadDefinition] {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.definitions()
    }
  }

  /// What people decided about routes, the newest decision first.
  public func decisions() throws(LedgerError) -> [RecordedDecision] {
    try onLedger(at: path) { () throws(SQLiteError) in try connection.decisions() }
  }

  /// How the items of a job came and changed, as far as a history was kept.
  public func timeline(of job: JobID) throws(LedgerError) -> StatusTimeline {
    try onLedger(at: path) { () throws(SQLiteError) in try connection.timeline(of: job) }
  }

  /// What became of the item at an ordinal of a job, as far as a history was kept.
  public func history(
    of ordinal: Ordinal, in job: JobID
  ) throws(LedgerError) -> ItemHistory {
    try onLedger(at: path) { () throws(SQLiteError) in
      try connection.history(of: ordinal, in: job)
    }
  }
}
