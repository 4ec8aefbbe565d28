/// A database's rollback journal, as far as it must be looked at before SQLite rolls it back.
///
/// A transaction on several databases ends its journals with the name of a super-journal, and SQLite removes
/// that file when it has rolled back (<https://www.sqlite.org/fileformat2.html#the_rollback_journal>,
/// <https://www.sqlite.org/atomiccommit.html>, section 5.5). Whoever can put a journal beside a database could
/// have any file removed.
public enum RollbackJournal {
  /// How many bytes at a journal's end tell whether it names a super-journal.
  public static let endBytes = 8

  private static let mark: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]

  /// Whether a journal with these last bytes names a super-journal.
  public static func namesAnotherFile(endingWith end: [UInt8]) -> Bool { end == mark }
}
