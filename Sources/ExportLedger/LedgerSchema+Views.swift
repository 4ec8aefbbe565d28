/// The views, and the expressions that tables and views share.
extension LedgerSchema {
  static let routesView = """
    CREATE VIEW routes AS
      SELECT \(uuid("job.id")) AS job_id, route.name AS route, route.position, route.terms,
        (SELECT count(*) FROM late WHERE late.route = route.route) AS late,
        (SELECT count(*) FROM reject WHERE reject.route = route.route) AS rejected
      FROM route
      JOIN job USING (job)
    """

  static let runsView = """
    CREATE VIEW runs AS
      SELECT run, run_id, definition,
        CASE WHEN job_id IS NULL THEN NULL ELSE \(uuid("job_id")) END AS job_id,
        \(time("started_ms")) AS started, duration_ms, ending, failure, read, stored_new,
        stored_changed, held, skipped, missing, order_hash
      FROM run
    """

  static let deliveriesView = """
    CREATE VIEW deliveries AS
      SELECT \(uuid("job.id")) AS job_id, route.name AS route, delivery.first, delivery.last,
        \(time("time_ms")) AS time
      FROM delivery
      JOIN route USING (route)
      JOIN job USING (job)
    """

  static let decisionsView = """
    CREATE VIEW decisions AS
      SELECT decision, \(time("time_ms")) AS time, who, action,
        CASE WHEN job_id IS NULL THEN NULL ELSE \(uuid("job_id")) END AS job_id, route, new_name, items,
        dropped, position, folder
      FROM decision
    """

  /// Holds a column to what a number of items or milliseconds may be.
  static func count(_ column: String) -> String { between(column, LedgerLimits.count) }

  /// Holds a column to what a moment may be.
  static func moment(_ column: String) -> String { between(column, LedgerLimits.time) }

  static func between(_ column: String, _ range: ClosedRange<Int>) -> String {
    "CHECK (\(column) BETWEEN \(range.lowerBound) AND \(range.upperBound))"
  }

  /// The text of a column of milliseconds, to the second.
  static func time(_ column: String) -> String {
    "strftime('%Y-%m-%dT%H:%M:%SZ', \(column) / 1000, 'unixepoch')"
  }

  /// The canonical text of a column of 16 bytes.
  static func uuid(_ column: String) -> String {
    let parts = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)].map { start, count in
      "substr(hex(\(column)), \(start), \(count))"
    }
    return "lower(\(parts.joined(separator: " || '-' || ")))"
  }
}
