import ExportEngine
import ExportModel
import SQLite

extension Connection {
  /// Forgets the items of an export job and what its routes did; the caller runs it in a transaction.
  ///
  /// The job itself stays, with how it ended: items of later jobs name it as the one that had them before, and the order
  /// in which jobs came is that of their keys. Its runs stay as well.
  borrowing func forget(_ jobID: JobID) throws(SQLiteError) {
    let ofRoutes = [
      "late", "reject", "settled", "former_terms", "delivery", "choice_block",
      "finished",
    ].map {
      "DELETE FROM \($0) WHERE route IN (SELECT route FROM route JOIN job USING (job) WHERE id = ?)"
    }
    let ofJob = [
      "route", "status_change", "addition", "unlisted", "without_data", "previous", "status_block",
      "item_block",
      "status",
    ].map { "DELETE FROM \($0) WHERE job = (SELECT job FROM job WHERE id = ?)" }
    for sql in ofRoutes + ofJob {
      let delete = try prepare(sql)
      delete.bind(jobID.identifier, at: 1)
      try delete.run()
    }
  }

  /// Forgets the runs that began before a moment, but for the newest run of each export job that has items; the caller
  /// runs it in a transaction.
  borrowing func forget(runsBefore moment: Int64) throws(SQLiteError) {
    let old = """
      SELECT run FROM run WHERE started_ms < ? AND ending <> 'begun' AND run NOT IN (
        SELECT max(run) FROM run JOIN job ON job.id = run.job_id
        WHERE EXISTS (SELECT 1 FROM item_block WHERE item_block.job = job.job) GROUP BY job_id)
      """
    for table in ["run_route", "run"] {
      let delete = try prepare("DELETE FROM \(table) WHERE run IN (\(old))")
      delete.bind(moment, at: 1)
      try delete.run()
    }
  }

  /// The export jobs with items that no run has come to since a moment, and of which no route owes anything.
  borrowing func clearJobs(
    untouchedSince moment: Int64
  ) throws(SQLiteError) -> [(job: JobID, hasEnded: Bool)] {
    let rows = try prepare(
      """
      SELECT id, ended IS NOT NULL FROM job
      WHERE EXISTS (SELECT 1 FROM item_block WHERE item_block.job = job.job)
        AND EXISTS (SELECT 1 FROM route WHERE route.job = job.job)
        AND NOT EXISTS (SELECT 1 FROM route WHERE route.job = job.job AND NOT is_clear)
        AND NOT EXISTS (SELECT 1 FROM run WHERE run.job_id = job.id AND started_ms + duration_ms >= ?)
      ORDER BY job
      """)
    rows.bind(moment, at: 1)
    var jobs: [(job: JobID, hasEnded: Bool)] = []
    while try rows.step() {
      guard let id = rows.identifier(at: 0) else { throw .corrupt("a job has no id") }
      jobs.append((JobID(id), rows.integer(at: 1) == 1))
    }
    return jobs
  }
}
