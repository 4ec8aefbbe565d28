import ExportEngine
import ExportModel
import SQLite

/// Writes jobs: the statements, compiled once. The caller runs each method in a transaction.
///
/// A class, since the compiler cannot yet give up a half-made struct of move-only fields.
final class LedgerWriter {
  private let addJob: Statement
  private let jobKey: Statement
  private let statusesOfJob: Statement
  private let addStatus: Statement
  private let routeKey: Statement
  private let routePosition: Statement
  private let moveRoute: Statement
  private let addLate: Statement
  private let removeLate: Statement
  private let addReject: Statement
  private let addFinished: Statement
  private let removeFinished: Statement
  private let forgetUnlisted: Statement
  private let addUnlisted: Statement
  private let forgetWithoutData: Statement
  private let addWithoutData: Statement
  private let addPrevious: Statement
  private let askRoute: Statement
  private let doubtRoutes: Statement
  private let endJob: Statement
  private let blocks: BlockWriter
  private let choices: ChoiceWriter
  private let history: HistoryWriter

  init(_ connection: borrowing Connection) throws(SQLiteError) {
    addJob = try connection.prepare("INSERT INTO job (id) VALUES (?) ON CONFLICT DO NOTHING")
    jobKey = try connection.prepare("SELECT job FROM job WHERE id = ?")
    statusesOfJob = try connection.prepare("SELECT code, name FROM status WHERE job = ?")
    addStatus = try connection.prepare("INSERT INTO status (job, code, name) VALUES (?, ?, ?)")
    routeKey = try connection.prepare("SELECT route FROM route WHERE job = ? AND name = ?")
    routePosition = try connection.prepare(
      "SELECT position FROM route WHERE job = ? AND name = ?")
    moveRoute = try connection.prepare(
      """
      INSERT INTO route (job, name, position, terms, terms_version) VALUES (?, ?, ?, ?, 1)
      ON CONFLICT (job, name) DO UPDATE SET
        position = excluded.position, terms = excluded.terms, terms_version = 1
      WHERE excluded.position >= position
      RETURNING route
      """)
    addLate = try connection.prepare(
      "INSERT INTO late (route, ordinal) VALUES (?, ?) ON CONFLICT DO NOTHING")
    removeLate = try connection.prepare("DELETE FROM late WHERE route = ? AND ordinal = ?")
    addReject = try connection.prepare(
      """
      INSERT INTO reject (route, ordinal, reason) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET reason = excluded.reason
      """)
    addFinished = try connection.prepare(
      "INSERT INTO finished (route) VALUES (?) ON CONFLICT DO NOTHING")
    removeFinished = try connection.prepare("DELETE FROM finished WHERE route = ?")
    forgetUnlisted = try connection.prepare("DELETE FROM unlisted WHERE job = ?")
    addUnlisted = try connection.prepare("INSERT INTO unlisted (job, ordinal) VALUES (?, ?)")
    forgetWithoutData = try connection.prepare("DELETE FROM without_data WHERE job = ?")
    addWithoutData = try connection.prepare(
      "INSERT INTO without_data (job, ordinal) VALUES (?, ?)")
    addPrevious = try connection.prepare(
      """
      INSERT INTO previous (job, route, ordinal, previous_job)
      VALUES (?, ?, ?, (SELECT job FROM job WHERE id = ?)) ON CONFLICT DO NOTHING
      """)
    askRoute = try connection.prepare(
      """
      INSERT INTO route (job, name, position, seen, terms, terms_version) VALUES (?, ?, 0, ?, ?, 1)
      ON CONFLICT (job, name) DO UPDATE SET
        seen = excluded.seen,
        terms = iif(position = 0, excluded.terms, terms),
        terms_version = iif(position = 0, 1, terms_version)
      """)
    doubtRoutes = try connection.prepare(
      "UPDATE route SET is_clear = 0 WHERE job = ? AND is_clear")
    endJob = try connection.prepare("UPDATE job SET ended = ? WHERE id = ? AND ended IS NOT ?1")
    blocks = try BlockWriter(connection)
    choices = try ChoiceWriter(connection)
    history = try HistoryWriter(connection)
  }

  /// Writes what a snapshot brought.
  ///
  /// - Parameter time: the moment, in milliseconds since 1970-01-01T00:00:00Z.
  func write(
    _ change: JobChange, of jobID: JobID, at time: Int64
  ) throws(SQLiteError) {
    let job = try key(of: jobID)
    let codes = try statusCodes(of: job, for: change.items.table)
    // Before the items change, because it keeps what they were.
    try history.write(
      change, old: blocks.statuses(at: change.changed, of: job), codes, of: job, at: time)
    try blocks.write(change, codes, of: job)
    for (route, ordinals) in change.late {
      try write(ordinals, of: try key(of: route, job), with: addLate)
    }
    try writeStanding(change, of: jobID, job)
  }

  /// Writes which items are not listed, which are without accounting data, which are of an earlier job, which routes were
  /// asked about them all and what they decided, that these may owe some, and that the job is open.
  private func writeStanding(
    _ change: JobChange, of jobID: JobID, _ job: Int
  ) throws(SQLiteError) {
    forgetUnlisted.bind(job, at: 1)
    try forgetUnlisted.run()
    try write(Array(change.missing), of: job, with: addUnlisted)
    forgetWithoutData.bind(job, at: 1)
    try forgetWithoutData.run()
    try write(Array(change.withoutData), of: job, with: addWithoutData)
    addPrevious.bind(job, at: 1)
    for (route, jobs) in change.previous {
      addPrevious.bind(route.text, at: 2)
      for (ordinal, previous) in jobs.sorted(by: { $0.key < $1.key }) {
        addPrevious.bind(ordinal, at: 3)
        addPrevious.bind(previous.identifier, at: 4)
        try addPrevious.run()
      }
    }
    askRoute.bind(job, at: 1)
    askRoute.bind(change.items.count, at: 3)
    for (route, terms) in change.asked {
      askRoute.bind(route.text, at: 2)
      askRoute.bind(terms.json, at: 4)
      try askRoute.run()
    }
    for (route, made) in change.choices {
      try choices.write(made, of: try key(of: route, job))
    }
    doubtRoutes.bind(job, at: 1)
    try doubtRoutes.run()
    endJob.bindNull(at: 1)
    endJob.bind(jobID.identifier, at: 2)
    try endJob.run()
  }

  /// Writes that routes may owe items of an export job.
  func writeDoubt(about jobID: JobID) throws(SQLiteError) {
    doubtRoutes.bind(try key(of: jobID), at: 1)
    try doubtRoutes.run()
  }

  /// Writes that an export job has ended; one that was never seen is known from now on.
  func writeEnd(of jobID: JobID, as status: String) throws(SQLiteError) {
    _ = try key(of: jobID)
    endJob.bind(status, at: 1)
    endJob.bind(jobID.identifier, at: 2)
    try endJob.run()
  }

  /// Writes that a batch was delivered.
  ///
  /// - Parameter time: the moment, in milliseconds since 1970-01-01T00:00:00Z.
  func write(
    _ delivery: RecordedDelivery, of jobID: JobID, at time: Int64
  ) throws(SQLiteError) {
    let job = try key(of: jobID)
    let before = try position(of: delivery.route, job)
    let route = try moved(delivery, job)
    try history.write(delivery, from: before, of: route, at: time)
    removeFinished.bind(route, at: 1)
    try removeFinished.run()
    try write(delivery.deliveredLate, of: route, with: removeLate)
    try write(delivery.passed, of: route, with: addLate)
    addReject.bind(route, at: 1)
    for rejection in delivery.rejected {
      addReject.bind(rejection.ordinal, at: 2)
      addReject.bind(LedgerLimits.kept(rejection.reason), at: 3)
      try addReject.run()
    }
  }

  /// Writes that the sink of a route has made known that it has all items.
  func write(finished route: Name, of jobID: JobID) throws(SQLiteError) {
    addFinished.bind(try key(of: route, try key(of: jobID)), at: 1)
    try addFinished.run()
  }

  /// The job's key in the other tables, given now if it has none.
  private func key(of jobID: JobID) throws(SQLiteError) -> Int {
    addJob.bind(jobID.identifier, at: 1)
    try addJob.run()
    jobKey.bind(jobID.identifier, at: 1)
    return try value(of: jobKey, or: "a job is known once it was stored")
  }

  private func key(of route: Name, _ job: Int) throws(SQLiteError) -> Int {
    routeKey.bind(job, at: 1)
    routeKey.bind(route.text, at: 2)
    return try value(of: routeKey, or: "a route is known before it has late work or decides")
  }

  /// Where a route has come to; 0 for one that has delivered nothing.
  private func position(of route: Name, _ job: Int) throws(SQLiteError) -> Ordinal {
    routePosition.bind(job, at: 1)
    routePosition.bind(route.text, at: 2)
    defer { routePosition.reset() }
    return try routePosition.step() ? routePosition.count(at: 0, "route '\(route)'") : 0
  }

  /// The key of the delivery's route, after its position has moved.
  private func moved(
    _ delivery: RecordedDelivery, _ job: Int
  ) throws(SQLiteError) -> Int {
    moveRoute.bind(job, at: 1)
    moveRoute.bind(delivery.route.text, at: 2)
    moveRoute.bind(delivery.position, at: 3)
    moveRoute.bind(delivery.terms.json, at: 4)
    return try value(of: moveRoute, or: "a position never moves back")
  }

  private func value(
    of statement: borrowing Statement, or mistake: String
  ) throws(SQLiteError) -> Int {
    guard try statement.step() else { throw .corrupt("it contradicts itself: \(mistake)") }
    let value = statement.integer(at: 0)
    statement.reset()
    return value
  }

  /// For each code of `table`, the job's code in the ledger, given now if it has none.
  private func statusCodes(
    of job: Int, for table: StatusTable
  ) throws(SQLiteError) -> [Int] {
    var known: [String: Int] = [:]
    statusesOfJob.bind(job, at: 1)
    while try statusesOfJob.step() {
      known[statusesOfJob.text(at: 1)] = statusesOfJob.integer(at: 0)
    }
    var next = (known.values.max() ?? 0) + 1
    var codes = [0]
    addStatus.bind(job, at: 1)
    for status in table.all {
      if let code = known[status.name] {
        codes.append(code)
        continue
      }
      addStatus.bind(next, at: 2)
      addStatus.bind(status.name, at: 3)
      try addStatus.run()
      codes.append(next)
      next += 1
    }
    return codes
  }

  private func write(
    _ ordinals: [Ordinal], of route: Int, with statement: borrowing Statement
  ) throws(SQLiteError) {
    statement.bind(route, at: 1)
    for ordinal in ordinals.sorted() {
      statement.bind(ordinal, at: 2)
      try statement.run()
    }
  }
}
