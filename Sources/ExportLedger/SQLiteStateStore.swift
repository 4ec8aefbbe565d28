public import DurableFiles
public import ExportEngine
import Synchronization

/// A folder with the ledger and the lock of a job definition.
public struct SQLiteStateStore: StateStore {
  private static let lock = "lock"
  /// The names of everything that is kept in the folder.
  public static let files = LedgerFile.files + [lock, MovedLedger.moved, MovedLedger.arriving]

  let folder: String
  let access: FileAccess
  let now: @Sendable () -> Int64

  /// Names a folder, which need not exist yet.
  ///
  /// - Parameters:
  ///   - folder: its absolute path.
  ///   - access: who may use what is created in it.
  ///   - now: the moment, in milliseconds since 1970-01-01T00:00:00Z, for the history of items.
  public init(
    in folder: String, access: FileAccess = .owner, now: @escaping @Sendable () -> Int64
  ) {
    self.folder = folder
    self.access = access
    self.now = now
  }

  /// The folder's path.
  public var location: String { folder }

  /// Whether there is a file where the ledger is kept.
  public var hasLedger: Bool { LedgerFile.isThere(in: folder) }

  /// Who has the lock, or had it and was killed.
  public var lastHolder: FileLock.Holder? { FileLock.lastHolder(at: "\(folder)/\(Self.lock)") }

  /// Looks whether the folder can be used, or could be made.
  public func check() throws(LedgerError) {
    do throws(FileError) {
      try Directory.checkAccess(at: folder, for: access)
    } catch {
      throw unusable(error)
    }
    try LedgerFile.checkMoved(from: folder)
  }

  /// Makes the folder where it is missing, and takes its lock.
  public func lock(as holder: FileLock.Holder) throws(LockFailure) -> any StateLock {
    let directory: Directory
    do throws(FileError) {
      directory = try Directory(ownedAt: folder, access: access)
    } catch {
      throw .unusable(unusable(error))
    }
    do throws(FileLock.Failure) {
      return FolderLock(try FileLock(Self.lock, in: directory, holder: holder))
    } catch {
      switch error {
      case .held(let holder): throw .held(by: holder)
      case .file(let error): throw .unusable(unusable(error))
      }
    }
  }

  /// Opens the ledger for writing.
  public func ledger() throws(LedgerError) -> any StateLedger {
    try SQLiteLedger(in: folder, access: access, now: now)
  }

  /// Opens the ledger for looking at.
  public func reader(isChecked: Bool) throws(LedgerError) -> (any LedgerReading)? {
    try SQLiteLedgerReader.open(in: folder, isChecked: isChecked)
  }

  private func unusable(_ error: FileError) -> LedgerError {
    LedgerError(
      error.isDenied ? .denied : .storage, error.description,
      hint: error.help
        ?? "the state folder \(folder) must be writable, on a disk with room; 'run.state' moves it",
      cause: error)
  }
}

/// A file lock that several parts of a program may share.
private final class FolderLock: StateLock {
  private let lock: Mutex<FileLock?>

  init(_ lock: consuming FileLock) { self.lock = Mutex(lock) }

  func release() { lock.withLock { $0.take()?.release() } }
}
