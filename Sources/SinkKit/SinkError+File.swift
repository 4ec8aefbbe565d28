public import DurableFiles

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension SinkError {
  /// What went wrong with files, in the operator's words.
  ///
  /// - Parameters:
  ///   - error: a `FileError`, a `FileLock.Failure`, or a `SinkError`, which stays as it is.
  ///   - place: what the files belong to, as in `file queue /var/queue`.
  public init(_ error: any Error, of place: String) {
    switch error {
    case let error as SinkError: self = error
    case let error as FileError: self.init(file: error, of: place)
    case FileLock.Failure.file(let error): self.init(file: error, of: place)
    case FileLock.Failure.held(let holder):
      self.init(
        .unavailable, "\(place) is locked\(holder.map { " by \($0)" } ?? "")",
        hint: "wait until whoever has the lock lets go of it", cause: error)
    default: self.init(.unavailable, "\(place): \(error)", cause: error)
    }
  }

  private init(file error: FileError, of place: String) {
    let (code, hint) = Self.meaning(of: error)
    self.init(error, of: place, code, hint)
  }

  /// The same with a code and a hint of the sink's own; what is known of the file itself comes before the hint.
  public init(_ error: FileError, of place: String, _ code: Code, _ hint: String) {
    self.init(code, "\(place): \(error)", hint: error.help ?? hint, cause: error)
  }

  private static func meaning(of error: FileError) -> (Code, String) {
    if error.isFull { return (.storage, "free some space; the next run goes on from here") }
    if error.isReadOnly { return (.storage, "make the file system writable") }
    if error.isDenied { return (.denied, "let this user write the file and its folder") }
    if error.isOutOfFiles {
      return (.storage, "too many files are open: raise the limit, as with ulimit -n")
    }
    if error.isMissing { return (.invalid, "create the folder first") }
    switch error.code {
    case ENOTDIR, EISDIR, EEXIST, EINVAL:
      return (.invalid, "something else is where a file or a folder should be: name another path")
    case ENAMETOOLONG: return (.invalid, "name a shorter path")
    default: return (.storage, "look at the disk; the next run goes on from here")
    }
  }
}
