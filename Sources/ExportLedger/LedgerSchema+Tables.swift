/// What a ledger of the newest format has, each part as the statement that makes it, and as SQLite keeps it.
///
/// A new ledger is made from these, and one that is there must have them and nothing else. A ledger that was
/// brought up to date has the same ones: where a migration changes a table in place, its statement here is
/// what SQLite makes of it.
extension LedgerSchema {
  /// The statements, in an order in which they can be run.
  static let statements = [
    jobTable, statusTable, itemBlockTable, statusBlockTable, additionTable, statusChangeTable,
    statusChangeIndex, routeTable, choiceBlockTable, deliveryTable, deliveryIndex, lateTable,
    rejectTable, runTable,
    runIndex, runOfJobIndex,
    runRouteTable, definitionTable, formerTermsTable, unlistedTable, withoutDataTable,
    finishedTable,
    previousTable, settledTable,
    decisionTable, needsTable, itemsView, rejectsView, statusChangesView, routesView, runsView,
    deliveriesView,
    decisionsView,
  ]

  /// Its last column was added to it.
  static let jobTable = """
    CREATE TABLE job (
      job INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16)
    , ended TEXT) STRICT
    """

  static let statusTable = """
    CREATE TABLE status (
      job INTEGER NOT NULL,
      code INTEGER NOT NULL CHECK (code BETWEEN 1 AND 255),
      name TEXT NOT NULL,
      PRIMARY KEY (job, code),
      UNIQUE (job, name)
    ) STRICT, WITHOUT ROWID
    """

  static let additionTable = """
    CREATE TABLE addition (
      job INTEGER NOT NULL,
      first INTEGER NOT NULL,  -- the ordinal of the first item that was added
      time_ms INTEGER NOT NULL, -- since 1970-01-01T00:00:00Z
      PRIMARY KEY (job, first)
    ) STRICT, WITHOUT ROWID
    """

  static let statusChangeTable = """
    CREATE TABLE status_change (
      status_change INTEGER PRIMARY KEY,
      job INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      time_ms INTEGER NOT NULL,
      old INTEGER NOT NULL, -- a code of the job
      new INTEGER NOT NULL  -- a code of the job
    ) STRICT
    """

  static let statusChangeIndex = """
    CREATE INDEX status_change_by_item ON status_change (job, ordinal)
    """

  static let deliveryTable = """
    CREATE TABLE delivery (
      delivery INTEGER PRIMARY KEY,
      route INTEGER NOT NULL,
      first INTEGER NOT NULL, -- ordinals from here
      last INTEGER NOT NULL,  -- to here: those that the route takes and that were due
      time_ms INTEGER NOT NULL
    ) STRICT
    """

  static let deliveryIndex = """
    CREATE INDEX delivery_by_route ON delivery (route, first)
    """

  static let routeTable = """
    CREATE TABLE route (
      route INTEGER PRIMARY KEY,
      job INTEGER NOT NULL,
      name TEXT NOT NULL,
      position INTEGER NOT NULL \(count("position")),
      terms TEXT NOT NULL,
      -- 0: the terms are words; 1: they are a JSON object.
      terms_version INTEGER NOT NULL DEFAULT 0 CHECK (terms_version IN (0, 1)),
      -- How many items there were when the job definition last had the route.
      seen INTEGER NOT NULL DEFAULT 0 \(count("seen")),
      -- 1: it owes nothing; 0: it may, because something of the job was stored since that was known.
      is_clear INTEGER NOT NULL DEFAULT 0 CHECK (is_clear IN (0, 1)),
      UNIQUE (job, name)
    ) STRICT
    """

  static let lateTable = """
    CREATE TABLE late (
      route INTEGER NOT NULL,
      ordinal INTEGER NOT NULL \(count("ordinal")),
      PRIMARY KEY (route, ordinal)
    ) STRICT, WITHOUT ROWID
    """

  static let rejectTable = """
    CREATE TABLE reject (
      route INTEGER NOT NULL,
      ordinal INTEGER NOT NULL \(count("ordinal")),
      reason TEXT NOT NULL,
      PRIMARY KEY (route, ordinal)
    ) STRICT, WITHOUT ROWID
    """

  /// Its last column was added to it.
  static let runTable = """
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
    , \(needsPersonColumn)) STRICT
    """

  static let needsPersonColumn =
    "needs_person INTEGER NOT NULL DEFAULT 0 CHECK (needs_person IN (0, 1))"

  /// Few runs are in it at a time, if any, and each run looks for them.
  static let runIndex = "CREATE INDEX run_begun ON run (run) WHERE ending = 'begun'"

  static let runOfJobIndex = "CREATE INDEX run_of_job ON run (job_id, run)"

  static let runRouteTable = """
    CREATE TABLE run_route (
      run INTEGER NOT NULL,
      place INTEGER NOT NULL, -- in the job definition, from 0
      name TEXT NOT NULL,
      written INTEGER NOT NULL \(count("written")),
      absorbed INTEGER NOT NULL \(count("absorbed")),
      rejected INTEGER NOT NULL \(count("rejected")),
      outstanding INTEGER NOT NULL \(count("outstanding")),
      held INTEGER NOT NULL DEFAULT 0 \(count("held")),
      rejected_before INTEGER NOT NULL DEFAULT 0 \(count("rejected_before")),
      PRIMARY KEY (run, place)
    ) STRICT, WITHOUT ROWID
    """

  static let definitionTable = """
    CREATE TABLE definition ( -- that runs were of
      name TEXT NOT NULL,
      file TEXT NOT NULL, -- an absolute path that it was read from
      PRIMARY KEY (name, file)
    ) STRICT, WITHOUT ROWID
    """

  static let formerTermsTable = """
    CREATE TABLE former_terms ( -- that a route delivered under before a person accepted others
      route INTEGER NOT NULL,
      terms TEXT NOT NULL,
      position INTEGER NOT NULL \(count("position")), -- that the route had then
      PRIMARY KEY (route, terms)
    ) STRICT, WITHOUT ROWID
    """

  static let unlistedTable = """
    CREATE TABLE unlisted ( -- by the newest snapshot
      job INTEGER NOT NULL,
      ordinal INTEGER NOT NULL \(count("ordinal")),
      PRIMARY KEY (job, ordinal)
    ) STRICT, WITHOUT ROWID
    """

  static let withoutDataTable = """
    CREATE TABLE without_data ( -- items that a route owes, when the API was last asked for their accounting data
      job INTEGER NOT NULL,
      ordinal INTEGER NOT NULL \(count("ordinal")),
      PRIMARY KEY (job, ordinal)
    ) STRICT, WITHOUT ROWID
    """

  static let finishedTable = """
    CREATE TABLE finished ( -- the sink has made known that it has all items, and nothing was delivered since
      route INTEGER PRIMARY KEY
    ) STRICT
    """

  static let previousTable = """
    CREATE TABLE previous ( -- the earlier export job that a route delivered an item as part of
      job INTEGER NOT NULL,
      ordinal INTEGER NOT NULL \(count("ordinal")),
      route TEXT NOT NULL, -- its name, because it may have no progress in this job yet
      previous_job INTEGER NOT NULL,
      PRIMARY KEY (job, ordinal, route)
    ) STRICT, WITHOUT ROWID
    """

  static let settledTable = """
    CREATE TABLE settled ( -- a person decided that the route's sink need not get the item
      route INTEGER NOT NULL,
      ordinal INTEGER NOT NULL \(count("ordinal")),
      decision INTEGER NOT NULL,
      PRIMARY KEY (route, ordinal)
    ) STRICT, WITHOUT ROWID
    """

  static let decisionTable = """
    CREATE TABLE decision (
      decision INTEGER PRIMARY KEY,
      time_ms INTEGER NOT NULL \(moment("time_ms")),
      who TEXT NOT NULL,
      action TEXT NOT NULL,
      job_id BLOB CHECK (length(job_id) = 16), -- NULL where it is about all jobs
      route TEXT, -- NULL where it is about no single one
      new_name TEXT,
      items INTEGER NOT NULL \(count("items")),
      dropped INTEGER NOT NULL DEFAULT 0 \(count("dropped")), -- items that are owed no more because of it
      position INTEGER \(count("position")), -- that a route was set back to
      folder TEXT -- that the ledger was moved to
    ) STRICT
    """

  /// So that an older program can say what it takes to read a newer ledger.
  static let needsTable = """
    CREATE TABLE needs (
      sluice TEXT NOT NULL -- the first version that reads this format
    ) STRICT
    """
}
