import Foundation

/// How many files the process may have open: connections, a ledger and queues need some dozens, and the
/// network library ends the process where it gets none.
enum OpenFiles {
  /// What is enough for a run.
  private static let needed: rlim_t = 64
  /// As many as are asked for where the system allows it.
  private static let wanted: rlim_t = 4096

  /// Raises the limit as far as is useful, and says what is wrong where it is too low; nil where it is not.
  static func problem() -> (message: String, hint: String)? {
    var limit = rlimit()
    guard getrlimit(fileLimit, &limit) == 0, limit.rlim_cur < wanted else { return nil }
    var raised = limit
    raised.rlim_cur = min(limit.rlim_max, wanted)
    if setrlimit(fileLimit, &raised) == 0 { limit = raised }
    guard limit.rlim_cur < needed else { return nil }
    return (
      "too many open files: this process may have \(limit.rlim_cur) open, and needs \(needed)",
      "raise the limit, as with: ulimit -n 1024"
    )
  }

  #if canImport(Glibc)
    private static let fileLimit = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    private static let fileLimit = RLIMIT_NOFILE
  #endif
}
