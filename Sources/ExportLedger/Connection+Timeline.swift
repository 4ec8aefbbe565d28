import ExportEngine
import ExportModel
import SQLite

extension Connection {
  /// How the items of a job came and changed, as of one moment.
  borrowing func timeline(of jobID: JobID) throws(SQLiteError) -> StatusTimeline {
    try snapshot { () throws(SQLiteError) in
      StatusTimeline(
        additions: try additions(to: jobID), changes: try changes(of: jobID),
        firstStatuses: try firstStatuses(of: jobID))
    }
  }

  private borrowing func additions(
    to jobID: JobID
  ) throws(SQLiteError) -> [StatusTimeline.Addition] {
    let row = try prepare(
      "SELECT first, time_ms FROM job JOIN addition USING (job) WHERE id = ? ORDER BY first")
    row.bind(jobID.identifier, at: 1)
    var additions: [StatusTimeline.Addition] = []
    while try row.step() {
      let what = "an addition to job \(jobID)"
      additions.append(
        StatusTimeline.Addition(
          first: try row.count(at: 0, what), time: try row.time(at: 1, what)))
    }
    return additions
  }

  private borrowing func changes(of jobID: JobID) throws(SQLiteError) -> [StatusTimeline.Change] {
    let row = try prepare(
      """
      SELECT time_ms, old.name, new.name, count(*)
      FROM job JOIN status_change AS change USING (job)
      JOIN status AS old ON old.job = change.job AND old.code = change.old
      JOIN status AS new ON new.job = change.job AND new.code = change.new
      WHERE id = ? GROUP BY time_ms, change.old, change.new ORDER BY time_ms
      """)
    row.bind(jobID.identifier, at: 1)
    var changes: [StatusTimeline.Change] = []
    while try row.step() {
      let what = "a change of job \(jobID)"
      guard let old = ItemStatus(row.text(at: 1)), let new = ItemStatus(row.text(at: 2)) else {
        throw .corrupt("a status of \(what) cannot be read")
      }
      changes.append(
        StatusTimeline.Change(
          time: try row.time(at: 0, what), old: old, new: new, items: try row.count(at: 3, what)))
    }
    return changes
  }

  private borrowing func firstStatuses(
    of jobID: JobID
  ) throws(SQLiteError) -> [Ordinal: ItemStatus] {
    // With min(), SQLite gives the other columns of the row that has it (The SELECT statement, section 2.5).
    let row = try prepare(
      """
      SELECT ordinal, name, min(status_change)
      FROM job JOIN status_change AS change USING (job)
      JOIN status ON status.job = change.job AND status.code = change.old
      WHERE id = ? GROUP BY ordinal
      """)
    row.bind(jobID.identifier, at: 1)
    var statuses: [Ordinal: ItemStatus] = [:]
    while try row.step() {
      let what = "a change of job \(jobID)"
      guard let status = ItemStatus(row.text(at: 1)) else {
        throw .corrupt("a status of \(what) cannot be read")
      }
      statuses[try row.count(at: 0, what)] = status
    }
    return statuses
  }
}
