/// The tables of a ledger and how they came to be.
///
/// Tables have singular names and hold 16-byte ids and codes; views have plural names and readable
/// columns, for people with the `sqlite3` shell.
enum LedgerSchema {
  /// Marks a file as a ledger (`pragma application_id`): the letters `Slui`.
  static let applicationID = 0x536C_7569

  /// Each brings a file from the version before (`pragma user_version`) to the next; the first
  /// makes an empty file a ledger. One that was released is never changed.
  static let migrations = [first]

  /// The version that this program reads and writes.
  static var version: Int { migrations.count }

  /// No entry twice in a job. The writer makes the index anew when it adds very many items.
  static let createEntryIndex = "CREATE UNIQUE INDEX item_by_entry ON item (job, entry_id)"
  /// Takes the index away for a while.
  static let dropEntryIndex = "DROP INDEX item_by_entry"

  /// `WITHOUT ROWID` keeps the items of a job side by side in the order of their ordinals, so that
  /// reading them all is one pass (<https://www.sqlite.org/withoutrowid.html>).
  private static let first = """
    CREATE TABLE job (
      job INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16)
    ) STRICT;

    CREATE TABLE status (
      job INTEGER NOT NULL,
      code INTEGER NOT NULL CHECK (code BETWEEN 1 AND 255),
      name TEXT NOT NULL,
      PRIMARY KEY (job, code),
      UNIQUE (job, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE item (
      job INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      entry_id BLOB NOT NULL CHECK (length(entry_id) = 16),
      status INTEGER NOT NULL, -- a code of the job
      work INTEGER NOT NULL,   -- a code of the job, or 0 for an item that never was work
      PRIMARY KEY (job, ordinal)
    ) STRICT, WITHOUT ROWID;

    \(createEntryIndex);

    CREATE TABLE route (
      route INTEGER PRIMARY KEY,
      job INTEGER NOT NULL,
      name TEXT NOT NULL,
      position INTEGER NOT NULL,
      terms TEXT NOT NULL,
      UNIQUE (job, name)
    ) STRICT;

    CREATE TABLE late (
      route INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      PRIMARY KEY (route, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE reject (
      route INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      reason TEXT NOT NULL,
      PRIMARY KEY (route, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run (
      run INTEGER PRIMARY KEY,
      definition TEXT NOT NULL,
      job_id BLOB NOT NULL CHECK (length(job_id) = 16),
      started_ms INTEGER NOT NULL, -- since 1970-01-01T00:00:00Z
      duration_ms INTEGER NOT NULL,
      ending TEXT NOT NULL,
      failure TEXT,
      read INTEGER NOT NULL,
      stored_new INTEGER NOT NULL,
      stored_changed INTEGER NOT NULL,
      held INTEGER NOT NULL,
      skipped INTEGER NOT NULL,
      missing INTEGER NOT NULL,
      order_hash TEXT NOT NULL
    ) STRICT;

    CREATE TABLE run_route (
      run INTEGER NOT NULL,
      place INTEGER NOT NULL, -- in the job definition, from 0
      name TEXT NOT NULL,
      written INTEGER NOT NULL,
      absorbed INTEGER NOT NULL,
      rejected INTEGER NOT NULL,
      outstanding INTEGER NOT NULL,
      PRIMARY KEY (run, place)
    ) STRICT, WITHOUT ROWID;

    CREATE VIEW items AS
      SELECT \(uuid("job.id")) AS job_id, item.ordinal, \(uuid("item.entry_id")) AS entry_id,
        now.name AS status, work.name AS work
      FROM item
      JOIN job USING (job)
      JOIN status AS now ON now.job = item.job AND now.code = item.status
      LEFT JOIN status AS work ON work.job = item.job AND work.code = item.work;

    CREATE VIEW routes AS
      SELECT \(uuid("job.id")) AS job_id, route.name AS route, route.position, route.terms,
        (SELECT count(*) FROM late WHERE late.route = route.route) AS late,
        (SELECT count(*) FROM reject WHERE reject.route = route.route) AS rejected
      FROM route
      JOIN job USING (job);

    CREATE VIEW rejects AS
      SELECT \(uuid("job.id")) AS job_id, route.name AS route, reject.ordinal,
        \(uuid("item.entry_id")) AS entry_id, reject.reason
      FROM reject
      JOIN route USING (route)
      JOIN job USING (job)
      JOIN item ON item.job = route.job AND item.ordinal = reject.ordinal;

    CREATE VIEW runs AS
      SELECT run, definition, \(uuid("job_id")) AS job_id,
        strftime('%Y-%m-%dT%H:%M:%SZ', started_ms / 1000, 'unixepoch') AS started,
        duration_ms, ending, failure, read, stored_new, stored_changed, held, skipped, missing,
        order_hash
      FROM run;
    """

  /// The canonical text of a column of 16 bytes.
  private static func uuid(_ column: String) -> String {
    let parts = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)].map { start, count in
      "substr(hex(\(column)), \(start), \(count))"
    }
    return "lower(\(parts.joined(separator: " || '-' || ")))"
  }
}
