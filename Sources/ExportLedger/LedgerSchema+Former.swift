/// What tables and views were before a migration changed them: what was released is never changed.
extension LedgerSchema {
  static let runTableUntilFifth = """
    CREATE TABLE run (
      run INTEGER PRIMARY KEY,
      definition TEXT NOT NULL,
      job_id BLOB NOT NULL CHECK (length(job_id) = 16),
      started_ms INTEGER NOT NULL \(moment("started_ms")), -- since 1970-01-01T00:00:00Z
      duration_ms INTEGER NOT NULL \(count("duration_ms")),
      ending TEXT NOT NULL,
      failure TEXT,
      read INTEGER NOT NULL \(count("read")),
      stored_new INTEGER NOT NULL \(count("stored_new")),
      stored_changed INTEGER NOT NULL \(count("stored_changed")),
      held INTEGER NOT NULL \(count("held")),
      skipped INTEGER NOT NULL \(count("skipped")),
      missing INTEGER NOT NULL \(count("missing")),
      order_hash TEXT NOT NULL,
      owed_elsewhere INTEGER NOT NULL DEFAULT 0 \(count("owed_elsewhere")),
      job_status TEXT,
      job_failure_reason TEXT
    ) STRICT
    """

  static let runTableUntilSeventh = """
    CREATE TABLE run (
      run INTEGER PRIMARY KEY,
      run_id TEXT, -- that runs of several export jobs share; NULL for those of before runs had one
      definition TEXT NOT NULL,
      job_id BLOB CHECK (length(job_id) = 16), -- NULL where there is none, or none yet
      started_ms INTEGER NOT NULL \(moment("started_ms")), -- since 1970-01-01T00:00:00Z
      duration_ms INTEGER NOT NULL \(count("duration_ms")),
      ending TEXT NOT NULL, -- 'begun' until there is another
      failure TEXT,
      read INTEGER NOT NULL \(count("read")),
      stored_new INTEGER NOT NULL \(count("stored_new")),
      stored_changed INTEGER NOT NULL \(count("stored_changed")),
      held INTEGER NOT NULL \(count("held")),
      skipped INTEGER NOT NULL \(count("skipped")),
      missing INTEGER NOT NULL \(count("missing")),
      order_hash TEXT NOT NULL,
      owed_elsewhere INTEGER NOT NULL DEFAULT 0 \(count("owed_elsewhere")),
      job_status TEXT,
      job_failure_reason TEXT
    ) STRICT
    """

  static let runsViewUntilFifth = """
    CREATE VIEW runs AS
      SELECT run, definition, \(uuid("job_id")) AS job_id,
        strftime('%Y-%m-%dT%H:%M:%SZ', started_ms / 1000, 'unixepoch') AS started,
        duration_ms, ending, failure, read, stored_new, stored_changed, held, skipped, missing,
        order_hash
      FROM run
    """

  static let decisionTableUntilSixth = """
    CREATE TABLE decision (
      decision INTEGER PRIMARY KEY,
      time_ms INTEGER NOT NULL \(moment("time_ms")),
      who TEXT NOT NULL,
      action TEXT NOT NULL,
      job_id BLOB CHECK (length(job_id) = 16), -- NULL where it is about all jobs
      route TEXT NOT NULL,
      new_name TEXT,
      items INTEGER NOT NULL \(count("items")),
      dropped INTEGER NOT NULL DEFAULT 0 \(count("dropped")) -- items that are owed no more because of new terms
    ) STRICT
    """

  static let decisionsViewUntilSixth = """
    CREATE VIEW decisions AS
      SELECT decision, \(time("time_ms")) AS time, who, action,
        CASE WHEN job_id IS NULL THEN NULL ELSE \(uuid("job_id")) END AS job_id, route, new_name, items,
        dropped
      FROM decision
    """
}
