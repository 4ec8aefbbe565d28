/// The tables of a ledger and how they came to be.
///
/// Tables have singular names and hold 16-byte ids and codes; views have plural names and readable
/// columns, for people with the `sqlite3` shell.
enum LedgerSchema {
  /// Marks a file as a ledger (`pragma application_id`): the letters `Slui`.
  static let applicationID = 0x536C_7569

  /// Each brings a file from the version before (`pragma user_version`) to the next; the first
  /// makes an empty file a ledger. One that was released is never changed.
  static let migrations = [
    LedgerMigration(sql: first), LedgerMigration(sql: second), LedgerMigration(sql: third),
    LedgerMigration(sql: fourth, finish: LedgerMigration.moveItems), LedgerMigration(sql: fifth),
    LedgerMigration(sql: sixth), LedgerMigration(sql: seventh),
    LedgerMigration(sql: eighth),
  ]

  /// The version that this program reads and writes.
  static var version: Int { migrations.count }
  /// The oldest version that is read.
  static let oldestReadable = 1

  /// `WITHOUT ROWID` keeps the items of a job side by side in the order of their ordinals, so that
  /// reading them all is one pass (<https://www.sqlite.org/withoutrowid.html>).
  private static let first = """
    CREATE TABLE job (
      job INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16)
    ) STRICT;

    \(statusTable);

    CREATE TABLE item (
      job INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      entry_id BLOB NOT NULL CHECK (length(entry_id) = 16),
      status INTEGER NOT NULL, -- a code of the job
      work INTEGER NOT NULL,   -- a code of the job, or 0 for an item that never was work
      PRIMARY KEY (job, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE UNIQUE INDEX item_by_entry ON item (job, entry_id);

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

    \(oldViews);
    """

  /// The views of routes and runs, while an item was a row.
  private static let oldViews = """
    \(routesView);

    CREATE VIEW rejects AS
      SELECT \(uuid("job.id")) AS job_id, route.name AS route, reject.ordinal,
        \(uuid("item.entry_id")) AS entry_id, reject.reason
      FROM reject
      JOIN route USING (route)
      JOIN job USING (job)
      JOIN item ON item.job = route.job AND item.ordinal = reject.ordinal;

    \(runsViewUntilFifth)
    """

  /// Where items came from and what became of them, and when: a row for each time that items were
  /// added, each status that changed, and each stretch of ordinals that a route is done with.
  private static let second = """
    -- The page on which the item came first, from 1 on; NULL where that was not kept yet.
    ALTER TABLE item ADD COLUMN page INTEGER;

    \(additionTable);

    \(statusChangeTable);

    \(statusChangeIndex);

    \(deliveryTable);

    \(deliveryIndex);

    CREATE VIEW status_changes AS
      SELECT \(uuid("job.id")) AS job_id, status_change.ordinal,
        \(uuid("item.entry_id")) AS entry_id, \(time("time_ms")) AS time, old.name AS old,
        new.name AS new
      FROM status_change
      JOIN job USING (job)
      JOIN item USING (job, ordinal)
      JOIN status AS old ON old.job = status_change.job AND old.code = status_change.old
      JOIN status AS new ON new.job = status_change.job AND new.code = status_change.new;

    \(deliveriesView);
    """

  /// What a route's progress rests on as a value; what people decided; and what is known of an item
  /// beside its status. Numbers have the limits that they are read with.
  private static let third = """
    DROP INDEX item_by_entry;
    CREATE UNIQUE INDEX item_by_entry ON item (entry_id, job);

    -- How the export job has ended, in the API's word; NULL while it is open.
    ALTER TABLE job ADD COLUMN ended TEXT;

    DROP VIEW routes;
    DROP VIEW rejects;
    DROP VIEW runs;
    DROP VIEW deliveries;

    ALTER TABLE route RENAME TO old_route;
    \(routeTable);
    INSERT INTO route (route, job, name, position, terms)
      SELECT route, job, name, position, terms FROM old_route;
    DROP TABLE old_route;

    ALTER TABLE late RENAME TO old_late;
    \(lateTable);
    INSERT INTO late SELECT route, ordinal FROM old_late;
    DROP TABLE old_late;

    ALTER TABLE reject RENAME TO old_reject;
    \(rejectTable);
    INSERT INTO reject SELECT route, ordinal, reason FROM old_reject;
    DROP TABLE old_reject;

    ALTER TABLE run RENAME TO old_run;
    \(runTableUntilFifth);
    INSERT INTO run (run, definition, job_id, started_ms, duration_ms, ending, failure, read,
        stored_new, stored_changed, held, skipped, missing, order_hash)
      SELECT run, definition, job_id, started_ms, duration_ms, ending, failure, read,
        stored_new, stored_changed, held, skipped, missing, order_hash
      FROM old_run;
    DROP TABLE old_run;

    ALTER TABLE run_route RENAME TO old_run_route;
    \(runRouteTable);
    INSERT INTO run_route (run, place, name, written, absorbed, rejected, outstanding)
      SELECT run, place, name, written, absorbed, rejected, outstanding FROM old_run_route;
    DROP TABLE old_run_route;

    \(oldViews);

    \(deliveriesView);

    \(definitionTable);

    \(formerTermsTable);

    \(unlistedTable);

    \(previousTable);

    \(settledTable);

    \(decisionTableUntilSixth);

    \(decisionsViewUntilSixth);
    """

  /// Runs have names, are known from their first step on, and may have no export job.
  private static let fifth = """
    DROP VIEW runs;
    ALTER TABLE run RENAME TO old_run;
    \(runTableUntilSeventh);
    INSERT INTO run (run, definition, job_id, started_ms, duration_ms, ending, failure, read, stored_new,
        stored_changed, held, skipped, missing, order_hash, owed_elsewhere, job_status, job_failure_reason)
      SELECT run, definition, job_id, started_ms, duration_ms, ending, failure, read, stored_new,
        stored_changed, held, skipped, missing, order_hash, owed_elsewhere, job_status, job_failure_reason
      FROM old_run;
    DROP TABLE old_run;
    \(runIndex);
    \(runOfJobIndex);
    \(runsView);
    """

  /// Decisions may be about no single route, and the ledger says which program it needs.
  private static let sixth = """
    DROP VIEW decisions;
    ALTER TABLE decision RENAME TO old_decision;
    \(decisionTable);
    INSERT INTO decision (decision, time_ms, who, action, job_id, route, new_name, items, dropped)
      SELECT decision, time_ms, who, action, job_id, route, new_name, items, dropped FROM old_decision;
    DROP TABLE old_decision;
    \(decisionsView);
    \(needsTable);
    \(firstRows);
    """

  /// Runs keep whether they failed for a reason that a person must mend.
  private static let seventh = "ALTER TABLE run ADD COLUMN \(needsPersonColumn);"

  /// Items that are held because the API has no accounting data of them, what routes decided by such data, and which
  /// sinks know that they have all items.
  private static let eighth = "\(withoutDataTable); \(choiceBlockTable); \(finishedTable);"

  /// What a new ledger has beside its tables.
  static let firstRows = "INSERT INTO needs (sluice) VALUES ('0.1.0')"
}
