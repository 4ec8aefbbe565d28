import Diagnostics
import DurableFiles
import ExportEngine
import ExportLedger
import ExportModel
import Foundation
import JobFile
import PageSourceKit
import Settings

extension JobDefinition {
  /// Where the job keeps what it knows: the one place that chooses how.
  var state: any StateStore { Self.state(in: stateFolder, access: run.access) }

  /// The names of what is kept in a state folder.
  static let stateFiles = SQLiteStateStore.files

  /// What a folder keeps of a job.
  static func state(in folder: String, access: FileAccess = .owner) -> any StateStore {
    SQLiteStateStore(in: folder, access: access, now: { SystemClock().wallMilliseconds })
  }
}

/// Takes what a job definition keeps for a run, or says why it cannot have it.
struct StateAccess {
  let store: any StateStore

  /// Why a run cannot have it.
  struct Refusal: Error {
    let status: ExitStatus
    let message: String
    let hint: String?
    /// The id of the finding.
    var id = FindingID.runState
    /// What lies beneath, if anything.
    var cause: (any Error)?
  }

  /// How long to wait before a lock that another run has is tried again.
  private static let pause = Duration.milliseconds(250)

  /// Takes the lock.
  ///
  /// - Parameters:
  ///   - whenBusy: whether to wait while another run has the lock; a stop ends the wait.
  ///   - onWait: called once, with the other run in words, when there is a wait.
  func lock(
    _ clock: some RunClock, whenBusy: BusyPolicy, stop: StopSwitch, onWait: (String) -> Void
  ) async throws(Refusal) -> any StateLock {
    var left: Duration = if case .wait(let time) = whenBusy { time } else { .zero }
    var isTold = false
    while true {
      let other: FileLock.Holder?
      do throws(LockFailure) {
        return try store.lock(as: holder(clock))
      } catch {
        switch error {
        case .held(let holder): other = holder
        case .unusable(let error): throw Refusal(error)
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

  /// Names this process as the holder of a lock.
  func holder(_ clock: some RunClock) -> FileLock.Holder {
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
      message: "another run has the lock of \(store.location): "
        + (other?.description ?? "unknown holder"),
      hint: hint, id: .runBusy)
  }

  /// Opens the ledger, and notes in it that a run has begun, and from which file its job was read; only under the lock.
  ///
  /// - Returns: the ledger, and all job definitions that runs on it were of.
  func ledger(
    for run: RecordedRun, readFrom file: String
  ) async throws(Refusal) -> (any StateLedger, [ReadDefinition]) {
    do throws(LedgerError) {
      let ledger = try store.ledger()
      try await ledger.begin(run, readFrom: file)
      return (ledger, try await ledger.definitions())
    } catch {
      throw Refusal(error)
    }
  }
}

extension StateAccess.Refusal {
  init(_ error: LedgerError) {
    self.init(
      status: .of(error), message: error.message, hint: error.hint, cause: error.cause)
  }
}
