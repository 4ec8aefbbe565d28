import DurableFiles
import ExportEngine
import ExportLedger
import Foundation

/// The folder in which a job definition keeps its ledger and its lock.
struct StateFolder {
  let path: String

  /// Why a run cannot have the folder.
  struct Refusal: Error {
    let status: ExitStatus
    let message: String
    let hint: String?
  }

  /// Creates the folder where it is missing, and takes its lock for as long as the value lives.
  func lock(_ clock: some RunClock) throws(Refusal) -> FileLock {
    let holder = FileLock.Holder(
      pid: ProcessInfo.processInfo.processIdentifier, host: ProcessInfo.processInfo.hostName,
      since: SystemClock.text(ofMilliseconds: clock.wallMilliseconds))
    do {
      _ = try Directory(at: path, creating: true)
      return try FileLock(at: "\(path)/lock", holder: holder)
    } catch let error as FileError {
      throw Refusal(error, path: path)
    } catch FileLock.Failure.held(by: let holder) {
      throw Refusal(
        status: .unfinished,
        message: "another run has the lock of \(path): \(holder?.description ?? "unknown holder")",
        hint: "it goes on; run again when it has ended")
    } catch FileLock.Failure.file(let error) {
      throw Refusal(error, path: path)
    } catch {
      preconditionFailure("a lock throws its own errors, not \(error)")
    }
  }

  /// Opens the ledger, creating it where it is missing; only under the lock.
  func openLedger() throws(Refusal) -> SQLiteLedger {
    do {
      return try SQLiteLedger(in: path)
    } catch {
      throw Refusal(status: .of(error), message: error.message, hint: error.hint)
    }
  }
}

extension StateFolder.Refusal {
  fileprivate init(_ error: FileError, path: String) {
    self.init(
      status: error.isDenied ? .denied : .storage, message: error.description,
      hint: "the state folder \(path) must be writable, on a disk with room; 'run.state' moves it")
  }
}
