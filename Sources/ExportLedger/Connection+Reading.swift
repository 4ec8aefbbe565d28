import ExportEngine
import ExportModel
import SQLite

extension Connection {
  /// Everything known of a job, as of one moment.
  borrowing func record(of jobID: JobID) throws(SQLiteError) -> JobRecord {
    try snapshot { () throws(SQLiteError) in
      guard let job = try key(of: jobID) else { return JobRecord() }
      let items = try items(of: job)
      let routes = try routes(of: job)
      // As a backup is that was put back beside the log of a newer ledger.
      for (name, progress) in routes
      where progress.position > items.count || progress.seen > items.count
        || [progress.late, progress.rejects, progress.settled].contains(where: { ordinals in
          ordinals.contains { $0 >= items.count }
        })
      {
        throw .corrupt("route '\(name)' is past the last item of job \(jobID)")
      }
      var record = JobRecord(items: items, routes: routes)
      try readStanding(of: job, into: &record)
      return record
    }
  }

  /// What is known of a job's items beside their statuses, and of its end.
  private borrowing func readStanding(
    of job: Int, into record: inout JobRecord
  ) throws(SQLiteError) {
    record.missing = try ordinals("SELECT ordinal FROM unlisted WHERE job = ?", of: job)
    record.withoutData = try ordinals("SELECT ordinal FROM without_data WHERE job = ?", of: job)
    let previous = try prepare(
      """
      SELECT route, ordinal, id FROM previous JOIN job ON job.job = previous_job WHERE previous.job = ?
      """)
    previous.bind(job, at: 1)
    while try previous.step() {
      guard let route = Name(previous.text(at: 0)), let id = previous.identifier(at: 2) else {
        throw .corrupt("what was delivered as part of an earlier job is incomplete")
      }
      let ordinal = try previous.count(at: 1, "an item of job \(id)")
      record.previous[route, default: [:]][ordinal] = JobID(id)
    }
    record.ended = try text("SELECT ended FROM job WHERE job = \(job)").map { ExportJobStatus($0) }
  }

  private borrowing func ordinals(_ sql: String, of key: Int) throws(SQLiteError) -> Set<Ordinal> {
    let rows = try prepare(sql)
    rows.bind(key, at: 1)
    var ordinals: Set<Ordinal> = []
    while try rows.step() { ordinals.insert(try rows.count(at: 0, "an item")) }
    return ordinals
  }

  /// The key of a job in the other tables; nil for a job never seen.
  private borrowing func key(of jobID: JobID) throws(SQLiteError) -> Int? {
    let statement = try prepare("SELECT job FROM job WHERE id = ?")
    statement.bind(jobID.identifier, at: 1)
    return try statement.step() ? statement.integer(at: 0) : nil
  }

  private borrowing func items(of job: Int) throws(SQLiteError) -> ItemTable {
    var items = ItemTable()
    let codes = try statusCodes(of: job, in: &items.table)
    items.reserve(
      try integer("SELECT sum(length(entry_ids)) / 16 FROM item_block WHERE job = \(job)") ?? 0)
    let rows = try prepare(
      """
      SELECT block, entry_ids, statuses, work
      FROM item_block LEFT JOIN status_block USING (job, block) WHERE job = ? ORDER BY block
      """)
    rows.bind(job, at: 1)
    while try rows.step() {
      let entryIDs = rows.blob(at: 1)
      let (statuses, work) = (rows.blob(at: 2), rows.blob(at: 3))
      // All blocks but the last are full, so that the next one begins where this one ends.
      guard items.count % LedgerSchema.blockSize == 0,
        rows.integer(at: 0) == items.count / LedgerSchema.blockSize,
        entryIDs.count == 16 * statuses.count, work.count == statuses.count
      else { throw .corrupt("the block at ordinal \(items.count) of job \(job) is incomplete") }
      for place in statuses.indices {
        let (status, asWork) = (codes[Int(statuses[place])], codes[Int(work[place])])
        guard status != .none, asWork != .none || work[place] == 0 else {
          throw .corrupt("the item at ordinal \(items.count) of job \(job) is incomplete")
        }
        items.append(
          EntryID(Identifier(bytes: entryIDs, at: 16 * place)), status: status, work: asWork)
      }
    }
    return items
  }

  /// For each of the job's codes in the ledger, its code in `table`, at that index.
  ///
  /// They differ only when the API's documented statuses became more since the ledger was written.
  borrowing func statusCodes(
    of job: Int, in table: inout StatusTable
  ) throws(SQLiteError) -> [StatusCode] {
    var codes = [StatusCode](repeating: .none, count: 256)
    let rows = try prepare("SELECT code, name FROM status WHERE job = ? ORDER BY code")
    rows.bind(job, at: 1)
    while try rows.step() {
      let code = rows.integer(at: 0)
      guard codes.indices.contains(code), let status = ItemStatus(rows.text(at: 1)),
        let known = table.code(for: status)
      else { throw .corrupt("status \(code) of job \(job) cannot be read") }
      codes[code] = known
    }
    return codes
  }

  private borrowing func routes(
    of job: Int
  ) throws(SQLiteError) -> [Name: RouteProgress] {
    var routes: [Name: RouteProgress] = [:]
    let rows = try prepare(
      """
      SELECT route, name, position, terms, terms_version, seen FROM route WHERE job = ?
      """)
    rows.bind(job, at: 1)
    while try rows.step() {
      guard let name = Name(rows.text(at: 1)) else {
        throw .corrupt("route '\(rows.text(at: 1))' has a name that no route can have")
      }
      let route = rows.integer(at: 0)
      let terms = try RecordedTerms(
        rows.words(at: 3, "route '\(name)'", atMost: LedgerLimits.termsBytes),
        version: rows.integer(at: 4))
      routes[name] = RouteProgress(
        position: try rows.count(at: 2, "route '\(name)'"), terms: terms,
        late: try ordinals("SELECT ordinal FROM late WHERE route = ?", of: route),
        rejects: try ordinals("SELECT ordinal FROM reject WHERE route = ?", of: route),
        settled: try ordinals("SELECT ordinal FROM settled WHERE route = ?", of: route),
        seen: try rows.count(at: 5, "route '\(name)'"), former: try formerTerms(of: route),
        choices: try choices(of: route, name),
        isFinished: try integer("SELECT 1 FROM finished WHERE route = \(route)") == 1)
    }
    return routes
  }

  /// What a route decided about items.
  private borrowing func choices(
    of route: Int, _ name: Name
  ) throws(SQLiteError) -> RouteChoices {
    let rows = try prepare("SELECT block, choices FROM choice_block WHERE route = ? ORDER BY block")
    rows.bind(route, at: 1)
    var bytes: [UInt8] = []
    while try rows.step() {
      // All blocks but the last are full, so that the next one begins where this one ends.
      guard bytes.count % LedgerSchema.blockSize == 0,
        rows.integer(at: 0) == bytes.count / LedgerSchema.blockSize
      else {
        throw .corrupt("what route '\(name)' decided is incomplete")
      }
      bytes += rows.blob(at: 1)
    }
    guard let choices = RouteChoices(bytes: bytes) else {
      throw .corrupt("what route '\(name)' decided cannot be read")
    }
    return choices
  }

  /// The terms that a route had before a person accepted others.
  borrowing func formerTerms(of route: Int) throws(SQLiteError) -> [FormerTerms] {
    let rows = try prepare(
      "SELECT terms, position FROM former_terms WHERE route = ? ORDER BY terms")
    rows.bind(route, at: 1)
    var former: [FormerTerms] = []
    while try rows.step() {
      if let terms = try RecordedTerms(
        rows.words(at: 0, "a route's former terms", atMost: LedgerLimits.termsBytes), version: 1
      ).value {
        former.append(FormerTerms(terms, end: try rows.count(at: 1, "a route's former terms")))
      }
    }
    return former
  }
}

extension Statement {
  /// Binds the 16 bytes of a UUID.
  borrowing func bind(_ identifier: Identifier, at index: Int32) {
    bind(high: identifier.high, low: identifier.low, at: index)
  }

  /// The export jobs of all rows, by the ids in the first column.
  borrowing func jobIDs() throws(SQLiteError) -> [JobID] {
    var jobs: [JobID] = []
    while try step() {
      guard let id = identifier(at: 0) else { throw .corrupt("a job has no id") }
      jobs.append(JobID(id))
    }
    return jobs
  }

  /// A column of 16 bytes; nil for any other.
  borrowing func identifier(at column: Int32) -> Identifier? {
    halves(at: column).map { Identifier(high: $0.high, low: $0.low) }
  }
}
