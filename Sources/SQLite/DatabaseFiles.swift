/// The files of a database.
public enum DatabaseFiles {
  /// What SQLite puts behind a database's name for the files that it keeps beside it
  /// (<https://www.sqlite.org/tempfiles.html>): the log, its index, and the rollback journal.
  public static let suffixes = ["-wal", "-shm", "-journal"]

  /// The names or paths of a database and of what is kept beside it.
  public static func all(of database: String) -> [String] {
    [database] + suffixes.map { database + $0 }
  }
}
