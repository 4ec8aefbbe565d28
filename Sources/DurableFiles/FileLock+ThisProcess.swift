#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension FileLock.Holder {
  /// This process, now.
  public static var thisProcess: FileLock.Holder {
    FileLock.Holder(
      pid: getpid(), host: ProcessInfo.processInfo.hostName, since: Date.now.formatted(.iso8601))
  }

  /// Whether the process is of this machine, and there is none any more: it was killed, and its name is still there.
  var isGone: Bool {
    host == ProcessInfo.processInfo.hostName && kill(pid, 0) < 0 && errno == ESRCH
  }
}
