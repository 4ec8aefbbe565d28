import ExportEngine
import ExportModel
import SQLite

extension Connection {
  /// What is known of entries as items of other jobs, the newest job first.
  borrowing func itemsElsewhere(
    of entries: [EntryID], beside jobID: JobID
  ) throws(SQLiteError) -> [EntryID: [ItemElsewhere]] {
    try snapshot { () throws(SQLiteError) in
      let others = try prepare("SELECT 1 FROM job WHERE id <> ? LIMIT 1")
      others.bind(jobID.identifier, at: 1)
      guard try others.step() else { return [:] }
      let items = try prepare(
        """
        SELECT item.job, id, ordinal, status.name,
          item.job > ifnull((SELECT job FROM job WHERE id = ?2), item.job)
        FROM item JOIN job USING (job)
        LEFT JOIN status ON status.job = item.job AND status.code = item.work
        WHERE entry_id = ?1 AND id <> ?2 ORDER BY item.job DESC
        """)
      items.bind(jobID.identifier, at: 2)
      var done = DoneRoutes()
      var found: [EntryID: [ItemElsewhere]] = [:]
      for entry in entries {
        items.bind(entry.identifier, at: 1)
        while try items.step() {
          guard let id = items.identifier(at: 1) else { throw .corrupt("a job has no id") }
          let routes = try done.routes(
            items.integer(at: 0), items.count(at: 2, "an item of job \(id)"), on: self)
          found[entry, default: []].append(
            ItemElsewhere(
              jobID: JobID(id), isLater: items.integer(at: 4) == 1, entryID: entry,
              work: items.isNull(at: 3) ? nil : ItemStatus(items.text(at: 3)), done: routes))
        }
      }
      return found
    }
  }

  /// The other export jobs of which routes of a job definition may owe items, oldest first. Of a route
  /// whose terms are words nobody can say here whose it is.
  borrowing func jobsInDoubt(
    of definition: [Name], beside jobID: JobID
  ) throws(SQLiteError) -> [JobID] {
    let rows = try prepare(
      """
      SELECT id FROM job
      WHERE id <> ? AND EXISTS (SELECT 1 FROM route WHERE route.job = job.job AND \(isInDoubt))
      ORDER BY job
      """)
    rows.bind(jobID.identifier, at: 1)
    rows.bind(Self.array(definition), at: 2)
    return try rows.jobIDs()
  }

  /// Names as a JSON array; a name has nothing that JSON escapes.
  private static func array(_ names: [Name]) -> String {
    "[\(names.map { "\"\($0.text)\"" }.joined(separator: ","))]"
  }

  /// Writes that the routes of a job definition owe nothing of these jobs; the caller runs it in a
  /// transaction.
  borrowing func write(clear jobs: [JobID], of definition: [Name]) throws(SQLiteError) {
    let clear = try prepare(
      """
      UPDATE route SET is_clear = 1
      WHERE job = (SELECT job FROM job WHERE id = ?) AND \(isInDoubt)
      """)
    clear.bind(Self.array(definition), at: 2)
    for job in jobs {
      clear.bind(job.identifier, at: 1)
      try clear.run()
    }
  }
}

/// Whether a route of a definition may owe items; the second parameter is a JSON array of its names.
private let isInDoubt = """
  NOT is_clear AND (terms_version = 0
    OR json_extract(terms, '$.definition') IN (SELECT value FROM json_each(?2)))
  """

/// The routes that are past an item, read once for each job.
private struct DoneRoutes {
  private struct Route {
    let key: Int
    let name: Name
    let position: Ordinal
    let terms: RecordedTerms
    let former: [FormerTerms]

    /// The terms under which it may have taken an item.
    func terms(at ordinal: Ordinal) -> [RecordedTerms] {
      [terms] + former.filter { ordinal < $0.end }.map { .known($0.terms) }
    }
  }

  private var known: [Int: [Route]] = [:]

  /// The routes of a job that are past an ordinal, and neither owe nor reject it, with their terms.
  mutating func routes(
    _ job: Int, _ ordinal: Ordinal, on connection: borrowing Connection
  ) throws(SQLiteError) -> [Name: [RecordedTerms]] {
    var routes = known[job] ?? []
    if known[job] == nil { routes = try Self.read(job, on: connection) }
    known[job] = routes
    var done: [Name: [RecordedTerms]] = [:]
    for route in routes where ordinal < route.position {
      let exception = try connection.integer(
        """
        SELECT 1 FROM late WHERE route = \(route.key) AND ordinal = \(ordinal)
        UNION ALL SELECT 1 FROM reject WHERE route = \(route.key) AND ordinal = \(ordinal)
        """)
      if exception == nil { done[route.name] = route.terms(at: ordinal) }
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
          key: rows.integer(at: 0), name: name, position: try rows.count(at: 2, "route '\(name)'"),
          terms: try RecordedTerms(
            rows.words(at: 3, "route '\(name)'", atMost: LedgerLimits.termsBytes),
            version: rows.integer(at: 4)),
          former: try connection.formerTerms(of: rows.integer(at: 0))))
    }
    return routes
  }
}
