import ExportEngine
import ExportModel
import SQLite

extension Connection {
  /// What is known of entries as items of other jobs, the newest job first.
  borrowing func itemsElsewhere(
    of entries: [EntryID], beside jobID: JobID
  ) throws(SQLiteError) -> [EntryID: [ItemElsewhere]] {
    try snapshot { () throws(SQLiteError) in
      let others = try otherJobs(than: jobID)
      guard !others.isEmpty else { return [:] }
      let wanted = Set(entries)
      var done = DoneRoutes()
      var found: [EntryID: [ItemElsewhere]] = [:]
      for other in others {
        for (ordinal, entry, work) in try places(of: wanted, inJob: other.key) {
          let routes = try done.routes(other.key, ordinal, on: self)
          let choices = try done.choices(other.key, ordinal, on: self)
          found[entry, default: []].append(
            ItemElsewhere(
              jobID: other.id, isLater: other.isLater, entryID: entry,
              work: work, done: routes, choices: choices))
        }
      }
      return found
    }
  }

  /// The other jobs, the newest first, and whether each is newer than `jobID`.
  private borrowing func otherJobs(
    than jobID: JobID
  ) throws(SQLiteError) -> [(key: Int, id: JobID, isLater: Bool)] {
    let rows = try prepare(
      """
      SELECT job, id, job > ifnull((SELECT job FROM job WHERE id = ?1), job)
      FROM job WHERE id <> ?1 ORDER BY job DESC
      """)
    rows.bind(jobID.identifier, at: 1)
    var jobs: [(key: Int, id: JobID, isLater: Bool)] = []
    while try rows.step() {
      guard let id = rows.identifier(at: 1) else { throw .corrupt("a job has no id") }
      jobs.append((rows.integer(at: 0), JobID(id), rows.integer(at: 2) == 1))
    }
    return jobs
  }

  /// Where entries are among the items of a job, which are all read: 16 bytes each, a thousand in a row; and the
  /// status with which each was stored as work, nil for one that never was.
  private borrowing func places(
    of wanted: Set<EntryID>, inJob job: Int
  ) throws(SQLiteError) -> [(Ordinal, EntryID, ItemStatus?)] {
    var table = StatusTable()
    let codes = try statusCodes(of: job, in: &table)
    let rows = try prepare(
      """
      SELECT block, entry_ids, work FROM item_block JOIN status_block USING (job, block)
      WHERE job = ? ORDER BY block
      """)
    rows.bind(job, at: 1)
    var places: [(Ordinal, EntryID, ItemStatus?)] = []
    while try rows.step() {
      let first = try rows.count(at: 0, "a block of job \(job)") * LedgerSchema.blockSize
      let (entryIDs, work) = (rows.blob(at: 1), rows.blob(at: 2))
      guard entryIDs.count == 16 * work.count else {
        throw .corrupt("the block at ordinal \(first) of job \(job) is incomplete")
      }
      for place in work.indices {
        let entry = EntryID(Identifier(bytes: entryIDs, at: 16 * place))
        guard wanted.contains(entry) else { continue }
        places.append((first + place, entry, table[codes[Int(work[place])]]))
      }
    }
    return places
  }

  /// The other export jobs of which routes of a job definition may owe items, oldest first. Of a route
  /// whose terms are words nobody can say here whose it is.
  borrowing func jobsInDoubt(
    of definition: [Name], beside jobID: JobID?
  ) throws(SQLiteError) -> [JobID] {
    let rows = try prepare(
      """
      SELECT id FROM job
      WHERE id IS NOT ? AND EXISTS (SELECT 1 FROM route WHERE route.job = job.job AND \(isInDoubt))
      ORDER BY job
      """)
    if let jobID { rows.bind(jobID.identifier, at: 1) }
    rows.bind(Self.array(definition), at: 2)
    return try rows.jobIDs()
  }

  /// Names as a JSON array; a name has nothing that JSON escapes.
  static func array(_ names: [Name]) -> String {
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

    /// Whether some of its terms ask for what the items are.
    var asksForData: Bool {
      ([terms.value].compactMap(\.self) + former.map(\.terms)).contains(where: \.asksForData)
    }

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

  /// What the routes of a job that ask for what the items are decided about an item.
  func choices(
    _ job: Int, _ ordinal: Ordinal, on connection: borrowing Connection
  ) throws(SQLiteError) -> [Name: Bool] {
    var choices: [Name: Bool] = [:]
    for route in known[job] ?? [] where route.asksForData {
      let choice = try connection.text(
        """
        SELECT hex(substr(choices, \(ordinal % LedgerSchema.blockSize + 1), 1)) FROM choice_block
        WHERE route = \(route.key) AND block = \(ordinal / LedgerSchema.blockSize)
        """)
      if let choice, choice != "00" { choices[route.name] = choice == "01" }
    }
    return choices
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
