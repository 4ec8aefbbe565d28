import DurableFiles
import SQLite
import SinkKit

extension SinkError {
  /// What went wrong with the database at `path`, in the operator's words.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as SinkError: self = error
    case let error as SQLiteError:
      let (code, hint) = Self.meaning(of: error)
      self.init(code, "database \(path): \(error)", hint: hint, cause: error)
    case let error as FileError:
      let (code, hint) = Self.meaning(of: error)
      let words = error.isMissing ? "its folder does not exist" : "\(error)"
      self.init(code, "database \(path): \(words)", hint: error.help ?? hint, cause: error)
    default: self.init(.unavailable, "database \(path): \(error)", cause: error)
    }
  }

  private static func meaning(of error: FileError) -> (Code, String) {
    if error.isDenied { return (.denied, "let this user write the file and its folder") }
    if error.isMissing { return (.invalid, "create the folder first") }
    if error.isOutOfFiles {
      return (.storage, "too many files are open: raise the limit, as with ulimit -n")
    }
    return (.invalid, "check that 'path' names a file in a folder of yours")
  }

  private static func meaning(of error: SQLiteError) -> (Code, String) {
    if error.isBusy {
      return (.unavailable, "another program is writing to it: try again when it has finished")
    }
    if error.isFull { return (.storage, "free some space; the next run goes on from here") }
    if error.isDenied { return (.denied, "let this user write the file and its folder") }
    if error.isReadOnly { return (.storage, "make the file and its folder writable") }
    if error.isMissing { return (.invalid, "create the folder first") }
    if error.isOutOfFiles {
      return (.storage, "too many files are open: raise the limit, as with ulimit -n")
    }
    if error.isIO { return (.storage, "look at the disk; the next run goes on from here") }
    return (.invalid, "check that 'path' and 'table' name a database of yours")
  }
}
