import DurableFiles
import SinkKit

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
    case let error as FileError: self.init(error, queue: path)
    case FileLock.Failure.file(let error): self.init(error, queue: path)
    case let held as FileLock.Failure:
      self.init(
        .unavailable,
        "file queue \(path) is open for \(label.map { "\($0)" } ?? "this job") already: \(held)",
        hint: "wait until that run has ended", cause: error)
    default: self.init(error, of: "file queue \(path)")
    }
  }

  private init(_ error: FileError, queue path: String) {
    let place = "file queue \(path)"
    switch error.code {
    case ENOTDIR, EEXIST:
      self.init(
        error, of: place, .invalid, "a file is where a folder should be: name another directory")
    case ENOENT:
      self.init(
        error, of: place, .invalid,
        "the queue's folders must stay where they are while sluice runs")
    case EXDEV:
      self.init(error, of: place, .invalid, "keep .sluice, new and cur on one file system")
    case _ where error.isDenied:
      self.init(error, of: place, .denied, "let this user write in the queue's folders")
    default: self.init(error, of: place)
    }
  }
}
