-- The ledger of a job of twelve items, of which 'books' got none; written by sluice at 3f27a54 (2026-11-28).
-- Made by: sqlite3 ledger.sqlite .dump; /FOLDER is where the job file was; file identities are taken out.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE job (
  job INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16)
, ended TEXT) STRICT;
INSERT INTO job VALUES(1,X'8eb648ab464b42a0ba17eda703657e33',NULL);
CREATE TABLE status (
  job INTEGER NOT NULL,
  code INTEGER NOT NULL CHECK (code BETWEEN 1 AND 255),
  name TEXT NOT NULL,
  PRIMARY KEY (job, code),
  UNIQUE (job, name)
) STRICT, WITHOUT ROWID;
INSERT INTO status VALUES(1,1,'pending');
INSERT INTO status VALUES(1,2,'in_progress');
INSERT INTO status VALUES(1,3,'successful');
INSERT INTO status VALUES(1,4,'failed');
INSERT INTO status VALUES(1,5,'abandoned');
CREATE TABLE item (
  job INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  entry_id BLOB NOT NULL CHECK (length(entry_id) = 16),
  status INTEGER NOT NULL, -- a code of the job
  work INTEGER NOT NULL, page INTEGER,   -- a code of the job, or 0 for an item that never was work
  PRIMARY KEY (job, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO item VALUES(1,0,X'0c7de8064963bab005582d37111ac529',1,1,1);
INSERT INTO item VALUES(1,1,X'2098eb73d4367d7703d6845323ce3c71',1,1,1);
INSERT INTO item VALUES(1,2,X'30260345dd9e0ec1cf448a5882bb9698',2,0,1);
INSERT INTO item VALUES(1,3,X'417ef96181daa3833c3c41a3b43343a1',1,1,1);
INSERT INTO item VALUES(1,4,X'774615d7b1a1f2e122b353f04f4f52da',2,0,1);
INSERT INTO item VALUES(1,5,X'7d29825c75521255c3cf17102b7f7f86',3,0,1);
INSERT INTO item VALUES(1,6,X'84eb4454a792922a134f7096918175ce',1,1,1);
INSERT INTO item VALUES(1,7,X'a2f09dabb45c6316ee521d7a0f4d3872',1,1,1);
INSERT INTO item VALUES(1,8,X'cc06c31652ebf438ecee65630a691e37',1,1,1);
INSERT INTO item VALUES(1,9,X'db01602b100b9ed7a9038a921825f10d',1,1,1);
INSERT INTO item VALUES(1,10,X'dd7c01d4f5407269935e82f1db4c4f7b',1,1,1);
INSERT INTO item VALUES(1,11,X'ed79402d1d5c5d7b55f070ab1cbbf170',3,0,1);
CREATE TABLE addition (
  job INTEGER NOT NULL,
  first INTEGER NOT NULL,  -- the ordinal of the first item that was added
  time_ms INTEGER NOT NULL, -- since 1970-01-01T00:00:00Z
  PRIMARY KEY (job, first)
) STRICT, WITHOUT ROWID;
INSERT INTO addition VALUES(1,0,1795953723052);
CREATE TABLE status_change (
  status_change INTEGER PRIMARY KEY,
  job INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  old INTEGER NOT NULL, -- a code of the job
  new INTEGER NOT NULL  -- a code of the job
) STRICT;
CREATE TABLE delivery (
  delivery INTEGER PRIMARY KEY,
  route INTEGER NOT NULL,
  first INTEGER NOT NULL, -- ordinals from here
  last INTEGER NOT NULL,  -- to here: those that the route takes and that were due
  time_ms INTEGER NOT NULL
) STRICT;
INSERT INTO delivery VALUES(1,1,0,6,1795953723062);
INSERT INTO delivery VALUES(2,3,0,10,1795953723063);
INSERT INTO delivery VALUES(3,1,7,10,1795953723066);
CREATE TABLE route (
  route INTEGER PRIMARY KEY,
  job INTEGER NOT NULL,
  name TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 1099511627776),
  terms TEXT NOT NULL,
  -- 0: the terms are words; 1: they are a JSON object.
  terms_version INTEGER NOT NULL DEFAULT 0 CHECK (terms_version IN (0, 1)),
  -- How many items there were when the job definition last had the route.
  seen INTEGER NOT NULL DEFAULT 0 CHECK (seen BETWEEN 0 AND 1099511627776),
  -- 1: it owes nothing; 0: it may, because something of the job was stored since that was known.
  is_clear INTEGER NOT NULL DEFAULT 0 CHECK (is_clear IN (0, 1)),
  UNIQUE (job, name)
) STRICT;
INSERT INTO route VALUES(1,1,'queue',11,'{"definition":"nightly","place":{"kind":"file_queue","parts":[{"path":"/FOLDER/queue","type":"directory"}]},"predicate":{"always":true}}',1,12,0);
INSERT INTO route VALUES(2,1,'books',0,'{"definition":"nightly","place":{"kind":"sqlite","parts":[{"path":"/FOLDER/there/export.sqlite","table":"export_items","type":"table"}]},"predicate":{"always":true}}',1,12,0);
INSERT INTO route VALUES(3,1,'failed',11,'{"definition":"nightly","place":{"kind":"file_queue","parts":[{"path":"/FOLDER/failed","type":"directory"}]},"predicate":{"or":[{"status_in":["failed"]},{"entry_id":{"comparison":">","id":"80000000-0000-0000-0000-000000000000"}}]}}',1,12,0);
CREATE TABLE late (
  route INTEGER NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal BETWEEN 0 AND 1099511627776),
  PRIMARY KEY (route, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE reject (
  route INTEGER NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal BETWEEN 0 AND 1099511627776),
  reason TEXT NOT NULL,
  PRIMARY KEY (route, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE run (
  run INTEGER PRIMARY KEY,
  definition TEXT NOT NULL,
  job_id BLOB NOT NULL CHECK (length(job_id) = 16),
  started_ms INTEGER NOT NULL CHECK (started_ms BETWEEN 0 AND 253402300799999), -- since 1970-01-01T00:00:00Z
  duration_ms INTEGER NOT NULL CHECK (duration_ms BETWEEN 0 AND 1099511627776),
  ending TEXT NOT NULL,
  failure TEXT,
  read INTEGER NOT NULL CHECK (read BETWEEN 0 AND 1099511627776),
  stored_new INTEGER NOT NULL CHECK (stored_new BETWEEN 0 AND 1099511627776),
  stored_changed INTEGER NOT NULL CHECK (stored_changed BETWEEN 0 AND 1099511627776),
  held INTEGER NOT NULL CHECK (held BETWEEN 0 AND 1099511627776),
  skipped INTEGER NOT NULL CHECK (skipped BETWEEN 0 AND 1099511627776),
  missing INTEGER NOT NULL CHECK (missing BETWEEN 0 AND 1099511627776),
  order_hash TEXT NOT NULL,
  owed_elsewhere INTEGER NOT NULL DEFAULT 0 CHECK (owed_elsewhere BETWEEN 0 AND 1099511627776),
  job_status TEXT,
  job_failure_reason TEXT
) STRICT;
INSERT INTO run VALUES(1,'nightly',X'8eb648ab464b42a0ba17eda703657e33',1795953723035,31,'failed','route ''books'': database /FOLDER/there/export.sqlite: its folder does not exist',12,12,0,0,4,0,'f61c1e5b2ceef195',0,NULL,NULL);
CREATE TABLE run_route (
  run INTEGER NOT NULL,
  place INTEGER NOT NULL, -- in the job definition, from 0
  name TEXT NOT NULL,
  written INTEGER NOT NULL CHECK (written BETWEEN 0 AND 1099511627776),
  absorbed INTEGER NOT NULL CHECK (absorbed BETWEEN 0 AND 1099511627776),
  rejected INTEGER NOT NULL CHECK (rejected BETWEEN 0 AND 1099511627776),
  outstanding INTEGER NOT NULL CHECK (outstanding BETWEEN 0 AND 1099511627776),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held BETWEEN 0 AND 1099511627776),
  rejected_before INTEGER NOT NULL DEFAULT 0 CHECK (rejected_before BETWEEN 0 AND 1099511627776),
  PRIMARY KEY (run, place)
) STRICT, WITHOUT ROWID;
INSERT INTO run_route VALUES(1,0,'queue',8,0,0,0,0,0);
INSERT INTO run_route VALUES(1,1,'books',0,0,0,8,0,0);
INSERT INTO run_route VALUES(1,2,'failed',5,0,0,0,0,0);
CREATE TABLE definition ( -- that runs were of
  name TEXT NOT NULL,
  file TEXT NOT NULL, -- an absolute path that it was read from
  PRIMARY KEY (name, file)
) STRICT, WITHOUT ROWID;
INSERT INTO definition VALUES('nightly','/FOLDER/job.yaml');
CREATE TABLE former_terms ( -- that a route delivered under before a person accepted others
  route INTEGER NOT NULL,
  terms TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 1099511627776), -- that the route had then
  PRIMARY KEY (route, terms)
) STRICT, WITHOUT ROWID;
CREATE TABLE unlisted ( -- by the newest snapshot
  job INTEGER NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal BETWEEN 0 AND 1099511627776),
  PRIMARY KEY (job, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE previous ( -- the earlier export job that a route delivered an item as part of
  job INTEGER NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal BETWEEN 0 AND 1099511627776),
  route TEXT NOT NULL, -- its name, because it may have no progress in this job yet
  previous_job INTEGER NOT NULL,
  PRIMARY KEY (job, ordinal, route)
) STRICT, WITHOUT ROWID;
CREATE TABLE settled ( -- a person decided that the route's sink need not get the item
  route INTEGER NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal BETWEEN 0 AND 1099511627776),
  decision INTEGER NOT NULL,
  PRIMARY KEY (route, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE decision (
  decision INTEGER PRIMARY KEY,
  time_ms INTEGER NOT NULL CHECK (time_ms BETWEEN 0 AND 253402300799999),
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  job_id BLOB CHECK (length(job_id) = 16), -- NULL where it is about all jobs
  route TEXT NOT NULL,
  new_name TEXT,
  items INTEGER NOT NULL CHECK (items BETWEEN 0 AND 1099511627776),
  dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped BETWEEN 0 AND 1099511627776) -- items that are owed no more because of new terms
) STRICT;
CREATE VIEW items AS
  SELECT lower(substr(hex(job.id), 1, 8) || '-' || substr(hex(job.id), 9, 4) || '-' || substr(hex(job.id), 13, 4) || '-' || substr(hex(job.id), 17, 4) || '-' || substr(hex(job.id), 21, 12)) AS job_id, item.ordinal, lower(substr(hex(item.entry_id), 1, 8) || '-' || substr(hex(item.entry_id), 9, 4) || '-' || substr(hex(item.entry_id), 13, 4) || '-' || substr(hex(item.entry_id), 17, 4) || '-' || substr(hex(item.entry_id), 21, 12)) AS entry_id,
    now.name AS status, work.name AS work
  FROM item
  JOIN job USING (job)
  JOIN status AS now ON now.job = item.job AND now.code = item.status
  LEFT JOIN status AS work ON work.job = item.job AND work.code = item.work;
CREATE INDEX status_change_by_item ON status_change (job, ordinal);
CREATE INDEX delivery_by_route ON delivery (route, first);
CREATE VIEW status_changes AS
  SELECT lower(substr(hex(job.id), 1, 8) || '-' || substr(hex(job.id), 9, 4) || '-' || substr(hex(job.id), 13, 4) || '-' || substr(hex(job.id), 17, 4) || '-' || substr(hex(job.id), 21, 12)) AS job_id, status_change.ordinal,
    lower(substr(hex(item.entry_id), 1, 8) || '-' || substr(hex(item.entry_id), 9, 4) || '-' || substr(hex(item.entry_id), 13, 4) || '-' || substr(hex(item.entry_id), 17, 4) || '-' || substr(hex(item.entry_id), 21, 12)) AS entry_id, strftime('%Y-%m-%dT%H:%M:%SZ', time_ms / 1000, 'unixepoch') AS time, old.name AS old,
    new.name AS new
  FROM status_change
  JOIN job USING (job)
  JOIN item USING (job, ordinal)
  JOIN status AS old ON old.job = status_change.job AND old.code = status_change.old
  JOIN status AS new ON new.job = status_change.job AND new.code = status_change.new;
CREATE VIEW routes AS
  SELECT lower(substr(hex(job.id), 1, 8) || '-' || substr(hex(job.id), 9, 4) || '-' || substr(hex(job.id), 13, 4) || '-' || substr(hex(job.id), 17, 4) || '-' || substr(hex(job.id), 21, 12)) AS job_id, route.name AS route, route.position, route.terms,
    (SELECT count(*) FROM late WHERE late.route = route.route) AS late,
    (SELECT count(*) FROM reject WHERE reject.route = route.route) AS rejected
  FROM route
  JOIN job USING (job);
CREATE VIEW rejects AS
  SELECT lower(substr(hex(job.id), 1, 8) || '-' || substr(hex(job.id), 9, 4) || '-' || substr(hex(job.id), 13, 4) || '-' || substr(hex(job.id), 17, 4) || '-' || substr(hex(job.id), 21, 12)) AS job_id, route.name AS route, reject.ordinal,
    lower(substr(hex(item.entry_id), 1, 8) || '-' || substr(hex(item.entry_id), 9, 4) || '-' || substr(hex(item.entry_id), 13, 4) || '-' || substr(hex(item.entry_id), 17, 4) || '-' || substr(hex(item.entry_id), 21, 12)) AS entry_id, reject.reason
  FROM reject
  JOIN route USING (route)
  JOIN job USING (job)
  JOIN item ON item.job = route.job AND item.ordinal = reject.ordinal;
CREATE VIEW runs AS
  SELECT run, definition, lower(substr(hex(job_id), 1, 8) || '-' || substr(hex(job_id), 9, 4) || '-' || substr(hex(job_id), 13, 4) || '-' || substr(hex(job_id), 17, 4) || '-' || substr(hex(job_id), 21, 12)) AS job_id,
    strftime('%Y-%m-%dT%H:%M:%SZ', started_ms / 1000, 'unixepoch') AS started,
    duration_ms, ending, failure, read, stored_new, stored_changed, held, skipped, missing,
    order_hash
  FROM run;
CREATE VIEW deliveries AS
  SELECT lower(substr(hex(job.id), 1, 8) || '-' || substr(hex(job.id), 9, 4) || '-' || substr(hex(job.id), 13, 4) || '-' || substr(hex(job.id), 17, 4) || '-' || substr(hex(job.id), 21, 12)) AS job_id, route.name AS route, delivery.first, delivery.last,
    strftime('%Y-%m-%dT%H:%M:%SZ', time_ms / 1000, 'unixepoch') AS time
  FROM delivery
  JOIN route USING (route)
  JOIN job USING (job);
CREATE VIEW decisions AS
  SELECT decision, strftime('%Y-%m-%dT%H:%M:%SZ', time_ms / 1000, 'unixepoch') AS time, who, action,
    CASE WHEN job_id IS NULL THEN NULL ELSE lower(substr(hex(job_id), 1, 8) || '-' || substr(hex(job_id), 9, 4) || '-' || substr(hex(job_id), 13, 4) || '-' || substr(hex(job_id), 17, 4) || '-' || substr(hex(job_id), 21, 12)) END AS job_id, route, new_name, items,
    dropped
  FROM decision;
CREATE UNIQUE INDEX item_by_entry ON item (entry_id, job);
COMMIT;
PRAGMA application_id = 1399616873;
PRAGMA user_version = 3;
