import SinkKit

extension CrashPoint {
  static let opened = CrashPoint(
    "sqlite.opened", "the database is open, and the table where it is there")
  static let rowsWritten = CrashPoint(
    "sqlite.rows_written", "the rows of a batch are written, and not committed yet")
  static let committed = CrashPoint("sqlite.committed", "the rows of a batch are committed")
  static let finished = CrashPoint(
    "sqlite.finished", "it is committed that the table has all items of an export job")
  static let notesRemoved = CrashPoint(
    "sqlite.notes_removed", "what was noted of an export job's last batch is removed")

  /// All of the sink's.
  static let ofSQLite = [opened, rowsWritten, committed, finished, notesRemoved]
}
