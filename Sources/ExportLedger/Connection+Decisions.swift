import ExportEngine
import ExportModel
import SQLite

extension Connection {
  /// Writes a decision and what it changes; the caller runs it in a transaction.
  ///
  /// - Parameter jobID: the export job that it is about; nil for one that is about none.
  /// - Returns: how many export jobs or items it changed.
  borrowing func write(
    _ decision: Decision, of jobID: JobID?, by who: String, at time: Int64
  ) throws(SQLiteError) -> Int {
    var row = RecordedDecision(time: time, who: who, action: decision.action)
    row.jobID = jobID
    switch decision {
    case .renameRoute(let old, let new):
      row.jobID = nil
      (row.route, row.newName) = (old, new)
      _ = try note(row)
      return try rename(old, to: new)
    case .acceptTerms(let route, let terms, let owed, let choices, let dropped):
      (row.route, row.items, row.dropped) = (route, owed.count, dropped)
      _ = try note(row)
      let key = try routeKey(route, terms, of: Self.named(jobID))
      try accept(terms, owed, ofRoute: key)
      if let choices { try ChoiceWriter(self).write(choices, of: key) }
    case .settle(let route, let ordinals, let terms):
      (row.route, row.items) = (route, ordinals.count)
      let number = try note(row)
      try settle(ordinals, ofRoute: routeKey(route, terms, of: Self.named(jobID)), number)
    case .retry(let route, let ordinals):
      (row.route, row.items) = (route, ordinals.count)
      _ = try note(row)
      try retry(ordinals, of: route, in: Self.named(jobID))
    case .rewind(let route, let ordinal, let items):
      (row.route, row.items, row.position) = (route, items, ordinal)
      _ = try note(row)
      try rewind(route, to: ordinal, in: Self.named(jobID))
    case .forgetJob(let items, let dropped):
      (row.items, row.dropped) = (items, dropped)
      _ = try note(row)
      try forget(Self.named(jobID))
    case .reset(let items, let dropped):
      (row.jobID, row.items, row.dropped) = (nil, items, dropped)
      _ = try note(row)
      for job in try prepare("SELECT id FROM job ORDER BY job").jobIDs() { try forget(job) }
    case .move(let folder):
      (row.jobID, row.folder) = (nil, folder)
      _ = try note(row)
    }
    return row.items
  }

  private static func named(_ jobID: JobID?) -> JobID {
    guard let jobID else { preconditionFailure("the decision is about an export job") }
    return jobID
  }

  private borrowing func rename(_ old: Name, to new: Name) throws(SQLiteError) -> Int {
    try forget(untouched: new, where: old)
    // What its sink said, it said under the old name.
    try unfinish(old)
    try rename("UPDATE OR IGNORE previous SET route = ?2 WHERE route = ?1", old, new)
    // Where the new name has progress, the old one has none: it is known under the new name there.
    try rename("UPDATE OR IGNORE route SET name = ?2 WHERE name = ?1", old, new)
    return changes
  }

  private borrowing func unfinish(_ name: Name) throws(SQLiteError) {
    let unfinish = try prepare(
      "DELETE FROM finished WHERE route IN (SELECT route FROM route WHERE name = ?)")
    unfinish.bind(name.text, at: 1)
    try unfinish.run()
  }

  private borrowing func accept(
    _ terms: RouteTerms, _ owed: [Ordinal], ofRoute key: Int
  ) throws(SQLiteError) {
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
    let unfinish = try prepare("DELETE FROM finished WHERE route = ?")
    unfinish.bind(key, at: 1)
    try unfinish.run()
    let late = try prepare(
      "INSERT INTO late (route, ordinal) VALUES (?, ?) ON CONFLICT DO NOTHING")
    late.bind(key, at: 1)
    for ordinal in owed.sorted() {
      late.bind(ordinal, at: 2)
      try late.run()
    }
  }

  private borrowing func settle(
    _ ordinals: [Ordinal], ofRoute key: Int, _ decision: Int
  ) throws(SQLiteError) {
    let settle = try prepare(
      "INSERT INTO settled (route, ordinal, decision) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    settle.bind(key, at: 1)
    settle.bind(decision, at: 3)
    for ordinal in ordinals.sorted() {
      settle.bind(ordinal, at: 2)
      try settle.run()
    }
  }

  /// Lets a route owe items again that its sink rejected: they come as late ones do.
  private borrowing func retry(
    _ ordinals: [Ordinal], of route: Name, in jobID: JobID
  ) throws(SQLiteError) {
    guard let key = try routeKey(route, of: jobID) else {
      throw .corrupt("route '\(route)' is not in the ledger")
    }
    for sql in [
      "DELETE FROM reject WHERE route = ?1 AND ordinal = ?2",
      "INSERT INTO late (route, ordinal) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    ] {
      let statement = try prepare(sql)
      statement.bind(key, at: 1)
      for ordinal in ordinals.sorted() {
        statement.bind(ordinal, at: 2)
        try statement.run()
      }
    }
    for sql in [
      "UPDATE route SET is_clear = 0 WHERE route = ?", "DELETE FROM finished WHERE route = ?",
    ] {
      let statement = try prepare(sql)
      statement.bind(key, at: 1)
      try statement.run()
    }
  }

  /// Sets a route back, as ``RouteProgress/rewound(to:)`` has it.
  private borrowing func rewind(
    _ route: Name, to ordinal: Ordinal, in jobID: JobID
  ) throws(SQLiteError) {
    guard let key = try routeKey(route, of: jobID) else {
      throw .corrupt("route '\(route)' is not in the ledger")
    }
    for sql in [
      "UPDATE route SET position = min(position, ?2), is_clear = 0 WHERE route = ?1",
      "DELETE FROM late WHERE route = ?1 AND ordinal >= ?2",
      "DELETE FROM reject WHERE route = ?1 AND ordinal >= ?2",
      "DELETE FROM finished WHERE route = ?1 AND ?2 >= 0",
      "DELETE FROM former_terms WHERE route = ?1 AND ?2 = 0",
      "UPDATE former_terms SET position = min(position, ?2) WHERE route = ?1",
    ] {
      let statement = try prepare(sql)
      statement.bind(key, at: 1)
      statement.bind(ordinal, at: 2)
      try statement.run()
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
    let untouched = """
      name = ?1 AND position = 0
        AND job IN (SELECT job FROM route WHERE name = ?2)
        AND NOT EXISTS (SELECT 1 FROM settled WHERE settled.route = route.route)
      """
    for sql in [
      "DELETE FROM choice_block WHERE route IN (SELECT route FROM route WHERE \(untouched))",
      "DELETE FROM route WHERE \(untouched)",
    ] {
      let forget = try prepare(sql)
      forget.bind(name.text, at: 1)
      forget.bind(other.text, at: 2)
      try forget.run()
    }
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
    guard let key = try routeKey(route, of: jobID) else {
      throw .corrupt("job \(jobID) is not in the ledger")
    }
    return key
  }

  private borrowing func routeKey(_ route: Name, of jobID: JobID) throws(SQLiteError) -> Int? {
    let key = try prepare("SELECT route FROM route JOIN job USING (job) WHERE id = ? AND name = ?")
    key.bind(jobID.identifier, at: 1)
    key.bind(route.text, at: 2)
    return try key.step() ? key.integer(at: 0) : nil
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
}
