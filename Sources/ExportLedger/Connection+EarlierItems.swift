import ExportEngine
import ExportModel
import SQLite

extension Connection {
  /// What is known of entries as items of other jobs, the newest job first.
  borrowing func earlierItems(
    of entries: [EntryID], beside jobID: JobID
  ) throws(SQLiteError) -> [EntryID: [EarlierItem]] {
    try snapshot { () throws(SQLiteError) in
      let others = try prepare("SELECT 1 FROM job WHERE id <> ? LIMIT 1")
      others.bind(jobID.identifier, at: 1)
      guard try others.step() else { return [:] }
      let items = try prepare(
        """
        SELECT item.job, id, ordinal, status.name
        FROM item JOIN job USING (job)
        LEFT JOIN status ON status.job = item.job AND status.code = item.work
        WHERE entry_id = ? AND id <> ? ORDER BY item.job DESC
        """)
      items.bind(jobID.identifier, at: 2)
      var done = DoneRoutes()
      var found: [EntryID: [EarlierItem]] = [:]
      for entry in entries {
        items.bind(entry.identifier, at: 1)
        while try items.step() {
          guard let id = items.identifier(at: 1) else { throw .corrupt("a job has no id") }
          let terms = try done.terms(items.integer(at: 0), items.integer(at: 2), on: self)
          found[entry, default: []].append(
            EarlierItem(
              jobID: JobID(id), entryID: entry,
              work: items.isNull(at: 3) ? nil : ItemStatus(items.text(at: 3)), done: terms))
        }
      }
      return found
    }
  }
}

/// The routes that are past an item, read once for each job.
private struct DoneRoutes {
  private struct Route {
    let key: Int
    let position: Ordinal
    let terms: RecordedTerms
  }

  private var routes: [Int: [Route]] = [:]

  /// The terms of the routes of a job that are past an ordinal, and neither owe nor reject it.
  mutating func terms(
    _ job: Int, _ ordinal: Ordinal, on connection: borrowing Connection
  ) throws(SQLiteError) -> [RecordedTerms] {
    var known = routes[job] ?? []
    if routes[job] == nil { known = try Self.read(job, on: connection) }
    routes[job] = known
    var terms: [RecordedTerms] = []
    for route in known where ordinal < route.position {
      let exception = try connection.integer(
        """
        SELECT 1 FROM late WHERE route = \(route.key) AND ordinal = \(ordinal)
        UNION ALL SELECT 1 FROM reject WHERE route = \(route.key) AND ordinal = \(ordinal)
        """)
      if exception == nil { terms.append(route.terms) }
    }
    return terms
  }

  private static func read(
    _ job: Int, on connection: borrowing Connection
  ) throws(SQLiteError) -> [Route] {
    let rows = try connection.prepare(
      "SELECT route, position, terms, terms_version FROM route WHERE job = ?")
    rows.bind(job, at: 1)
    var routes: [Route] = []
    while try rows.step() {
      routes.append(
        Route(
          key: rows.integer(at: 0), position: rows.integer(at: 1),
          terms: try RecordedTerms(rows.text(at: 2), version: rows.integer(at: 3))))
    }
    return routes
  }
}
