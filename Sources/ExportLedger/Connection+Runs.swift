import ExportEngine
import ExportModel
import SQLite

extension Connection {
  /// Writes that a run has begun; every other one that has not come to its end was killed. The caller runs it in a
  /// transaction.
  borrowing func write(begun run: RecordedRun) throws(SQLiteError) {
    try remove(begun: run.id)
    try execute("UPDATE run SET ending = 'killed' WHERE ending = 'begun'")
    try write(run)
  }

  /// Writes how a run ended that had no export job; the caller runs it in a transaction.
  borrowing func write(ended run: RecordedRun) throws(SQLiteError) {
    try remove(begun: run.id)
    try write(run)
  }

  private borrowing func remove(begun id: RunID?) throws(SQLiteError) {
    let begun = try prepare("DELETE FROM run WHERE ending = 'begun' AND run_id IS ?")
    begun.bind(id?.text, at: 1)
    try begun.run()
  }

  private borrowing func write(_ run: RecordedRun) throws(SQLiteError) {
    let row = try prepare(
      """
      INSERT INTO run (run_id, definition, job_id, started_ms, ending, failure, duration_ms, read,
        stored_new, stored_changed, held, skipped, missing, order_hash, needs_person)
      VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, '', ?)
      """)
    row.bind(run.id?.text, at: 1)
    row.bind(run.definition.text, at: 2)
    if let job = run.jobID { row.bind(job.identifier, at: 3) }
    row.bind(run.startedAt, at: 4)
    row.bind(run.ending?.rawValue ?? "begun", at: 5)
    row.bind(run.failure.map(LedgerLimits.kept), at: 6)
    row.bind(run.needsPerson ? 1 : 0, at: 7)
    try row.run()
  }

  /// Writes what a run did; the caller runs it in a transaction.
  borrowing func write(_ receipt: RunReceipt) throws(SQLiteError) {
    try remove(begun: receipt.runID)
    let run = try prepare(
      """
      INSERT INTO run (definition, job_id, started_ms, duration_ms, ending, failure, read,
        stored_new, stored_changed, held, skipped, missing, order_hash, job_status,
        job_failure_reason, owed_elsewhere, run_id, needs_person)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    run.bind(receipt.definition.text, at: 1)
    run.bind(receipt.jobID.identifier, at: 2)
    run.bind(receipt.startedAt, at: 3)
    run.bind(Int(receipt.duration / .milliseconds(1)), at: 4)
    run.bind(receipt.ending.rawValue, at: 5)
    run.bind(receipt.failure.map(LedgerLimits.kept), at: 6)
    let counts = [
      receipt.read, receipt.storedNew, receipt.storedChanged, receipt.held, receipt.skipped,
      receipt.missing,
    ]
    for (index, count) in counts.enumerated() { run.bind(count, at: Int32(7 + index)) }
    run.bind(receipt.orderHash, at: 13)
    run.bind(receipt.jobStatus, at: 14)
    run.bind(receipt.jobFailureReason, at: 15)
    run.bind(receipt.owedElsewhere, at: 16)
    run.bind(receipt.runID?.text, at: 17)
    run.bind(receipt.needsPerson ? 1 : 0, at: 18)
    try run.run()
    try write(receipt.routes)
  }

  /// Writes what the routes of the run just written did.
  private borrowing func write(_ routes: [RunReceipt.Route]) throws(SQLiteError) {
    let row = try prepare(
      """
      INSERT INTO run_route (run, place, name, written, absorbed, rejected, outstanding, held,
        rejected_before)
      VALUES ((SELECT max(run) FROM run), ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for (place, route) in routes.enumerated() {
      row.bind(place, at: 1)
      row.bind(route.name.text, at: 2)
      row.bind(route.written, at: 3)
      row.bind(route.absorbed, at: 4)
      row.bind(route.rejected, at: 5)
      row.bind(route.outstanding, at: 6)
      row.bind(route.held, at: 7)
      row.bind(route.rejectedBefore, at: 8)
      try row.run()
    }
  }

  /// What the newest runs of a job did, at most `limit` of them, the newest first.
  borrowing func runs(of jobID: JobID, limit: Int) throws(SQLiteError) -> [RunReceipt] {
    let row = try prepare(
      """
      SELECT \(Self.columns) FROM run WHERE job_id = ? AND ending <> 'begun' ORDER BY run DESC LIMIT ?
      """)
    row.bind(jobID.identifier, at: 1)
    row.bind(limit, at: 2)
    var runs: [RunReceipt] = []
    while try row.step() { runs.append(try run(of: jobID, in: row)) }
    return runs
  }

  /// The newest runs, at most `limit` of them, the newest first.
  borrowing func runs(limit: Int) throws(SQLiteError) -> [RecordedRun] {
    let row = try prepare("SELECT \(Self.columns) FROM run ORDER BY run DESC LIMIT ?")
    row.bind(limit, at: 1)
    var runs: [RecordedRun] = []
    while try row.step() { runs.append(try run(in: row)) }
    return runs
  }

  /// The newest run of each export job of these job definitions where that did not come to a good end, the oldest
  /// first.
  borrowing func unfinishedRuns(of definition: [Name]) throws(SQLiteError) -> [RecordedRun] {
    let row = try prepare(
      """
      SELECT \(Self.columns) FROM run
      WHERE run IN (SELECT max(run) FROM run WHERE job_id IS NOT NULL GROUP BY job_id)
        AND ending NOT IN ('done', 'job_finished')
        AND definition IN (SELECT value FROM json_each(?))
      ORDER BY run
      """)
    row.bind(Self.array(definition), at: 1)
    var runs: [RecordedRun] = []
    while try row.step() { runs.append(try run(in: row)) }
    return runs
  }

  /// Every job that has items, in the order in which they were first stored.
  borrowing func jobs() throws(SQLiteError) -> [JobID] {
    try prepare(
      "SELECT id FROM job WHERE EXISTS (SELECT 1 FROM item_block WHERE item_block.job = job.job) ORDER BY job"
    ).jobIDs()
  }

  private static let columns = """
    run, definition, started_ms, duration_ms, ending, failure, read, stored_new, stored_changed, held, skipped,
    missing, order_hash, job_status, job_failure_reason, owed_elsewhere, run_id, job_id, needs_person
    """

  private borrowing func run(in row: borrowing Statement) throws(SQLiteError) -> RecordedRun {
    let what = "run \(row.integer(at: 0))"
    guard let definition = Name(row.text(at: 1)) else { throw .corrupt("\(what) is incomplete") }
    let job = row.identifier(at: 17).map { JobID($0) }
    var run = RecordedRun(
      id: try runID(in: row), definition: definition, jobID: job,
      startedAt: try row.time(at: 2, what))
    let ending = row.text(at: 4)
    if ending == "begun" { return run }
    if let job, ending != RunReceipt.Ending.killed.rawValue {
      return RecordedRun(try self.run(of: job, in: row))
    }
    run.ending = RunReceipt.Ending(rawValue: ending)
    run.failure = row.isNull(at: 5) ? nil : try row.words(at: 5, what)
    run.needsPerson = row.integer(at: 18) != 0
    guard run.ending != nil else { throw .corrupt("\(what) is incomplete") }
    return run
  }

  private borrowing func runID(in row: borrowing Statement) throws(SQLiteError) -> RunID? {
    guard !row.isNull(at: 16) else { return nil }
    guard let id = RunID(row.text(at: 16)) else {
      throw .corrupt("run \(row.integer(at: 0)) is incomplete")
    }
    return id
  }

  private borrowing func run(
    of jobID: JobID, in row: borrowing Statement
  ) throws(SQLiteError) -> RunReceipt {
    guard let definition = Name(row.text(at: 1)),
      let ending = RunReceipt.Ending(rawValue: row.text(at: 4))
    else { throw .corrupt("run \(row.integer(at: 0)) is incomplete") }
    let what = "run \(row.integer(at: 0))"
    var receipt = RunReceipt(
      runID: try runID(in: row), definition: definition, jobID: jobID,
      startedAt: try row.time(at: 2, what))
    receipt.duration = .milliseconds(try row.count(at: 3, what))
    receipt.ending = ending
    receipt.failure = row.isNull(at: 5) ? nil : try row.words(at: 5, what)
    receipt.needsPerson = row.integer(at: 18) != 0
    receipt.read = try row.count(at: 6, what)
    receipt.storedNew = try row.count(at: 7, what)
    receipt.storedChanged = try row.count(at: 8, what)
    receipt.held = try row.count(at: 9, what)
    receipt.skipped = try row.count(at: 10, what)
    receipt.missing = try row.count(at: 11, what)
    receipt.orderHash = try row.words(at: 12, what)
    receipt.jobStatus = row.isNull(at: 13) ? nil : try row.words(at: 13, what)
    receipt.jobFailureReason = row.isNull(at: 14) ? nil : try row.words(at: 14, what)
    receipt.owedElsewhere = try row.count(at: 15, what)
    receipt.routes = try routes(ofRun: row.integer(at: 0))
    return receipt
  }

  private borrowing func routes(
    ofRun run: Int
  ) throws(SQLiteError) -> [RunReceipt.Route] {
    let row = try prepare(
      """
      SELECT name, written, absorbed, rejected, outstanding, held, rejected_before
      FROM run_route WHERE run = ? ORDER BY place
      """)
    row.bind(run, at: 1)
    var routes: [RunReceipt.Route] = []
    while try row.step() {
      guard let name = Name(row.text(at: 0)) else { throw .corrupt("run \(run) is incomplete") }
      var route = RunReceipt.Route(name: name)
      route.written = try row.count(at: 1, "run \(run)")
      route.absorbed = try row.count(at: 2, "run \(run)")
      route.rejected = try row.count(at: 3, "run \(run)")
      route.outstanding = try row.count(at: 4, "run \(run)")
      route.held = try row.count(at: 5, "run \(run)")
      route.rejectedBefore = try row.count(at: 6, "run \(run)")
      routes.append(route)
    }
    return routes
  }
}

extension Connection {
  /// The job definitions of runs, by name, and the files that each was read from.
  borrowing func definitions() throws(SQLiteError) -> [(name: Name, file: String)] {
    let rows = try prepare("SELECT name, file FROM definition ORDER BY name, file")
    var definitions: [(name: Name, file: String)] = []
    while try rows.step() {
      guard let name = Name(rows.text(at: 0)) else { throw .corrupt("a definition has no name") }
      definitions.append((name, try rows.words(at: 1, "definition '\(name)'")))
    }
    return definitions
  }
}

extension Statement {
  /// Binds a text, or `NULL` where there is none.
  borrowing func bind(_ value: String?, at index: Int32) {
    if let value { bind(value, at: index) } else { bindNull(at: index) }
  }
}
