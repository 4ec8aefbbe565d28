import DurableFiles
import ExportEngine
import ExportLedger
import ExportModel
import Foundation
import JobFile
import PageSourceKit
import Settings

/// The folder in which a job definition keeps its ledger and its lock.
struct StateFolder {
  let path: String
  /// Who may look at what is created in it.
  var access = FileAccess.owner

  /// Why a run cannot have the folder.
  struct Refusal: Error {
    let status: ExitStatus
    let message: String
    let hint: String?
    /// The id of the finding.
    var id = "run.state"
  }

  private static let lock = "lock"
  /// The names of everything that is kept in the folder.
  static let files = SQLiteLedger.files + [lock]

  /// How long to wait before a lock that another run has is tried again.
  private static let pause = Duration.milliseconds(250)

  /// Creates the folder where it is missing, and takes its lock for as long as the value lives.
  ///
  /// - Parameters:
  ///   - whenBusy: whether to wait while another run has the lock; a stop ends the wait.
  ///   - onWait: called once, with the other run in words, when there is a wait.
  func lock(
    _ clock: some RunClock, whenBusy: BusyPolicy, stop: StopSwitch, onWait: (String) -> Void
  ) async throws(Refusal) -> FileLock {
    let folder: Directory
    do throws(FileError) {
      folder = try Directory(ownedAt: path, access: access)
    } catch {
      throw Refusal(error, path: path)
    }
    var left: Duration = if case .wait(let time) = whenBusy { time } else { .zero }
    var isTold = false
    while true {
      let other: FileLock.Holder?
      do throws(FileLock.Failure) {
        return try FileLock(Self.lock, in: folder, holder: holder(clock))
      } catch {
        switch error {
        case .held(let holder): other = holder
        case .file(let error): throw Refusal(error, path: path)
        }
      }
      guard left > .zero else { throw busy(other, whenBusy) }
      // A stop cut the wait short.
      guard !stop.isRequested else { throw busy(other, .fail) }
      if !isTold { onWait(other?.description ?? "unknown holder") }
      isTold = true
      let pause = min(Self.pause, left)
      _ = await stop.unlessStopped { try? await clock.sleep(for: pause) }
      left -= pause
    }
  }

  private func holder(_ clock: some RunClock) -> FileLock.Holder {
    FileLock.Holder(
      pid: ProcessInfo.processInfo.processIdentifier, host: ProcessInfo.processInfo.hostName,
      since: SystemClock.text(ofMilliseconds: clock.wallMilliseconds))
  }

  private func busy(_ other: FileLock.Holder?, _ whenBusy: BusyPolicy) -> Refusal {
    let hint =
      switch whenBusy {
      case .fail: "it is still running; run again when it has ended"
      case .wait(let time):
        "it was still running after \(ValueType<Duration>.duration.write(time)); run again when it "
          + "has ended"
      }
    return Refusal(
      status: .unfinished,
      message: "another run has the lock of \(path): \(other?.description ?? "unknown holder")",
      hint: hint, id: "run.busy")
  }

  /// Notes in the ledger from which file the job was read.
  ///
  /// - Returns: all job definitions that runs on the ledger were of.
  func note(
    _ definition: Name, readFrom file: String, in ledger: SQLiteLedger
  ) async throws(Refusal) -> [ReadDefinition] {
    do {
      try await ledger.store(definition, readFrom: file)
      return try await ledger.definitions()
    } catch {
      throw Refusal(status: .of(error), message: error.message, hint: error.hint)
    }
  }

  /// Opens the ledger, creating it where it is missing; only under the lock.
  func openLedger(_ clock: some RunClock) throws(Refusal) -> SQLiteLedger {
    do {
      return try SQLiteLedger(in: path, access: access, now: { clock.wallMilliseconds })
    } catch {
      throw Refusal(status: .of(error), message: error.message, hint: error.hint)
    }
  }
}

extension StateFolder.Refusal {
  init(_ error: FileError, path: String) {
    self.init(
      status: error.isDenied ? .denied : .storage, message: error.description,
      hint: error.help
        ?? "the state folder \(path) must be writable, on a disk with room; 'run.state' moves it")
  }
}
