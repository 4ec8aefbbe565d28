import ExportEngine
import ExportModel
import SQLite

extension Connection {
  /// What became of the item at `ordinal` of a job, as of one moment.
  borrowing func history(of ordinal: Ordinal, in jobID: JobID) throws(SQLiteError) -> ItemHistory {
    try snapshot { () throws(SQLiteError) in
      ItemHistory(
        stored: try stored(ordinal, jobID), page: try page(ordinal, jobID),
        changes: try changes(ordinal, jobID), deliveries: try deliveries(ordinal, jobID),
        rejections: try rejections(ordinal, jobID))
    }
  }

  private borrowing func stored(
    _ ordinal: Ordinal, _ jobID: JobID
  ) throws(SQLiteError) -> ItemHistory.Moment? {
    let row = try prepare(
      """
      SELECT time_ms FROM job JOIN addition USING (job)
      WHERE id = ? AND first <= ? ORDER BY first DESC LIMIT 1
      """)
    row.bind(jobID.identifier, at: 1)
    row.bind(ordinal, at: 2)
    guard try row.step() else { return nil }
    return try moment(row.time(at: 0, "an addition to job \(jobID)"), jobID)
  }

  private borrowing func page(
    _ ordinal: Ordinal, _ jobID: JobID
  ) throws(SQLiteError) -> Int? {
    let row = try prepare(
      """
      SELECT substr(pages, ?2 % \(LedgerSchema.blockSize) * 4 + 1, 4)
      FROM job JOIN item_block USING (job) WHERE id = ?1 AND \(LedgerSchema.isBlock(of: "?2"))
      """)
    row.bind(jobID.identifier, at: 1)
    row.bind(ordinal, at: 2)
    guard try row.step() else { return nil }
    let page = row.blob(at: 0).reduce(0) { $0 << 8 | Int($1) }
    return page == 0 ? nil : page
  }

  private borrowing func changes(
    _ ordinal: Ordinal, _ jobID: JobID
  ) throws(SQLiteError) -> [ItemHistory.Change] {
    let row = try prepare(
      """
      SELECT time_ms, old.name, new.name
      FROM job JOIN status_change AS change USING (job)
      JOIN status AS old ON old.job = change.job AND old.code = change.old
      JOIN status AS new ON new.job = change.job AND new.code = change.new
      WHERE id = ? AND ordinal = ? ORDER BY status_change
      """)
    row.bind(jobID.identifier, at: 1)
    row.bind(ordinal, at: 2)
    var changes: [ItemHistory.Change] = []
    while try row.step() {
      guard let old = ItemStatus(row.text(at: 1)), let new = ItemStatus(row.text(at: 2)) else {
        throw .corrupt("a status of the item at ordinal \(ordinal) cannot be read")
      }
      changes.append(
        ItemHistory.Change(
          moment: try moment(row.time(at: 0, "a change of the item at ordinal \(ordinal)"), jobID),
          old: old, new: new))
    }
    return changes
  }

  /// The newest stretch of each route that the item lies in: an earlier one passed it by.
  private borrowing func deliveries(
    _ ordinal: Ordinal, _ jobID: JobID
  ) throws(SQLiteError) -> [Name: ItemHistory.Moment] {
    let row = try prepare(
      """
      SELECT name, time_ms FROM job JOIN route USING (job) JOIN delivery USING (route)
      WHERE id = ?1 AND first <= ?2 AND last >= ?2 ORDER BY delivery
      """)
    row.bind(jobID.identifier, at: 1)
    row.bind(ordinal, at: 2)
    var times: [Name: Int64] = [:]
    while try row.step() {
      guard let name = Name(row.text(at: 0)) else { continue }
      times[name] = try row.time(at: 1, "a delivery of route '\(name)'")
    }
    var moments: [Name: ItemHistory.Moment] = [:]
    for (name, time) in times { moments[name] = try moment(time, jobID) }
    return moments
  }

  private borrowing func rejections(
    _ ordinal: Ordinal, _ jobID: JobID
  ) throws(SQLiteError) -> [Name: String] {
    let row = try prepare(
      """
      SELECT name, reason FROM job JOIN route USING (job) JOIN reject USING (route)
      WHERE id = ? AND ordinal = ?
      """)
    row.bind(jobID.identifier, at: 1)
    row.bind(ordinal, at: 2)
    var reasons: [Name: String] = [:]
    while try row.step() {
      if let name = Name(row.text(at: 0)) {
        reasons[name] = try row.words(at: 1, "a rejected item of route '\(name)'")
      }
    }
    return reasons
  }

  /// A moment with the run that it lies in. Both ends of a run are rounded to milliseconds, so one
  /// at each end is allowed for.
  private borrowing func moment(
    _ time: Int64, _ jobID: JobID
  ) throws(SQLiteError) -> ItemHistory.Moment {
    let row = try prepare(
      """
      SELECT started_ms FROM run
      WHERE job_id = ?1 AND started_ms - 1 <= ?2 AND ?2 <= started_ms + duration_ms + 1
      ORDER BY run DESC LIMIT 1
      """)
    row.bind(jobID.identifier, at: 1)
    row.bind(time, at: 2)
    let started = try row.step() ? row.time(at: 0, "a run of job \(jobID)") : nil
    return ItemHistory.Moment(time: time, runStartedAt: started)
  }
}
