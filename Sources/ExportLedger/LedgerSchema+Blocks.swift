/// The fourth format: the items of a job side by side in blocks, so that a million of them are a thousand rows.
///
/// What never changes of an item is apart from what does: a status that changes rewrites two bytes beside
/// those of its neighbors, and no id.
extension LedgerSchema {
  /// How many items a block has; the last block of a job may have fewer.
  static let blockSize = 1024

  /// What is made before the items are moved into it.
  static let fourth = "\(itemBlockTable); \(statusBlockTable);"

  /// What takes the place of the old table, made after the items are moved.
  static let afterFourth = """
    DROP VIEW items;
    DROP VIEW rejects;
    DROP VIEW status_changes;
    DROP TABLE item;
    \(itemsView); \(rejectsView); \(statusChangesView);
    """

  static let itemBlockTable = """
    CREATE TABLE item_block (
      item_block INTEGER PRIMARY KEY,
      job INTEGER NOT NULL,
      block INTEGER NOT NULL \(between("block", 0...(LedgerLimits.count.upperBound / blockSize))),
      -- 16 bytes each, in the order of the ordinals: from block * \(blockSize) on.
      entry_ids BLOB NOT NULL
        CHECK (length(entry_ids) % 16 = 0 AND length(entry_ids) BETWEEN 16 AND \(16 * blockSize)),
      -- The page on which each came first, from 1 on, 4 bytes each; 0 where that was not kept yet.
      pages BLOB NOT NULL CHECK (4 * length(pages) = length(entry_ids)),
      UNIQUE (job, block)
    ) STRICT
    """

  static let statusBlockTable = """
    CREATE TABLE status_block (
      status_block INTEGER PRIMARY KEY,
      job INTEGER NOT NULL,
      block INTEGER NOT NULL \(between("block", 0...(LedgerLimits.count.upperBound / blockSize))),
      statuses BLOB NOT NULL CHECK (length(statuses) BETWEEN 1 AND \(blockSize)), -- codes of the job
      -- Codes of the job, or 0 for an item that never was work.
      work BLOB NOT NULL CHECK (length(work) = length(statuses)),
      UNIQUE (job, block)
    ) STRICT
    """

  static let choiceBlockTable = """
    CREATE TABLE choice_block (
      choice_block INTEGER PRIMARY KEY,
      route INTEGER NOT NULL, -- whose condition asks for what the items are
      block INTEGER NOT NULL \(between("block", 0...(LedgerLimits.count.upperBound / blockSize))),
      -- A byte for each item: 0 where nothing is decided, 1 where the route takes it, 2 where it does not.
      choices BLOB NOT NULL CHECK (length(choices) BETWEEN 1 AND \(blockSize)),
      UNIQUE (route, block)
    ) STRICT
    """

  static let itemsView = """
    CREATE VIEW items AS
      WITH RECURSIVE place (n) AS (
        SELECT 0 UNION ALL SELECT n + 1 FROM place WHERE n < \(blockSize - 1))
      SELECT \(uuid("job.id")) AS job_id, block * \(blockSize) + n AS ordinal,
        \(uuid("substr(entry_ids, n * 16 + 1, 16)")) AS entry_id, now.name AS status, work.name AS work
      FROM item_block
      JOIN status_block AS kept USING (job, block)
      JOIN job USING (job)
      JOIN place ON n < length(entry_ids) / 16
      JOIN status AS now ON now.job = job.job AND now.code = \(byte("kept.statuses", at: "n"))
      LEFT JOIN status AS work ON work.job = job.job AND work.code = \(byte("kept.work", at: "n"))
    """

  static let rejectsView = """
    CREATE VIEW rejects AS
      SELECT \(uuid("job.id")) AS job_id, route.name AS route, reject.ordinal,
        \(uuid(entryID("reject.ordinal"))) AS entry_id, reject.reason
      FROM reject
      JOIN route USING (route)
      JOIN job USING (job)
      JOIN item_block ON item_block.job = route.job AND \(isBlock(of: "reject.ordinal"))
    """

  static let statusChangesView = """
    CREATE VIEW status_changes AS
      SELECT \(uuid("job.id")) AS job_id, status_change.ordinal,
        \(uuid(entryID("status_change.ordinal"))) AS entry_id, \(time("time_ms")) AS time,
        old.name AS old, new.name AS new
      FROM status_change
      JOIN job USING (job)
      JOIN item_block ON item_block.job = job.job AND \(isBlock(of: "status_change.ordinal"))
      JOIN status AS old ON old.job = status_change.job AND old.code = status_change.old
      JOIN status AS new ON new.job = status_change.job AND new.code = status_change.new
    """

  /// Whether a row of `item_block` has the item at an ordinal.
  static func isBlock(of ordinal: String) -> String {
    "item_block.block = \(ordinal) / \(blockSize)"
  }

  /// The id of the item at an ordinal, out of its row of `item_block`.
  static func entryID(_ ordinal: String) -> String {
    "substr(entry_ids, \(ordinal) % \(blockSize) * 16 + 1, 16)"
  }

  /// A byte of a blob as a number.
  private static func byte(_ blob: String, at place: String) -> String {
    let digits = [1, 2].map { digit in
      "(instr('0123456789ABCDEF', substr(hex(substr(\(blob), \(place) + 1, 1)), \(digit), 1)) - 1)"
    }
    return "(\(digits[0]) * 16 + \(digits[1]))"
  }
}
