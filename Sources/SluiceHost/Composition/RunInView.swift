import DurableFiles
import ExportEngine
import Foundation

/// The run that last took the lock of a state folder, where it has not come to its end. A decision of
/// `sluice state` takes the lock too, and the lock does not say which of them has it.
struct RunInView: Encodable {
  /// What is known of it.
  enum State: String, Encodable {
    /// It goes on.
    case running
    /// It was killed before its end.
    case killed
    /// It is of another machine, so that nobody can tell from here.
    case unknown
  }

  let state: State
  let pid: Int32
  let host: String
  let since: String

  /// Looks at a lock; nil where the last run came to its end, and where there was none.
  init?(in store: any StateStore) {
    guard let holder = store.lastHolder else { return nil }
    pid = holder.pid
    host = holder.host
    since = holder.since
    if holder.host != ProcessInfo.processInfo.hostName {
      state = .unknown
    } else {
      state = kill(holder.pid, 0) == 0 || errno == EPERM ? .running : .killed
    }
  }

  /// It in words.
  var text: String {
    let run = "process \(pid) on \(host), since \(since)"
    return switch state {
    case .running: "a run is going on: \(run)"
    case .killed: "the last run, or a decision, was killed before its end: \(run); run again"
    case .unknown: "a run of another machine goes on, or was killed: \(run)"
    }
  }
}
