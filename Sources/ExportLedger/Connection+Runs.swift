import ExportEngine
import ExportModel
import SQLite

extension Connection {
  /// Writes what a run did; the caller runs it in a transaction.
  borrowing func write(_ receipt: RunReceipt) throws(SQLiteError) {
    let run = try prepare(
      """
      INSERT INTO run (definition, job_id, started_ms, duration_ms, ending, failure, read,
        stored_new, stored_changed, held, skipped, missing, order_hash, job_status,
        job_failure_reason, owed_elsewhere)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
      SELECT run, definition, started_ms, duration_ms, ending, failure, read, stored_new,
        stored_changed, held, skipped, missing, order_hash,
        job_status, job_failure_reason, owed_elsewhere
      FROM run WHERE job_id = ? ORDER BY run DESC LIMIT ?
      """)
    row.bind(jobID.identifier, at: 1)
    row.bind(limit, at: 2)
    var runs: [RunReceipt] = []
    while try row.step() { runs.append(try run(of: jobID, in: row)) }
    return runs
  }

  private borrowing func run(
    of jobID: JobID, in row: borrowing Statement
  ) throws(SQLiteError) -> RunReceipt {
    guard let definition = Name(row.text(at: 1)),
      let ending = RunReceipt.Ending(rawValue: row.text(at: 4))
    else { throw .corrupt("run \(row.integer(at: 0)) is incomplete") }
    let what = "run \(row.integer(at: 0))"
    var receipt = RunReceipt(
      definition: definition, jobID: jobID, startedAt: try row.time(at: 2, what))
    receipt.duration = .milliseconds(try row.count(at: 3, what))
    receipt.ending = ending
    receipt.failure = row.isNull(at: 5) ? nil : try row.words(at: 5, what)
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
