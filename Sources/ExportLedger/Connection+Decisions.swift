import ExportEngine
import ExportModel
import SQLite

extension Connection {
  /// Writes a decision and what it changes; the caller runs it in a transaction.
  ///
  /// - Returns: how many export jobs or items it changed.
  borrowing func write(
    _ decision: Decision, of jobID: JobID, by who: String, at time: Int64
  ) throws(SQLiteError) -> Int {
    switch decision {
    case .renameRoute(let old, let new):
      try forget(untouched: new, where: old)
      try rename("UPDATE OR IGNORE previous SET route = ?2 WHERE route = ?1", old, new)
      // Where the new name has progress, the old one has none: it is known under the new name there.
      try rename("UPDATE OR IGNORE route SET name = ?2 WHERE name = ?1", old, new)
      let jobs = changes
      _ = try note(decision, old, new, jobID: nil, items: 0, by: who, at: time)
      return jobs
    case .acceptTerms(let route, let terms, let owed, let dropped):
      _ = try note(
        decision, route, nil, jobID: jobID, items: owed.count, dropped: dropped, by: who, at: time)
      let key = try routeKey(route, terms, of: jobID)
      try renameDefinition(of: key, to: terms.definition)
      let keep = try prepare(
        """
        INSERT INTO former_terms (route, terms, position) SELECT route, terms, position FROM route
        WHERE route = ? AND position > 0 AND terms_version = 1
        ON CONFLICT DO UPDATE SET position = excluded.position
        """)
      keep.bind(key, at: 1)
      try keep.run()
      let accept = try prepare(
        """
        UPDATE route SET terms = ?2, terms_version = 1, is_clear = 0,
          seen = (SELECT ifnull(sum(length(entry_ids)), 0) / 16 FROM item_block
            WHERE item_block.job = route.job)
        WHERE route = ?1
        """)
      accept.bind(key, at: 1)
      accept.bind(terms.json, at: 2)
      try accept.run()
      let late = try prepare(
        "INSERT INTO late (route, ordinal) VALUES (?, ?) ON CONFLICT DO NOTHING")
      late.bind(key, at: 1)
      for ordinal in owed.sorted() {
        late.bind(ordinal, at: 2)
        try late.run()
      }
      return owed.count
    case .settle(let route, let ordinals, let terms):
      let number = try note(
        decision, route, nil, jobID: jobID, items: ordinals.count, by: who, at: time)
      let key = try routeKey(route, terms, of: jobID)
      let settle = try prepare(
        "INSERT INTO settled (route, ordinal, decision) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
      settle.bind(key, at: 1)
      settle.bind(number, at: 3)
      for ordinal in ordinals.sorted() {
        settle.bind(ordinal, at: 2)
        try settle.run()
      }
      return ordinals.count
    }
  }

  /// Gives all progress of a route's job definition to the definition's new name, of other routes and
  /// export jobs too.
  private borrowing func renameDefinition(of route: Int, to name: String) throws(SQLiteError) {
    for table in ["former_terms", "route"] {
      let rename = try prepare(
        """
        UPDATE OR REPLACE \(table) SET terms = json_set(terms, '$.definition', ?2)
        WHERE \(table == "route" ? "terms_version = 1 AND" : "") json_extract(terms, '$.definition')
          = (SELECT json_extract(terms, '$.definition') FROM route
            WHERE route = ?1 AND terms_version = 1)
        """)
      rename.bind(route, at: 1)
      rename.bind(name, at: 2)
      try rename.run()
    }
  }

  /// Takes away that a route was asked about items, where it has done nothing, in the jobs of another.
  private borrowing func forget(
    untouched name: Name, where other: Name
  ) throws(SQLiteError) {
    let forget = try prepare(
      """
      DELETE FROM route WHERE name = ?1 AND position = 0
        AND job IN (SELECT job FROM route WHERE name = ?2)
        AND NOT EXISTS (SELECT 1 FROM settled WHERE settled.route = route.route)
      """)
    forget.bind(name.text, at: 1)
    forget.bind(other.text, at: 2)
    try forget.run()
  }

  private borrowing func rename(
    _ sql: String, _ old: Name, _ new: Name
  ) throws(SQLiteError) {
    let rename = try prepare(sql)
    rename.bind(old.text, at: 1)
    rename.bind(new.text, at: 2)
    try rename.run()
  }

  /// The key of a route, which is made where it has delivered nothing yet.
  private borrowing func routeKey(
    _ route: Name, _ terms: RouteTerms, of jobID: JobID
  ) throws(SQLiteError) -> Int {
    let add = try prepare(
      """
      INSERT INTO route (job, name, position, terms, terms_version)
      SELECT job, ?2, 0, ?3, 1 FROM job WHERE id = ?1 ON CONFLICT DO NOTHING
      """)
    add.bind(jobID.identifier, at: 1)
    add.bind(route.text, at: 2)
    add.bind(terms.json, at: 3)
    try add.run()
    let key = try prepare("SELECT route FROM route JOIN job USING (job) WHERE id = ? AND name = ?")
    key.bind(jobID.identifier, at: 1)
    key.bind(route.text, at: 2)
    guard try key.step() else { throw .corrupt("job \(jobID) is not in the ledger") }
    return key.integer(at: 0)
  }

  /// - Returns: the decision's number.
  private borrowing func note(
    _ decision: Decision, _ route: Name, _ newName: Name?, jobID: JobID?, items: Int,
    dropped: Int = 0, by who: String, at time: Int64
  ) throws(SQLiteError) -> Int {
    let row = try prepare(
      """
      INSERT INTO decision (time_ms, who, action, job_id, route, new_name, items, dropped)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING decision
      """)
    row.bind(time, at: 1)
    row.bind(who, at: 2)
    row.bind(decision.action, at: 3)
    if let jobID { row.bind(jobID.identifier, at: 4) } else { row.bindNull(at: 4) }
    row.bind(route.text, at: 5)
    row.bind(newName?.text, at: 6)
    row.bind(items, at: 7)
    row.bind(dropped, at: 8)
    guard try row.step() else { throw .corrupt("a decision has no number") }
    let number = row.integer(at: 0)
    row.reset()
    return number
  }

  /// The export jobs in which a route has progress, or at least was asked about items.
  ///
  /// - Parameter isTouched: only those in which it has delivered or settled something.
  borrowing func jobs(with route: Name, isTouched: Bool) throws(SQLiteError) -> [JobID] {
    let touched =
      "AND (position > 0 OR EXISTS (SELECT 1 FROM settled WHERE settled.route = route.route))"
    let rows = try prepare(
      """
      SELECT id FROM job JOIN route USING (job) WHERE name = ? \(isTouched ? touched : "")
      ORDER BY job
      """)
    rows.bind(route.text, at: 1)
    return try rows.jobIDs()
  }

  /// Every decision, the newest first.
  borrowing func decisions() throws(SQLiteError) -> [RecordedDecision] {
    let row = try prepare(
      """
      SELECT time_ms, who, action, job_id, route, new_name, items, dropped FROM decision
      ORDER BY decision DESC
      """)
    var decisions: [RecordedDecision] = []
    while try row.step() {
      guard let route = Name(row.text(at: 4)) else { throw .corrupt("a decision is incomplete") }
      let what = "a decision about route '\(route)'"
      decisions.append(
        RecordedDecision(
          time: try row.time(at: 0, what), who: try row.words(at: 1, what),
          action: try row.words(at: 2, what),
          jobID: row.identifier(at: 3).map { JobID($0) }, route: route,
          newName: row.isNull(at: 5) ? nil : Name(row.text(at: 5)),
          items: try row.count(at: 6, what),
          dropped: try row.count(at: 7, what)))
    }
    return decisions
  }
}
