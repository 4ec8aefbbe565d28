import ExportEngine
import ExportModel
import SQLite

/// The record of what people have decided.
extension Connection {
  /// Notes a decision.
  ///
  /// - Returns: the decision's number.
  borrowing func note(_ decision: RecordedDecision) throws(SQLiteError) -> Int {
    let row = try prepare(
      """
      INSERT INTO decision (time_ms, who, action, job_id, route, new_name, items, dropped, position, folder)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING decision
      """)
    row.bind(decision.time, at: 1)
    row.bind(decision.who, at: 2)
    row.bind(decision.action, at: 3)
    if let jobID = decision.jobID { row.bind(jobID.identifier, at: 4) }
    row.bind(decision.route?.text, at: 5)
    row.bind(decision.newName?.text, at: 6)
    row.bind(decision.items, at: 7)
    row.bind(decision.dropped, at: 8)
    if let position = decision.position { row.bind(position, at: 9) }
    row.bind(decision.folder, at: 10)
    guard try row.step() else { throw .corrupt("a decision has no number") }
    let number = row.integer(at: 0)
    row.reset()
    return number
  }

  /// Every decision, the newest first.
  borrowing func decisions() throws(SQLiteError) -> [RecordedDecision] {
    let row = try prepare(
      """
      SELECT time_ms, who, action, job_id, route, new_name, items, dropped, position, folder, decision
      FROM decision ORDER BY decision DESC
      """)
    var decisions: [RecordedDecision] = []
    while try row.step() {
      let what = "decision \(row.integer(at: 10))"
      var decision = RecordedDecision(
        time: try row.time(at: 0, what), who: try row.words(at: 1, what),
        action: try row.words(at: 2, what))
      decision.jobID = row.identifier(at: 3).map { JobID($0) }
      decision.route = try row.name(at: 4, what)
      decision.newName = try row.name(at: 5, what)
      decision.items = try row.count(at: 6, what)
      decision.dropped = try row.count(at: 7, what)
      decision.position = row.isNull(at: 8) ? nil : try row.count(at: 8, what)
      decision.folder = row.isNull(at: 9) ? nil : try row.words(at: 9, what)
      decisions.append(decision)
    }
    return decisions
  }
}

extension Statement {
  /// A column with a name; nil where it is `NULL`.
  fileprivate borrowing func name(at column: Int32, _ what: String) throws(SQLiteError) -> Name? {
    guard !isNull(at: column) else { return nil }
    guard let name = Name(text(at: column)) else { throw .corrupt("\(what) is incomplete") }
    return name
  }
}
