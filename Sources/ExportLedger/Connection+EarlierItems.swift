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
          let routes = try done.routes(items.integer(at: 0), items.integer(at: 2), on: self)
          found[entry, default: []].append(
            EarlierItem(
              jobID: JobID(id), entryID: entry,
              work: items.isNull(at: 3) ? nil : ItemStatus(items.text(at: 3)), done: routes))
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
    let name: Name
    let position: Ordinal
    let terms: RecordedTerms
  }

  private var known: [Int: [Route]] = [:]

  /// The routes of a job that are past an ordinal, and neither owe nor reject it, with their terms.
  mutating func routes(
    _ job: Int, _ ordinal: Ordinal, on connection: borrowing Connection
  ) throws(SQLiteError) -> [Name: RecordedTerms] {
    var routes = known[job] ?? []
    if known[job] == nil { routes = try Self.read(job, on: connection) }
    known[job] = routes
    var done: [Name: RecordedTerms] = [:]
    for route in routes where ordinal < route.position {
      let exception = try connection.integer(
        """
        SELECT 1 FROM late WHERE route = \(route.key) AND ordinal = \(ordinal)
        UNION ALL SELECT 1 FROM reject WHERE route = \(route.key) AND ordinal = \(ordinal)
        """)
      if exception == nil { done[route.name] = route.terms }
    }
    return done
  }

  private static func read(
    _ job: Int, on connection: borrowing Connection
  ) throws(SQLiteError) -> [Route] {
    let rows = try connection.prepare(
      "SELECT route, name, position, terms, terms_version FROM route WHERE job = ?")
    rows.bind(job, at: 1)
    var routes: [Route] = []
    while try rows.step() {
      guard let name = Name(rows.text(at: 1)) else { throw .corrupt("a route has no name") }
      routes.append(
        Route(
          key: rows.integer(at: 0), name: name, position: rows.integer(at: 2),
          terms: try RecordedTerms(rows.text(at: 3), version: rows.integer(at: 4))))
    }
    return routes
  }
}
