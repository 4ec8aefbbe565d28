import Diagnostics
import ExportEngine
import ExportModel
import Foundation
import JobFile

/// Takes what a person decides, checks it against the ledger, and records it.
struct DecisionDesk {
  let job: SelectedJob
  /// The job file, as an absolute path without symbolic links, or `-`.
  let file: String
  let isDryRun: Bool
  let clock = SystemClock()

  /// Why a decision is not taken.
  struct Refusal: Error {
    let status: ExitStatus
    let message: String
    let hint: String?
    var id = FindingID.stateRefused
  }

  var definition: JobDefinition { job.definition }
  var plan: ExportRun.Plan { ExportRun.Plan(job) }

  /// What the ledger has of the export job.
  func record() async throws(Refusal) -> JobRecord {
    try await onLedger { ledger throws(LedgerError) in
      let record = try await ledger.record(of: job.jobID)
      guard record.ended != nil else { return record }
      return try await ledger.noting(later: record, of: job.jobID, plan)
    }
  }

  /// Records a decision, but for a dry run.
  func store(_ decision: Decision) async throws(Refusal) {
    guard !isDryRun else { return }
    _ = try await onLedger { ledger throws(LedgerError) in
      try await ledger.store(decision, of: job.jobID, by: NSUserName())
    }
  }

  /// Uses the ledger under the job's lock.
  func onLedger<Value: Sendable>(
    _ body: (any StateLedger) async throws(LedgerError) -> Value
  ) async throws(Refusal) -> Value {
    try await Self.underLock(of: definition, clock) { store in try await body(store.ledger()) }
  }

  /// Uses a state folder that has a ledger, under its lock.
  static func underLock<Value: Sendable>(
    of definition: JobDefinition, _ clock: SystemClock,
    _ body: (any StateStore) async throws -> Value
  ) async throws(Refusal) -> Value {
    let state = StateAccess(store: definition.state)
    do {
      guard state.store.hasLedger else {
        // It may have been moved away.
        try state.store.check()
        throw Refusal(
          status: .needsPerson, message: "there is no ledger in \(definition.stateFolder)",
          hint: "no run of the job has made one")
      }
      let lock = try await state.lock(clock, whenBusy: .fail, stop: StopSwitch()) { _ in }
      defer { lock.release() }
      return try await body(state.store)
    } catch let error as Refusal {
      throw error
    } catch let error as StateAccess.Refusal {
      throw Refusal(status: error.status, message: error.message, hint: error.hint, id: error.id)
    } catch let error as LedgerError {
      throw Refusal(
        status: .of(error), message: error.message, hint: error.hint, id: .ledgerUnreadable)
    } catch {
      throw Refusal(status: .bug, message: "\(error)", hint: nil)
    }
  }

  /// Refuses what a person must look at first.
  func refusal(_ message: String, _ hint: String?) -> Refusal {
    Refusal(status: .needsPerson, message: message, hint: hint)
  }
}
