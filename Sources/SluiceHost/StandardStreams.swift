import Foundation

/// The three streams that every process is given, or not: `sluice run job.yaml >&-` closes one.
enum StandardStreams {
  /// Puts `/dev/null` where a standard stream is closed; called before anything else is opened.
  ///
  /// Otherwise the next file to be opened has its number, and what is written for the stream ends
  /// in the ledger or goes to the API. Standard output is opened for reading only, so that items
  /// written to it are an error and not lost.
  static func occupy() {
    for (stream, access) in [
      (STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY),
    ] where fcntl(stream, F_GETFD) == -1 {
      // The lowest free number is taken, which is this one: those before it are open by now.
      _ = open("/dev/null", access)
    }
  }
}
