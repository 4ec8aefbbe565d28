import DurableFiles
import SinkKit

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

extension SinkError {
  /// What went wrong with the queue at `path`, in the operator's words.
  init(_ error: any Error, queue path: String, label: SinkLabel? = nil) {
    switch error {
    case let error as SinkError: self = error
    case let error as FileError: self.init(error, queue: path)
    case FileLock.Failure.file(let error): self.init(error, queue: path)
    case let held as FileLock.Failure:
      self.init(
        .unavailable,
        "file queue \(path) is open for \(label.map { "\($0)" } ?? "this job") already: \(held)",
        hint: "wait until that run has ended", cause: error)
    default: self.init(.unavailable, "file queue \(path): \(error)", cause: error)
    }
  }

  private init(_ error: FileError, queue path: String) {
    let (code, hint) = Self.meaning(of: error)
    self.init(code, "file queue \(path): \(error)", hint: error.help ?? hint, cause: error)
  }

  private static func meaning(of error: FileError) -> (Code, String) {
    if error.isFull { return (.storage, "free some space; the next run goes on from here") }
    if error.isReadOnly { return (.storage, "make the file system writable") }
    if error.isDenied { return (.denied, "let this user write in the queue's folders") }
    switch error.code {
    case ENOTDIR, EEXIST:
      return (.invalid, "a file is where a folder should be: name another directory")
    case ENOENT:
      return (.invalid, "the queue's folders must stay where they are while sluice runs")
    case EMFILE, ENFILE:
      return (.storage, "too many files are open: raise the limit, as with ulimit -n")
    case EXDEV:
      return (.invalid, "keep tmp, new and cur on one file system")
    case ENAMETOOLONG:
      return (.invalid, "name a directory with a shorter path")
    default:
      return (.storage, "look at the disk; the next run goes on from here")
    }
  }
}

extension FileLock.Holder {
  /// This process, now.
  static var thisProcess: FileLock.Holder {
    FileLock.Holder(
      pid: getpid(), host: ProcessInfo.processInfo.hostName, since: Date.now.formatted(.iso8601))
  }
}
